/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * build_options.h - cargo's options that select what is built and how, for the commands that have
 * them.
 *
 * A command embeds a BuildOptions in its own struct and lists BUILD_OPTION_SETS(ItsStruct, field)
 * among its option sets. Names, letters and meanings are cargo's. --locked, --offline, --frozen and
 * --config are common options (session.h).
 */
#ifndef L4CARGO_BRIDGE_PROJECT_BUILD_OPTIONS_H
#define L4CARGO_BRIDGE_PROJECT_BUILD_OPTIONS_H

#include "base/messages/options.h"
#include "resolver/units/select.h"

typedef struct BuildOptions {
	const char *manifest_path;  /* NULL: the nearest Cargo.toml */
	const char *lockfile_path;  /* NULL: Cargo.lock of the workspace root */
	TextList packages, exclude; /* package id specs or globs */
	bool workspace, all;        /* --all is the older name */
	bool lib, bins, examples, tests, benches, all_targets, doc;
	TextList bin, example, test, bench; /* names or globs */
	TextList features;                  /* the arguments; build_options_features splits them */
	bool all_features, no_default_features;
	bool release;
	const char *profile; /* NULL: not given */
	TextList target;     /* triples, target files, `host-tuple` */
	const char *jobs;
	bool ignore_rust_version;
	const char *registry, *index; /* where a published crate is looked up; NULL: the default */
} BuildOptions;

extern const Option build_package_options[], build_target_options[], build_feature_options[],
	build_compile_options[], build_manifest_options[];
/* For commands with --mode. */
extern const Option build_doc_options[];
/* For commands whose operand may be a published crate. */
extern const Option build_registry_options[];

#define BUILD_OPTION_SETS(T, f) \
	{ "Package Selection", build_package_options, offsetof(T, f) }, \
		{ "Target Selection", build_target_options, offsetof(T, f) }, \
		{ "Feature Selection", build_feature_options, offsetof(T, f) }, \
		{ "Compilation Options", build_compile_options, offsetof(T, f) }, \
	{ \
		"Manifest Options", build_manifest_options, offsetof(T, f) \
	}

/* The values of --mode: the cargo commands whose units l4cargo can make. NULL-terminated. */
extern const char *const build_modes[];
#define BUILD_MODE_HELP "take the units of this cargo command [default: build]"
/* NULL stands for the default, `build`. */
Intent build_mode_intent(const char *mode);

/* Returns views of the arguments. */
StrList text_list_strs(Arena *a, const TextList *list);

/* Returns the features of all --features arguments. As cargo does, it splits them at commas and
 * white space. */
StrList build_options_features(Arena *a, const BuildOptions *o);

/* Sets *out to the profile that --release or --profile selects; it is empty if neither is given.
 * Reports an error and returns false if they contradict each other. */
bool build_options_profile(const BuildOptions *o, Diag *diag, Str *out);

#endif
