/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fuzz.h - what the fuzz targets share.
 *
 * A target takes any bytes. It aborts (CHECK) when what the code promises does
 * not hold; the sanitizers watch the rest. Messages are written, to nowhere,
 * so that their code runs too.
 */
#ifndef L4CARGO_TESTS_FUZZ_FUZZ_H
#define L4CARGO_TESTS_FUZZ_FUZZ_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(promise) \
	do { \
		if (!(promise)) { \
			fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #promise); \
			abort(); \
		} \
	} while (0)

static inline Str fuzz_text(const uint8_t *data, size_t size)
{
	return (Str){ size ? (const char *)data : "", size };
}

static inline Diag fuzz_diag(void)
{
	return (Diag){ .out = fopen("/dev/null", "w"), .colour = true };
}

static inline void fuzz_diag_close(const Diag *d)
{
	if (d->out)
		fclose(d->out);
}
#define scoped_fuzz_diag with_cleanup(fuzz_diag_close) Diag

#endif
