// SPDX-License-Identifier: MIT OR Apache-2.0
/* Feeds files to a fuzz target, so that every compiler can run its corpus. */
#include "base/fs.h"

#include <stdio.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int main(int argc, char **argv)
{
	Diag diag = { .out = stderr };
	for (int i = 1; i < argc; i++) {
		scoped_arena arena = { 0 };
		Str text = { 0 };
		if (!fs_read(argv[i], &arena, &diag, &text))
			return 1;
		LLVMFuzzerTestOneInput((const uint8_t *)text.ptr, text.len);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
