// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/build_options.h"

#include "base/core/vec.h"

const Option build_package_options[] = {
	OPTION_LIST(BuildOptions, packages, 'p', "package", "SPEC",
	            "select this package (see `cargo help pkgid`)"),
	OPTION_FLAG(BuildOptions, workspace, 0, "workspace", "select all members of the workspace"),
	OPTION_LIST(BuildOptions, exclude, 0, "exclude", "SPEC",
	            "leave out these members (with --workspace)"),
	OPTION_FLAG(BuildOptions, all, 0, "all", "the same as --workspace"),
	OPTION_END,
};

const Option build_target_options[] = {
	OPTION_FLAG(BuildOptions, lib, 0, "lib", "select only the libraries of the packages"),
	OPTION_FLAG(BuildOptions, bins, 0, "bins", "select all binaries"),
	OPTION_LIST(BuildOptions, bin, 0, "bin", "NAME", "select only this binary"),
	OPTION_FLAG(BuildOptions, examples, 0, "examples", "select all examples"),
	OPTION_LIST(BuildOptions, example, 0, "example", "NAME", "select only this example"),
	OPTION_FLAG(BuildOptions, tests, 0, "tests", "select all targets that have `test = true`"),
	OPTION_LIST(BuildOptions, test, 0, "test", "NAME", "select only this test target"),
	OPTION_FLAG(BuildOptions, benches, 0, "benches",
	            "select all targets that have `bench = true`"),
	OPTION_LIST(BuildOptions, bench, 0, "bench", "NAME", "select only this bench target"),
	OPTION_FLAG(BuildOptions, all_targets, 0, "all-targets", "select all targets"),
	OPTION_END,
};

const Option build_doc_options[] = {
	OPTION_FLAG(BuildOptions, doc, 0, "doc",
	            "select only documentation tests (with `--mode test`)"),
	OPTION_END,
};

const Option build_feature_options[] = {
	OPTION_LIST(BuildOptions, features, 'F', "features", "FEATURES",
	            "enable these features, separated by spaces or commas"),
	OPTION_FLAG(BuildOptions, all_features, 0, "all-features",
	            "enable all features of the selected packages"),
	OPTION_FLAG(BuildOptions, no_default_features, 0, "no-default-features",
	            "do not enable the `default` feature"),
	OPTION_END,
};

const Option build_compile_options[] = {
	OPTION_FLAG(BuildOptions, release, 'r', "release",
	            "build with the release profile, optimised"),
	OPTION_TEXT(BuildOptions, profile, 0, "profile", "NAME", "build with this profile"),
	OPTION_LIST(BuildOptions, target, 0, "target", "TRIPLE", "build for this target"),
	OPTION_JOBS(BuildOptions, jobs, 'j', "jobs", "N", "accepted and ignored; use `make -j`"),
	OPTION_END,
};

const Option build_manifest_options[] = {
	OPTION_TEXT(BuildOptions, manifest_path, 0, "manifest-path", "PATH", "path of Cargo.toml"),
	OPTION_TEXT(BuildOptions, lockfile_path, 0, "lockfile-path", "PATH", "path of Cargo.lock"),
	OPTION_FLAG(BuildOptions, ignore_rust_version, 0, "ignore-rust-version",
	            "ignore `rust-version` in manifests"),
	OPTION_END,
};

const Option build_registry_options[] = {
	OPTION_TEXT(BuildOptions, registry, 0, "registry", "NAME",
	            "registry of CRATE: a name in [registries]"),
	OPTION_TEXT(BuildOptions, index, 0, "index", "URL",
	            "registry of CRATE: the address of its index"),
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

static bool separates_features(char c)
{
	return c == ',' || c == ' ' || (c >= '\t' && c <= '\r');
}

static void split_features(Arena *a, Str text, StrVec *out)
{
	for (size_t i = 0; i < text.len;) {
		size_t end = i;
		while (end < text.len && !separates_features(text.ptr[end]))
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
	*out = o->profile ? str_from(o->profile) : o->release ? STR("release") : (Str){ 0 };
	if (o->release && o->profile && strcmp(o->profile, "release") != 0) {
		diag_error(diag, NO_SPAN, "conflicting usage of --profile=%s and --release",
		           o->profile);
		return diag_help(diag, "leave one of them out: --release is --profile=release");
	}
	return true;
}
