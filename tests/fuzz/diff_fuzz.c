// SPDX-License-Identifier: MIT OR Apache-2.0
/* Two texts, apart by a NUL: the lines of the diff are those of both. */
#include "base/text/diff.h"
#include "tests/fuzz/fuzz.h"

static size_t lines_of(Str text)
{
	size_t count = text.len && text.ptr[text.len - 1] != '\n';
	for (size_t i = 0; i < text.len; i++)
		count += text.ptr[i] == '\n';
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_buf out = { 0 };
	Str before, after, line;
	str_cut(fuzz_text(data, size), '\0', &before, &after);
	const bool binary = str_find(after, '\0') >= 0;
	diff_unified(&(DiffSide){ STR("a"), before }, &(DiffSide){ STR("b"), after }, &out);
	CHECK((out.len == 0) == str_eq(before, after));
	if (!out.len || binary)
		return 0;
	size_t removed = 0, added = 0;
	Str rest = buf_str(&out);
	str_next(&rest, '\n', &line);
	str_next(&rest, '\n', &line);
	while (str_next(&rest, '\n', &line) && line.len) {
		removed += line.ptr[0] == '-';
		added += line.ptr[0] == '+';
	}
	CHECK(lines_of(before) + added == lines_of(after) + removed);
	return 0;
}
