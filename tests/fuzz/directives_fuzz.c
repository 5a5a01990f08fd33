// SPDX-License-Identifier: MIT OR Apache-2.0
/* What a build script printed; for a package with many kinds of targets, and for one with few. */
#include "bridge/unit/directives.h"
#include "tests/fuzz/fuzz.h"

static void check_parse(Str output, const ScriptPackage *package)
{
	scoped_arena a = { 0 };
	DirectiveList list = { 0 };
	Str error = STR("");
	if (!directives_parse(output, package, &a, &list, &error)) {
		CHECK(error.len);
		return;
	}
	for (size_t i = 0; i < list.count; i++) {
		const Directive *d = &list.items[i];
		CHECK(d->kind < DIR_KINDS && directive_names[d->kind]);
		CHECK(d->value.ptr && str_hash(d->value) == str_hash(d->value));
		CHECK(d->kind == DIR_WARNING || str_find(d->value, '\n') < 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const Str bins[] = { STR_INIT("a"), STR_INIT("b-c") };
	static const ScriptPackage many = { .description = STR_INIT("a v1.0.0"),
		                            .kinds = STR_INIT("lib cdylib bin test bench example"),
		                            .bins = bins,
		                            .bin_count = COUNT_OF(bins),
		                            .rust_version = STR_INIT("1.70"),
		                            .library = STR_INIT("a"),
		                            .nightly = true };
	static const ScriptPackage few = { .description = STR_INIT("b v0.1.0"),
		                           .kinds = STR_INIT("lib"),
		                           .rust_version = STR_INIT(""),
		                           .library = STR_INIT(""),
		                           .bootstrap = STR_INIT("b") };
	check_parse(fuzz_text(data, size), &many);
	check_parse(fuzz_text(data, size), &few);
	return 0;
}
