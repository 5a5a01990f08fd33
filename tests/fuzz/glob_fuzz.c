// SPDX-License-Identifier: MIT OR Apache-2.0
/* The first line is a pattern, as members of a workspace and lines of include have it; the others
 * are paths. A pattern with nothing special matches itself; `!` takes back a pattern. */
#include "base/files/glob.h"
#include "base/files/ignore.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void check_names(Str pattern, Str names)
{
	const char *why = NULL;
	size_t at = 0;
	if (!glob_check(pattern, &why, &at)) {
		CHECK(why && at <= pattern.len);
		return;
	}
	if (!glob_is_pattern(pattern) && str_find(pattern, '/') < 0)
		CHECK(glob_matches(pattern, pattern));
	Str name;
	while (str_next(&names, '\n', &name))
		if (str_find(name, '/') < 0 && str_find(pattern, '/') < 0)
			glob_matches(pattern, name);
}

static void check_ignored(Arena *a, Str pattern, Str paths)
{
	const char *why = NULL;
	IgnoreList list = { .arena = a };
	if (str_find(pattern, '\0') >= 0 || !ignore_add(&list, pattern, &why)) {
		CHECK(why || str_find(pattern, '\0') >= 0);
		return;
	}
	IgnoreList both = { .arena = a };
	ignore_add(&both, pattern, &why);
	const bool back = ignore_add(&both, arena_printf(a, "!" STR_FMT, STR_ARG(pattern)), &why);
	Str path;
	for (Str rest = paths; str_next(&rest, '\n', &path);)
		for (int folder = 0; folder < 2; folder++) {
			const IgnoreMatch is = ignore_match(&list, path, folder);
			const bool plain = pattern.len && !strchr("!#\\ ", pattern.ptr[0]);
			if (is == IGNORE_IT && back && plain)
				CHECK(ignore_match(&both, path, folder) == IGNORE_KEEP);
		}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str pattern, rest;
	if (size > 4096)
		return 0;
	str_cut(fuzz_text(data, size), '\n', &pattern, &rest);
	check_names(pattern, rest);
	check_ignored(&a, pattern, rest);
	return 0;
}
