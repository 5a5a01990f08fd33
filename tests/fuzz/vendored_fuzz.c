// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * A package of a directory source: its .cargo-checksum.json, and behind a NUL its Cargo.toml. What
 * is found lies in the folder, and no file outside is looked at. A list of checksums that vendor
 * writes is read as itself.
 */
#include "bridge/vendor/files.h"
#include "cache/store/vendored.h"
#include "cache/store/vendored_compare.h"
#include "tests/fuzz/folder.h"

static void check_found(Arena *a, Diag *diag, const CrateName *crate)
{
	Vendored *v = vendored_open(a, diag, str_from(fuzz_folder()));
	Str found;
	const unsigned before = diag->errors;
	if (!vendored_find(v, crate, NO_SPAN, &found)) {
		CHECK(diag->errors > before);
		return;
	}
	CHECK(path_is_below(found, str_from(fuzz_folder())) && found.len > strlen(fuzz_folder()));
	VendoredCheck *check = vendored_check(a, &v, 1);
	const bool good = vendored_checked(check);
	CHECK(good || diag->errors > before);
	if (good && !vendored_verify(v))
		CHECK(diag->errors > before);
}

/* What an import says of a package that was edited in place. */
static void check_compared(Arena *a, Diag *diag)
{
	const Str folder = arena_printf(a, "%s/a", fuzz_folder());
	VendoredDifferences found = { 0 };
	const unsigned before = diag->errors;
	if (!vendored_compare(a, diag, &folder, 1, &found)) {
		CHECK(diag->errors > before);
		return;
	}
	for (size_t i = 0; i < found.count; i++) {
		const VendoredDifference *d = &found.items[i];
		CHECK(i == 0 || str_compare((d - 1)->path, d->path) <= 0);
		CHECK(d->state == VENDORED_MISSING ||
		      str_eq(d->path, path_join(a, folder, STR("Cargo.toml"))));
	}
}

static void check_sums(Arena *a, Str text)
{
	scoped_buf written = { 0 };
	VendorFiles files = { 0 }, again = { 0 };
	if (!vendor_sums_read(a, text, &files))
		return;
	vendor_sums_write(&files, STR(""), &written);
	CHECK(vendor_sums_read(a, buf_str(&written), &again));
	CHECK(again.count == files.count);
	for (size_t i = 0; i < files.count; i++) {
		CHECK(str_eq(files.items[i].path, again.items[i].path));
		CHECK(strcmp(files.items[i].sum, again.items[i].sum) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	Str sums, manifest;
	str_cut(fuzz_text(data, size), '\0', &sums, &manifest);
	fuzz_folder_write(&a, "a/.cargo-checksum.json", sums);
	fuzz_folder_write(&a, "a/Cargo.toml", manifest);
	const CrateName locked = { .name = STR("a"), .version = STR("1.0.0"), .checksum = STR("") };
	const CrateName other = { .name = STR("b"),
		                  .version = STR("1.0.0"),
		                  .checksum = STR("00") };
	check_found(&a, &diag, &locked);
	check_found(&a, &diag, &other);
	check_compared(&a, &diag);
	check_sums(&a, sums);
	return 0;
}
