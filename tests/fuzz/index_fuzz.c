// SPDX-License-Identifier: MIT OR Apache-2.0
/* A crate's part of the index: as the registry sends it, and as it is kept. */
#include "cache/registry/index_file.h"
#include "tests/fuzz/fuzz.h"

/* What is written reads back as the same versions. */
static void check_kept(Arena *a, Str name, const IndexVersions *versions)
{
	scoped_buf kept = { 0 };
	IndexVersions again;
	Str http_version;
	index_file_write(&kept, STR("etag: x"), versions);
	CHECK(index_file_read(buf_str(&kept), name, a, &http_version, &again));
	CHECK(str_eq(http_version, STR("etag: x")));
	CHECK(again.count == versions->count);
	for (size_t i = 0; i < again.count; i++)
		CHECK(version_eq(&again.items[i].version, &versions->items[i].version));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	const Str text = fuzz_text(data, size), name = STR("a");
	IndexVersions versions;
	Str http_version;
	index_read(text, name, &a, &versions);
	check_kept(&a, name, &versions);
	if (index_file_read(text, name, &a, &http_version, &versions))
		check_kept(&a, name, &versions);
	return 0;
}
