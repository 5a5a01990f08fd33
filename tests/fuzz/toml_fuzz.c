// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/toml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena arena = { 0 };
	FILE *nowhere = fopen("/dev/null", "w"); /* messages quote the source: let them */
	Diag diag = { .out = nowhere };
	const Source src = { "fuzz.toml", { (const char *)data, size } };
	toml_parse(&src, &arena, &diag);
	if (nowhere)
		fclose(nowhere);
	return 0;
}
