// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lockfile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena arena = { 0 };
	Diag diag = { 0 };
	const Source src = { "Cargo.lock", { (const char *)data, size } };
	lockfile_read(&src, &arena, &diag);
	return 0;
}
