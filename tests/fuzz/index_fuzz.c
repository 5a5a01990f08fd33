// SPDX-License-Identifier: MIT OR Apache-2.0
/* A crate's part of the index: as the registry sends it, and as it is kept. */
#include "cache/registry/index_file.h"
#include "tests/fuzz/fuzz.h"

/* One that is looked for alone is the one that is found among all: the first of its version. */
static void check_found(Arena *a, Str kept, Str name, const IndexVersions *all)
{
	Str checksum;
	for (size_t i = 0; i < all->count; i++) {
		const Str version = all->items[i].version.text;
		const CrateName crate = { .name = name, .version = version };
		size_t first = 0;
		while (!str_eq(all->items[first].version.text, version))
			first++;
		CHECK(index_file_find(kept, &crate, a, &checksum));
		CHECK(str_eq(checksum, all->items[first].checksum));
	}
	const CrateName other = { .name = name, .version = STR("") };
	CHECK(!index_file_find(kept, &other, a, &checksum));
}

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
	check_found(a, buf_str(&kept), name, versions);
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
