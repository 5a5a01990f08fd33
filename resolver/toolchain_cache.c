// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/toolchain_cache.h"

#include "base/buf.h"
#include "base/diag.h"
#include "base/fs.h"

#include <inttypes.h>

static const char *file_of(Arena *a, Str folder, Str question)
{
	return arena_printf(a, STR_FMT "/%016" PRIx64, STR_ARG(folder), str_hash(question)).ptr;
}

bool answer_find(Arena *a, Str folder, Str question, Str *answer)
{
	Str text;
	if (folder.len == 0 || !fs_read_quietly(file_of(a, folder, question), a, &text))
		return false;
	if (!str_starts_with(text, question) || text.len <= question.len + 1)
		return false;
	*answer = str_sub(text, question.len + 1, text.len - 1);
	return text.ptr[question.len] == '\0' && text.ptr[text.len - 1] == '\n';
}

void answer_keep(Str folder, Str question, Str answer)
{
	scoped_arena scratch = { 0 };
	scoped_buf text = { 0 };
	Diag silent = { 0 };
	if (folder.len == 0 || !fs_make_folders(arena_cstr(&scratch, folder), &silent))
		return;
	buf_add(&text, question);
	buf_char(&text, '\0');
	buf_add(&text, answer);
	buf_char(&text, '\n'); /* a record without it was cut */
	fs_write(file_of(&scratch, folder, question), buf_str(&text), &silent);
}

Str answer_file_state(Arena *a, Str path)
{
	struct stat st;
	if (stat(arena_cstr(a, path), &st) < 0)
		return arena_printf(a, STR_FMT " -\n", STR_ARG(path));
	return arena_printf(a, STR_FMT " %jd.%09ld %jd %ju\n", STR_ARG(path),
	                    (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec, (intmax_t)st.st_size,
	                    (uintmax_t)st.st_ino);
}
