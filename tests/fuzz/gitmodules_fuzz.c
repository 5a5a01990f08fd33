// SPDX-License-Identifier: MIT OR Apache-2.0
/* The text is a .gitmodules of a repository on the web. */
#include "cache/git/modules.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	const Str text = fuzz_text(data, size);
	GitModules m;
	unsigned line = 0;
	if (!gitmodules_read(text, &a, &m, &line))
		CHECK(!text.len || line > 0 || str_find(text, '\0') >= 0);
	for (size_t i = 0; i < m.count; i++) {
		const char *why = NULL;
		Str url;
		CHECK(m.items[i].path.len <= size && m.items[i].url.len <= size);
		if (!gitmodules_url(&a, STR("https://h.invalid/a/b"), m.items[i].url, &url, &why)) {
			CHECK(why);
			continue;
		}
		CHECK(!str_starts_with(url, STR("file:")) && !str_starts_with(url, STR("-")));
		CHECK(str_contains(url, STR("://")));
	}
	return 0;
}
