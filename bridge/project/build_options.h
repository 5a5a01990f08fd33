/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * build_options.h - cargo's options that say what is built and how, for every command that asks.
 *
 * A command embeds a BuildOptions in its own struct and lists
 * BUILD_OPTION_SETS(ItsStruct, field) among its option sets. Names, letters
 * and meanings are cargo's. --locked, --offline, --frozen and --config are
 * common options (session.h).
 */
#ifndef L4CARGO_BRIDGE_PROJECT_BUILD_OPTIONS_H
#define L4CARGO_BRIDGE_PROJECT_BUILD_OPTIONS_H

#include "base/messages/options.h"
#include "resolver/units/select.h"

typedef struct BuildOptions {
	const char *manifest_path;  /* NULL: the nearest Cargo.toml */
	const char *lockfile_path;  /* NULL: Cargo.lock of the workspace root */
	TextList packages, exclude; /* package id specs or globs */
	bool workspace, all;        /* --all is the older spelling */
	bool lib, bins, examples, tests, benches, all_targets, doc;
	TextList bin, example, test, bench; /* names or globs */
	TextList features;                  /* as given; build_options_features splits them */
	bool all_features, no_default_features;
	bool release;
	const char *profile; /* NULL: not given */
	TextList target;     /* triples, target files, `host-tuple` */
	const char *jobs;
	bool ignore_rust_version;
	const char *registry, *index; /* of a published crate; NULL: the usual one */
} BuildOptions;

extern const Option build_package_options[], build_target_options[], build_feature_options[],
	build_compile_options[], build_manifest_options[];
/* For commands that have --mode. */
extern const Option build_doc_options[];
/* For commands that take a published crate. */
extern const Option build_registry_options[];

#define BUILD_OPTION_SETS(T, f) \
	{ "Package Selection", build_package_options, offsetof(T, f) }, \
		{ "Target Selection", build_target_options, offsetof(T, f) }, \
		{ "Feature Selection", build_feature_options, offsetof(T, f) }, \
		{ "Compilation Options", build_compile_options, offsetof(T, f) }, \
	{ \
		"Manifest Options", build_manifest_options, offsetof(T, f) \
	}

/* The cargo commands whose units can be asked for: build (the default), check, test, bench. */
extern const char *const build_modes[];
#define BUILD_MODE_HELP "take the units of this cargo command [default: build]"
/* NULL: the default. */
Intent build_mode_intent(const char *mode);

/* A list of arguments as views. */
StrList text_list_strs(Arena *a, const TextList *list);

/* The features of all --features arguments: cargo splits them at commas and white space. */
StrList build_options_features(Arena *a, const BuildOptions *o);

/* The profile that --release and --profile ask for; empty: neither was given. False after an
 * error: they contradict. */
bool build_options_profile(const BuildOptions *o, Diag *diag, Str *out);

#endif
