// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/build_options.h"

#include "base/core/vec.h"

const Option build_package_options[] = {
	OPTION_LIST(BuildOptions, packages, 'p', "package", "SPEC",
	            "package to build (see `cargo help pkgid`)"),
	OPTION_FLAG(BuildOptions, workspace, 0, "workspace", "all members of the workspace"),
	OPTION_LIST(BuildOptions, exclude, 0, "exclude", "SPEC",
	            "members to leave out, with --workspace"),
	OPTION_FLAG(BuildOptions, all, 0, "all", "the same as --workspace"),
	OPTION_END,
};

const Option build_target_options[] = {
	OPTION_FLAG(BuildOptions, lib, 0, "lib", "only the packages' libraries"),
	OPTION_FLAG(BuildOptions, bins, 0, "bins", "all binaries"),
	OPTION_LIST(BuildOptions, bin, 0, "bin", "NAME", "only that binary"),
	OPTION_FLAG(BuildOptions, examples, 0, "examples", "all examples"),
	OPTION_LIST(BuildOptions, example, 0, "example", "NAME", "only that example"),
	OPTION_FLAG(BuildOptions, tests, 0, "tests", "all targets that have `test = true`"),
	OPTION_LIST(BuildOptions, test, 0, "test", "NAME", "only that test target"),
	OPTION_FLAG(BuildOptions, benches, 0, "benches", "all targets that have `bench = true`"),
	OPTION_LIST(BuildOptions, bench, 0, "bench", "NAME", "only that bench target"),
	OPTION_FLAG(BuildOptions, all_targets, 0, "all-targets", "all of these"),
	OPTION_END,
};

const Option build_doc_options[] = {
	OPTION_FLAG(BuildOptions, doc, 0, "doc", "only documentation tests, with `--mode test`"),
	OPTION_END,
};

const Option build_feature_options[] = {
	OPTION_LIST(BuildOptions, features, 'F', "features", "FEATURES",
	            "features to switch on, separated by spaces or commas"),
	OPTION_FLAG(BuildOptions, all_features, 0, "all-features",
	            "all features of the selected packages"),
	OPTION_FLAG(BuildOptions, no_default_features, 0, "no-default-features",
	            "not the `default` feature"),
	OPTION_END,
};

const Option build_compile_options[] = {
	OPTION_FLAG(BuildOptions, release, 'r', "release", "optimised, with the release profile"),
	OPTION_TEXT(BuildOptions, profile, 0, "profile", "NAME", "with that profile"),
	OPTION_LIST(BuildOptions, target, 0, "target", "TRIPLE", "build for that target"),
	OPTION_JOBS(BuildOptions, jobs, 'j', "jobs", "N", "accepted as cargo's; `make -j` decides"),
	OPTION_END,
};

const Option build_manifest_options[] = {
	OPTION_TEXT(BuildOptions, manifest_path, 0, "manifest-path", "PATH",
	            "the Cargo.toml to read"),
	OPTION_TEXT(BuildOptions, lockfile_path, 0, "lockfile-path", "PATH",
	            "the Cargo.lock to read"),
	OPTION_FLAG(BuildOptions, ignore_rust_version, 0, "ignore-rust-version",
	            "do not look at `rust-version`"),
	OPTION_END,
};

const Option build_registry_options[] = {
	OPTION_TEXT(BuildOptions, registry, 0, "registry", "NAME",
	            "where CRATE is published: a name of [registries]"),
	OPTION_TEXT(BuildOptions, index, 0, "index", "URL", "the same by the address of its index"),
	OPTION_END,
};

const char *const build_modes[] = { "build", "check", "test", "bench", NULL };

Intent build_mode_intent(const char *mode)
{
	static const Intent intents[] = { INTENT_BUILD, INTENT_CHECK, INTENT_TEST, INTENT_BENCH };
	for (size_t i = 0; mode && build_modes[i]; i++)
		if (strcmp(mode, build_modes[i]) == 0)
			return intents[i];
	return INTENT_BUILD;
}

StrList text_list_strs(Arena *a, const TextList *list)
{
	Str *items = arena_array(a, Str, list->count + 1);
	for (size_t i = 0; i < list->count; i++)
		items[i] = str_from(list->items[i]);
	return (StrList){ items, list->count };
}

static bool separates(char c)
{
	return c == ',' || c == ' ' || (c >= '\t' && c <= '\r');
}

static void split_features(Arena *a, Str text, StrVec *out)
{
	for (size_t i = 0; i < text.len;) {
		size_t end = i;
		while (end < text.len && !separates(text.ptr[end]))
			end++;
		if (end > i)
			*vec_push(a, out, Str) = str_sub(text, i, end);
		i = end + 1;
	}
}

StrList build_options_features(Arena *a, const BuildOptions *o)
{
	StrVec out = { 0 };
	for (size_t i = 0; i < o->features.count; i++)
		split_features(a, str_from(o->features.items[i]), &out);
	return (StrList){ out.items, out.count };
}

bool build_options_profile(const BuildOptions *o, Diag *diag, Str *out)
{
	if (o->profile && !*o->profile) {
		diag_error(diag, NO_SPAN, "profile `` is not defined");
		return diag_help(diag, "give the profile's name: `--profile release`");
	}
	*out = o->profile ? str_from(o->profile) : o->release ? STR("release") : (Str){ 0 };
	if (o->release && o->profile && strcmp(o->profile, "release") != 0) {
		diag_error(diag, NO_SPAN, "conflicting usage of --profile=%s and --release",
		           o->profile);
		return diag_help(diag, "leave one of them out: --release is --profile=release");
	}
	return true;
}
