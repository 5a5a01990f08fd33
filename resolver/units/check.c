// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

#include "base/files/fs.h"

static bool rustc_satisfies(const Drafts *d, const Manifest *m)
{
	scoped_arena scratch = { 0 };
	Version rustc = d->graph->toolchain->version;
	rustc.pre = STR("");
	VersionReq req;
	const char *why;
	return m->rust_version.len == 0 ||
	       !version_req_parse(m->rust_version, &scratch, &req, &why) ||
	       version_req_matches(&req, &rustc);
}

static void rustc_too_old(const Drafts *d, const Package *p)
{
	const Manifest *m = p->manifest;
	diag_error(d->diag, m->rust_version_at,
	           "rustc " STR_FMT " is not supported by `" STR_FMT "@" STR_FMT
	           "`: it requires rustc " STR_FMT,
	           STR_ARG(d->graph->toolchain->version.text), STR_ARG(m->name),
	           STR_ARG(m->version.text), STR_ARG(m->rust_version));
	if (!p->is_path && p->source->kind != SOURCE_GIT) /* there VERSION would be a commit */
		diag_help(d->diag,
		          "upgrade rustc, or select a version that supports it with `cargo "
		          "update " STR_FMT "@" STR_FMT
		          " --precise VERSION`, or pass `--ignore-rust-version`",
		          STR_ARG(m->name), STR_ARG(m->version.text));
	else
		diag_help(d->diag, "upgrade rustc, or pass `--ignore-rust-version`");
}

/* Cargo refuses to build a package whose `rust-version` the compiler does not satisfy. */
static bool check_rust_version(const Drafts *d)
{
	scoped_arena scratch = { 0 };
	bool good = true;
	bool *seen = arena_array(&scratch, bool, d->graph->count);
	for (size_t i = 0; i < d->units.count; i++)
		seen[d->units.items[i].key.pkg] = true;
	for (PkgId i = 0; i < d->graph->count; i++) {
		const Package *p = &d->graph->packages[i];
		if (!seen[i] || rustc_satisfies(d, p->manifest))
			continue;
		rustc_too_old(d, p);
		good = false;
	}
	return good;
}

static const char *const target_words[] = {
	[TARGET_LIB] = "library",
	[TARGET_BIN] = "binary target",
	[TARGET_EXAMPLE] = "example target",
	[TARGET_TEST] = "test target",
	[TARGET_BENCH] = "benchmark target",
	[TARGET_CUSTOM_BUILD] = "build script",
};

/* Refuses names and paths that rustc would refuse. Cargo accepts any text. */
static bool target_can_be_built(const Drafts *d, const Target *t, const Package *p)
{
	const char *what = target_words[t->kind];
	if (!t->name.plain.len) {
		target_name_refuse(d->diag, t->at, what, t->raw_name);
		diag_note(d->diag, NO_SPAN,
		          "its file is `" STR_FMT "`, of `" STR_FMT " v" STR_FMT "`",
		          STR_ARG(t->path), STR_ARG(p->name), STR_ARG(p->version.text));
		return target_name_suggest(d->diag, t->raw_name);
	}
	if (str_find(t->path, 0) >= 0) {
		diag_error(d->diag, t->at, "the path of the %s `" STR_FMT "` has a NUL", what,
		           STR_ARG(t->name.plain));
		return diag_help(d->diag, "no file can have this name: correct the path");
	}
	return true;
}

/* Folders are named by name and version. Cargo's files are named `NAME-0123456789abcdef`. A file
 * system allows 255 bytes. */
static bool package_can_be_built(const Drafts *d, const Package *p)
{
	enum { NAME_MAX_LEN = 236, BOTH_MAX_LEN = 240 };
	const Manifest *m = p->manifest;
	const bool name = p->name.len > NAME_MAX_LEN;
	if (!name && p->name.len + p->version.text.len <= BOTH_MAX_LEN)
		return true;
	diag_error(d->diag, name ? m->name_at : m->version_at,
	           "the %s of the package `" STR_FMT
	           "` has %zu bytes: the name of its folder is too long",
	           name ? "name" : "version", STR_ARG(str_sub(p->name, 0, 64)),
	           name ? p->name.len : p->version.text.len);
	return diag_help(d->diag, "name and version may have %d bytes together", BOTH_MAX_LEN);
}

/* Checks each package with units once. */
static bool check_packages(const Drafts *d)
{
	scoped_arena scratch = { 0 };
	bool good = true;
	bool *seen = arena_array(&scratch, bool, d->graph->count);
	for (size_t i = 0; i < d->units.count; i++) {
		const PkgId p = d->units.items[i].key.pkg;
		good &= seen[p] || package_can_be_built(d, &d->graph->packages[p]);
		seen[p] = true;
	}
	return good;
}

/* Checks each target once. A unit that runs a build script does not count: if configuration
 * replaces the script, it is not built. */
static bool check_targets(const Drafts *d)
{
	scoped_arena scratch = { 0 };
	Map seen;
	bool good = true;
	map_init(&seen, &scratch, d->units.count);
	for (size_t i = 0; i < d->units.count; i++) {
		const DraftKey *k = &d->units.items[i].key;
		const uint32_t both[] = { k->pkg, k->target };
		const Str key = arena_str(&scratch, (Str){ (const char *)both, sizeof both });
		if (k->mode != MODE_RUN_CUSTOM_BUILD && map_put(&seen, key, (uint32_t)i) == i)
			good &= target_can_be_built(d, draft_target(d, k),
			                            &d->graph->packages[k->pkg]);
	}
	return good;
}

bool drafts_check(const Drafts *d)
{
	const bool good = d->selection->ignore_rust_version || check_rust_version(d);
	return check_packages(d) && check_targets(d) && good;
}

static bool is_known_type(Str type)
{
	static const Str known[] = { STR_INIT("lib"),       STR_INIT("bin"),
		                     STR_INIT("rlib"),      STR_INIT("dylib"),
		                     STR_INIT("cdylib"),    STR_INIT("staticlib"),
		                     STR_INIT("proc-macro") };
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (str_eq(known[i], type))
			return true;
	return false;
}

static bool check_types(Diag *diag, const Target *t)
{
	for (size_t i = 0; i < t->crate_types.count; i++) {
		const Str type = t->crate_types.items[i];
		if (is_known_type(type))
			continue;
		diag_error(diag, t->at, "unknown crate type `" STR_FMT "` of the %s `" STR_FMT "`",
		           STR_ARG(type), target_words[t->kind], STR_ARG(t->name.plain));
		return diag_help(diag, "rustc knows `lib`, `rlib`, `dylib`, `cdylib`, `staticlib` "
		                       "and `proc-macro`");
	}
	return true;
}

bool units_check_crate_types(Diag *diag, const UnitGraph *g)
{
	const Target *last = NULL;
	bool good = true;
	for (size_t i = 0; i < g->count; i++) {
		const Target *t = g->units[i].target;
		if (t != last)
			good &= check_types(diag, t);
		last = t;
	}
	return good;
}
