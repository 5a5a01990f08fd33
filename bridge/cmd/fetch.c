// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/project/open.h"
#include "bridge/project/project.h"

typedef struct FetchOptions {
	const char *cargo_home; /* NULL: our own cache; empty: CARGO_HOME */
	BuildOptions build;
} FetchOptions;

static const Option options[] = {
	OPTION_MAYBE(FetchOptions, cargo_home, 0, "cargo-home", "DIR",
	             "fill cargo's cache (CARGO_HOME, or DIR) instead of l4cargo's"),
	OPTION_END,
};

static const Option project_options[] = {
	OPTION_LIST(BuildOptions, target, 0, "target", "TRIPLE",
	            "fetch only packages that this target needs"),
	OPTION_TEXT(BuildOptions, manifest_path, 0, "manifest-path", "PATH", "path of Cargo.toml"),
	OPTION_TEXT(BuildOptions, lockfile_path, 0, "lockfile-path", "PATH", "path of Cargo.lock"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Project Options", project_options, offsetof(FetchOptions, build) },
	{ 0 },
};

static Str home_to_fill(Session *s, const FetchOptions *o, const Config *config)
{
	if (!o->cargo_home)
		return (Str){ 0 };
	const Str given = *o->cargo_home ? str_from(o->cargo_home) : config->cargo_home;
	return path_normalise(&s->arena, path_join(&s->arena, s->cwd, given));
}

static size_t count_fetched(const ProjectPackages *p, PackagesExtent extent)
{
	const bool whole_lock = extent == EXTENT_WHOLE_LOCK;
	size_t count = 0;
	for (size_t i = 0; whole_lock && i < p->lock->count; i++)
		count += p->lock->packages[i].has_source &&
		         p->lock->packages[i].source->kind != SOURCE_PATH;
	for (size_t i = 0; !whole_lock && i < p->graph->count; i++)
		count += !p->graph->packages[i].is_path;
	return count;
}

static void report_fetched(Session *s, const ProjectPackages *p, const PackagesRequest *want)
{
	scoped_arena scratch = { 0 };
	const size_t count = count_fetched(p, want->extent);
	const Str place = want->fill.len
	                          ? arena_printf(&scratch, " in `" STR_FMT "`", STR_ARG(want->fill))
	                          : STR("");
	if (s->downloads.crates)
		diag_status(&s->diag, "Fetched",
		            "%zu of %zu package%s (" STR_FMT "); all are ready" STR_FMT,
		            s->downloads.crates, count, count == 1 ? "" : "s",
		            STR_ARG(term_size(&scratch, s->downloads.bytes)), STR_ARG(place));
	else
		diag_status(&s->diag, "Fresh", "%zu package%s: all are ready" STR_FMT, count,
		            count == 1 ? "" : "s", STR_ARG(place));
}

static int run_fetch(Session *s, const void *given, const TextList *operands)
{
	const FetchOptions *o = given;
	(void)operands;
	const Config *config = project_config(s);
	if (!config)
		return STATUS_FAILED;
	const bool everything = o->build.target.count == 0;
	const ProjectRequest want = {
		.build = &o->build,
		.intent = INTENT_BUILD,
		.config = config,
		.platforms = everything && o->cargo_home ? PLATFORMS_ALL : PLATFORMS_SELECTED,
		.packages = { .use = PACKAGES_BUILT,
		              .extent = everything ? EXTENT_WHOLE_LOCK : EXTENT_ALL_FEATURES,
		              .fill = home_to_fill(s, o, config),
		              .no_readmes = true },
	};
	const ProjectPackages *packages = project_open_packages(s, &want);
	if (!packages)
		return STATUS_FAILED;
	report_fetched(s, packages, &want.packages);
	return STATUS_DONE;
}

const Command cmd_fetch = {
	.name = "fetch",
	.summary = "download the packages that a cargo project needs, as `cargo fetch` does",
	.details = "Downloads and unpacks every package in Cargo.lock, or with --target the "
		   "packages that those targets and this machine need. Later commands then need "
		   "no network. Nothing already present is downloaded again, and every archive is "
		   "checked against its SHA-256. Packages that no build on this machine needs stay "
		   "packed.\n\n"
		   "After --cargo-home, `cargo build --offline --locked` works.",
	.sets = sets,
	.options_size = sizeof(FetchOptions),
	.run = run_fetch,
};
