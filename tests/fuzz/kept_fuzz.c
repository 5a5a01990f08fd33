// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * What is kept in the cache, of any text: a crate's list of files, the record of what an import was
 * made from. And config.json of a registry. The list leads nowhere, and is read as it was written.
 */
#include "bridge/import/freshness.h"
#include "cache/file_sums.h"
#include "cache/registry/registry.h"
#include "tests/fuzz/folder.h"

static void check_list(Arena *a, const char *file)
{
	SummedFiles files = { 0 }, again = { 0 };
	if (!file_sums_read(a, file, &files))
		return;
	CHECK(file_sums_write(file, &files) && file_sums_read(a, file, &again));
	CHECK(again.count == files.count);
	for (size_t i = 0; i < files.count; i++)
		CHECK(str_eq(files.items[i].path, again.items[i].path));
	file_sums_hold("/nowhere", &files);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	const Str text = fuzz_text(data, size);
	const Source src = { .path = "config.json", .text = text };
	Registry registry = { 0 };
	CHECK(registry_configure(&registry, &src, &a, &diag) ? registry.download.len > 0
	                                                     : diag.errors > 0);
	const char *file = arena_printf(&a, "%s/kept", fuzz_folder()).ptr;
	fuzz_folder_write(&a, "kept", text);
	const Freshness freshness = { .file = str_from(file),
		                      .out = STR("/nowhere"),
		                      .key = STR("key") };
	freshness_holds(&freshness);
	CHECK(!freshness_knows_folder(&freshness));
	check_list(&a, file);
	return 0;
}
