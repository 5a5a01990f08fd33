// SPDX-License-Identifier: MIT OR Apache-2.0
/* Feeds files to a fuzz target, so that every compiler can run its corpus. */
#include "base/files/fs.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int main(int argc, char **argv)
{
	Diag diag = { .out = stderr };
	for (int i = 1; i < argc; i++) {
		scoped_arena arena = { 0 };
		Str text = { 0 };
		if (!fs_read(argv[i], &arena, &diag, &text))
			return 1;
		/* of its own size, so that AddressSanitizer sees a read behind its end */
		uint8_t *data = xcalloc(text.len, 1);
		if (text.len)
			memcpy(data, text.ptr, text.len);
		LLVMFuzzerTestOneInput(data, text.len);
		free(data);
	}
	printf("%d inputs\n", argc - 1);
	return 0;
}
