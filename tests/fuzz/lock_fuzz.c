// SPDX-License-Identifier: MIT OR Apache-2.0
/* Any bytes as a lock file: read without fault, and every source's text means that source. */
#include "resolver/lock/lockfile.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Diag diag = { 0 };
	const Source src = { .path = "Cargo.lock", .text = { (const char *)data, size } };
	const Lockfile *lock = lockfile_read(&src, &a, &diag);
	if (!lock != !!diag.errors)
		abort();
	for (size_t i = 0; lock && i < lock->count; i++) {
		const LockPackage *p = &lock->packages[i];
		SourceId again;
		if (!p->has_source)
			continue;
		if (!source_parse(&a, source_text(&a, p->source), &again) ||
		    !source_eq(&again, p->source))
			abort();
	}
	return 0;
}
