// SPDX-License-Identifier: MIT OR Apache-2.0
/* Lines: addresses. What is normal stays as it is, and what is encoded can be decoded. */
#include "resolver/terms/url.h"
#include "tests/fuzz/fuzz.h"

static void check_url(Arena *a, Str line)
{
	Url u, again;
	const char *why = NULL;
	Str value;
	if (!url_parse(a, line, &u, &why)) {
		CHECK(why);
		return;
	}
	const Str text = url_text(a, &u);
	CHECK(url_parse(a, text, &again, &why));
	CHECK(str_eq(url_text(a, &again), text));
	for (size_t i = 0; i < text.len; i++) /* neither blanks nor control characters */
		CHECK((unsigned char)text.ptr[i] > 0x20 && text.ptr[i] != 0x7f);
	url_canonical(a, &u);
	if (u.query.ptr)
		url_query_get(a, u.query, STR("rev"), &value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str rest = fuzz_text(data, size), line;
	Str value;
	while (str_next(&rest, '\n', &line)) {
		check_url(&a, line);
		CHECK(str_eq(url_percent_decode(&a, url_path_encode(&a, line)), line));
		const Str query =
			arena_printf(&a, "k=" STR_FMT, STR_ARG(url_query_encode(&a, line)));
		CHECK(url_query_get(&a, query, STR("k"), &value) && str_eq(value, line));
	}
	return 0;
}
