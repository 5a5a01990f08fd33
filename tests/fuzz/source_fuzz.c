// SPDX-License-Identifier: MIT OR Apache-2.0
/* Lines: sources as lock files write them, and package specifications. */
#include "resolver/terms/source.h"
#include "resolver/terms/spec.h"
#include "tests/fuzz/fuzz.h"

/* What is written reads back as the same source. */
static void check_source(Arena *a, const SourceId *s)
{
	SourceId again;
	CHECK(source_eq(s, s));
	CHECK(source_compare(s, s) == 0);
	const Str text = source_text(a, s);
	CHECK(source_parse(a, text, &again));
	CHECK(source_eq(s, &again));
	CHECK(str_eq(text, source_text(a, &again)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	Str rest = fuzz_text(data, size), line;
	for (int i = 0; i < 8 && str_next(&rest, '\n', &line); i++) {
		SourceId source;
		if (source_parse(&a, line, &source))
			check_source(&a, &source);
		PackageSpec spec;
		const char *why = NULL;
		const Version version = { .major = 1, .pre = STR(""), .build = STR("") };
		if (spec_parse(line, &a, &spec, &why))
			spec_matches(&spec, STR("serde"), &version, &source_crates_io);
		else
			CHECK(why);
	}
	return 0;
}
