// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * A file of a local registry's index, as somebody left it, to which `vendor` adds what it has: two
 * versions of a crate. They stand there once, as they are; of what was there all other versions
 * stay, and nothing else comes. A second run changes nothing.
 */
#include "bridge/vendor/index.h"
#include "cache/registry/index_file.h"
#include "tests/fuzz/folder.h"

enum { PLANNED = 2 };

#define SUM "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

static Package packages[PLANNED];

static void make_plan(Arena *a, VendorPlan *plan)
{
	static const char *const versions[PLANNED] = { "1.0.0", "2.0.0-rc.1" };
	static Manifest manifest;
	plan->arena = a;
	for (size_t i = 0; i < PLANNED; i++) {
		const char *why;
		packages[i] = (Package){ .name = STR("a"),
			                 .checksum = STR(SUM),
			                 .source = &source_crates_io,
			                 .manifest = &manifest };
		CHECK(version_parse(str_from(versions[i]), &packages[i].version, &why));
		*vec_push(a, &plan->items, VendorItem) = (VendorItem){ .package = &packages[i] };
	}
}

static Str written(Arena *a)
{
	Diag diag = { .out = stderr };
	VendorTree tree;
	VendorPlan plan = { 0 };
	Str text;
	make_plan(a, &plan);
	CHECK(vendor_tree_open(&tree, a, &diag, arena_printf(a, "%s/tree", fuzz_folder())));
	const VendorIndex x = { &plan, 0, &tree, STR(""), true };
	CHECK(vendor_index_write(a, &diag, &x));
	CHECK(vendor_tree_close(&tree, &diag, false));
	CHECK(fs_read(arena_printf(a, "%s/tree/index/1/a", fuzz_folder()).ptr, a, &diag, &text));
	return text;
}

static bool is_planned(const IndexVersion *v)
{
	for (size_t i = 0; i < PLANNED; i++)
		if (version_eq(&v->version, &packages[i].version))
			return true;
	return false;
}

static void check_versions(const IndexVersions *before, const IndexVersions *now)
{
	size_t at = PLANNED;
	CHECK(now->count >= PLANNED);
	for (size_t i = 0; i < PLANNED; i++) {
		CHECK(version_eq(&now->items[i].version, &packages[i].version));
		CHECK(str_eq(now->items[i].checksum, STR(SUM)) && !now->items[i].yanked);
	}
	for (size_t i = 0; i < before->count; i++) {
		if (is_planned(&before->items[i]))
			continue;
		CHECK(at < now->count && str_eq(now->items[at].line, before->items[i].line));
		at++;
	}
	CHECK(at == now->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	IndexVersions before, now;
	const Str text = fuzz_text(data, size);
	fuzz_folder_write(&a, "tree/index/1/a", text);
	const Str first = written(&a);
	index_read(text, STR("a"), &a, &before);
	index_read(first, STR("a"), &a, &now);
	check_versions(&before, &now);
	CHECK(str_eq(first, written(&a)));
	return 0;
}
