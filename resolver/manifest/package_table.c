// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/parts.h"
#include "resolver/terms/names.h"

#define TEXT      (KEY_STRING | KEY_INHERITED)
#define TEXT_LIST (KEY_STRINGS | KEY_INHERITED)

static const KeyRow rows[] = {
	[PACKAGE_NAME] = { STR_INIT("name"), KEY_STRING },
	[PACKAGE_VERSION] = { STR_INIT("version"), TEXT },
	[PACKAGE_EDITION] = { STR_INIT("edition"), TEXT },
	[PACKAGE_RUST_VERSION] = { STR_INIT("rust-version"), TEXT },
	[PACKAGE_BUILD] = { STR_INIT("build"), KEY_BOOL | KEY_STRING | KEY_STRINGS },
	[PACKAGE_LINKS] = { STR_INIT("links"), KEY_STRING },
	[PACKAGE_AUTOLIB] = { STR_INIT("autolib"), KEY_BOOL },
	[PACKAGE_AUTOBINS] = { STR_INIT("autobins"), KEY_BOOL },
	[PACKAGE_AUTOEXAMPLES] = { STR_INIT("autoexamples"), KEY_BOOL },
	[PACKAGE_AUTOTESTS] = { STR_INIT("autotests"), KEY_BOOL },
	[PACKAGE_AUTOBENCHES] = { STR_INIT("autobenches"), KEY_BOOL },
	[PACKAGE_DEFAULT_RUN] = { STR_INIT("default-run"), KEY_STRING },
	[PACKAGE_AUTHORS] = { STR_INIT("authors"), TEXT_LIST },
	[PACKAGE_METABUILD] = { STR_INIT("metabuild"), KEY_STRING | KEY_STRINGS },
	[PACKAGE_DEFAULT_TARGET] = { STR_INIT("default-target"), KEY_STRING },
	[PACKAGE_FORCED_TARGET] = { STR_INIT("forced-target"), KEY_STRING },
	[PACKAGE_EXCLUDE] = { STR_INIT("exclude"), TEXT_LIST },
	[PACKAGE_INCLUDE] = { STR_INIT("include"), TEXT_LIST },
	[PACKAGE_PUBLISH] = { STR_INIT("publish"), KEY_BOOL | TEXT_LIST },
	[PACKAGE_WORKSPACE] = { STR_INIT("workspace"), KEY_STRING },
	[PACKAGE_IM_A_TEAPOT] = { STR_INIT("im-a-teapot"), KEY_BOOL },
	[PACKAGE_DESCRIPTION] = { STR_INIT("description"), TEXT },
	[PACKAGE_HOMEPAGE] = { STR_INIT("homepage"), TEXT },
	[PACKAGE_DOCUMENTATION] = { STR_INIT("documentation"), TEXT },
	[PACKAGE_README] = { STR_INIT("readme"), KEY_BOOL | TEXT },
	[PACKAGE_KEYWORDS] = { STR_INIT("keywords"), TEXT_LIST },
	[PACKAGE_CATEGORIES] = { STR_INIT("categories"), TEXT_LIST },
	[PACKAGE_LICENSE] = { STR_INIT("license"), TEXT },
	[PACKAGE_LICENSE_FILE] = { STR_INIT("license-file"), TEXT },
	[PACKAGE_REPOSITORY] = { STR_INIT("repository"), TEXT },
	[PACKAGE_RESOLVER] = { STR_INIT("resolver"), KEY_STRING },
	[PACKAGE_METADATA] = { STR_INIT("metadata"), KEY_ANY },
	[PACKAGE_CARGO_FEATURES] = { STR_INIT("cargo-features"), KEY_ANY },
};
static const KeySet package_keys = { rows, COUNT_OF(rows) };

bool read_edition(const ManifestReader *r, const TomlEntry *e, Edition *out)
{
	const Str text = key_text(e);
	for (Edition i = EDITION_2015; i <= EDITION_2024; i++)
		if (str_eq(text, str_from(edition_names[i]))) {
			*out = i;
			return true;
		}
	uint64_t year;
	if (str_eq(text, STR("future")))
		return reader_unstable(r, e->value.at, "unstable-editions");
	if (str_to_u64(text, &year) && year > 2024 && year < 2050)
		diag_error(r->diag, e->value.at,
		           "this version of Cargo is older than the `" STR_FMT "` edition, "
		           "and only supports `2015`, `2018`, `2021`, and `2024` editions",
		           STR_ARG(text));
	else
		diag_error(r->diag, e->value.at,
		           "supported edition values are `2015`, `2018`, `2021`, or `2024`, but "
		           "`" STR_FMT "` is unknown",
		           STR_ARG(text));
	return diag_help(r->diag, "write `edition = \"2024\"`, or the one that the code is for");
}

bool read_version(const KeyReader *k, const TomlEntry *e, Version *out)
{
	const char *why;
	const Str text = str_trim(key_text(e));
	if (version_parse(text, out, &why))
		return true;
	diag_error(k->diag, e->value.at, "invalid version `" STR_FMT "`: %s", STR_ARG(text), why);
	diag_help(k->diag, "a version has three numbers: `1.2.3`, perhaps with a pre-release: "
	                   "`1.2.3-rc.1`");
	return false;
}

bool read_rust_version(const KeyReader *k, const TomlEntry *e, RustVersion *out)
{
	const Str text = key_text(e);
	const char *why;
	Version full;
	VersionReq req;
	const char *wrong = NULL;
	if (version_parse(text, &full, &why)) {
		*out = (RustVersion){ { full.major, full.minor, full.patch }, 3 };
		wrong = full.pre.len     ? "unexpected prerelease field"
		        : full.build.len ? "unexpected build field"
		                         : NULL;
	} else if (!version_req_parse(text, k->arena, &req, &why)) {
		wrong = str_find(text, '-') >= 0   ? "unexpected prerelease field"
		        : str_find(text, '+') >= 0 ? "unexpected build field"
		                                   : "invalid rust version";
	} else if (req.count != 1 || req.items[0].op != OP_CARET || text.ptr[0] == '^') {
		wrong = "unexpected version requirement";
	} else {
		const Comparator *c = &req.items[0];
		*out = (RustVersion){ { c->major, c->minor, c->patch },
			              (size_t)1 + c->has_minor + c->has_patch };
		wrong = c->pre.len ? "unexpected prerelease field" : NULL;
	}
	if (!wrong)
		return true;
	diag_error(k->diag, e->value.at, "%s, expected a version like \"1.32\"", wrong);
	return diag_help(k->diag,
	                 "write up to three numbers and nothing else: `rust-version = \"1.85\"`");
}

/* The first Rust that supports each edition: 1.MINOR. Any Rust supports 2015. */
static const uint64_t edition_minor[] = { 0, 31, 56, 85 };

static bool edition_works_with(Edition e, const RustVersion *v)
{
	return e == EDITION_2015 || (v->part[0] == 1 && v->part[1] >= edition_minor[e]);
}

static Str rust_version_text(const ManifestReader *r, const RustVersion *v)
{
	Str s = arena_printf(r->arena, "%llu", (unsigned long long)v->part[0]);
	for (size_t i = 1; i < v->count; i++)
		s = arena_printf(r->arena, STR_FMT ".%llu", STR_ARG(s),
		                 (unsigned long long)v->part[i]);
	return s;
}

/* Cargo suggests the newest edition that the package's Rust supports, unless it is 2015. */
static void warn_of_no_edition(const ManifestReader *r, const RustVersion *v)
{
	Edition newest = EDITION_2024;
	while (v && !edition_works_with(newest, v))
		newest--;
	if (newest == EDITION_2015)
		return;
	if (newest == EDITION_2024)
		reader_warn(r, r->package_at,
		            "no edition set: defaulting to the 2015 edition while the "
		            "latest is 2024");
	else
		reader_warn(r, r->package_at,
		            "no edition set: defaulting to the 2015 edition while %s is "
		            "compatible with `rust-version`",
		            edition_names[newest]);
}

static void read_editions(ManifestReader *r, Keys keys, const TomlTable *t)
{
	const TomlEntry *e = inherit_or_own(r, keys[PACKAGE_EDITION]);
	const TomlEntry *rust = inherit_or_own(r, keys[PACKAGE_RUST_VERSION]);
	RustVersion v = { 0 };
	const bool has_rust = rust && read_rust_version(&r->keys, rust, &v);
	if (has_rust) {
		r->m->rust_version = rust_version_text(r, &v);
		r->m->rust_version_at = rust->key_at;
	}
	if (!keys[PACKAGE_EDITION]) {
		if (!toml_entry(t, STR("edition")))
			warn_of_no_edition(r, has_rust ? &v : NULL);
		return;
	}
	if (!e || !read_edition(r, e, &r->m->edition))
		return;
	if (has_rust && !edition_works_with(r->m->edition, &v)) {
		diag_error(r->diag, rust->value.at,
		           "rust-version " STR_FMT
		           " is incompatible with the version (1.%llu.0) required by the specified "
		           "edition (%s)",
		           STR_ARG(r->m->rust_version),
		           (unsigned long long)edition_minor[r->m->edition],
		           edition_names[r->m->edition]);
		diag_note(r->diag, e->value.at, "the edition is specified here");
		diag_help(r->diag,
		          "raise it to `rust-version = \"1.%llu\"`, or use an earlier edition",
		          (unsigned long long)edition_minor[r->m->edition]);
	}
}

static void read_name(ManifestReader *r, Keys keys, const TomlTable *t)
{
	const TomlEntry *e = keys[PACKAGE_NAME];
	if (!e) {
		if (!toml_entry(t, STR("name")))
			diag_error(r->diag, r->package_at, "missing field `package.name`");
		diag_help(r->diag, "write `name = \"...\"` into it");
		r->m->name_at = r->package_at;
		return;
	}
	r->m->name = key_text(e);
	r->m->name_at = e->value.at;
	if (name_check_package(r->diag, r->m->name, e->value.at) && str_find(r->m->name, ':') >= 0)
		reader_unstable(r, e->value.at, "open-namespaces");
}

static void read_own_version(ManifestReader *r, Keys keys)
{
	r->m->version = (Version){ .text = STR("0.0.0") };
	r->m->version_at = key_at(keys[PACKAGE_VERSION], r->m->name_at);
	const TomlEntry *e = inherit_or_own(r, keys[PACKAGE_VERSION]);
	if (e)
		read_version(&r->keys, e, &r->m->version);
	const TomlEntry *publish = inherit_or_own(r, keys[PACKAGE_PUBLISH]);
	const bool published =
		publish && (publish->value.kind == TOML_BOOL ? publish->value.boolean
	                                                     : publish->value.array.count > 0);
	if (published && !keys[PACKAGE_VERSION]) {
		diag_error(r->diag, keys[PACKAGE_PUBLISH]->key_at,
		           "`package.publish` requires `package.version` be specified");
		diag_help(r->diag, "add `version = \"0.1.0\"`, or write `publish = false`");
	}
}

static Str text_of(ManifestReader *r, const TomlEntry *e)
{
	const Str s = key_text(inherit_or_own(r, e));
	return s.ptr ? s : STR("");
}

static StrList list_of(ManifestReader *r, const TomlEntry *e)
{
	return key_strings(r->arena, inherit_or_own(r, e));
}

static void read_info(ManifestReader *r, Keys keys)
{
	PackageInfo *info = &r->m->info;
	info->authors = list_of(r, keys[PACKAGE_AUTHORS]);
	info->description = text_of(r, keys[PACKAGE_DESCRIPTION]);
	info->homepage = text_of(r, keys[PACKAGE_HOMEPAGE]);
	info->repository = text_of(r, keys[PACKAGE_REPOSITORY]);
	info->license = text_of(r, keys[PACKAGE_LICENSE]);
	info->readme = inherit_readme(r, keys[PACKAGE_README]);
	info->license_file = text_of(r, keys[PACKAGE_LICENSE_FILE]);
	if (key_is_inherited(keys[PACKAGE_LICENSE_FILE]) && info->license_file.len)
		info->license_file = inherit_path(r, info->license_file);
	if (keys[PACKAGE_LICENSE] && keys[PACKAGE_LICENSE_FILE])
		reader_warn(r, keys[PACKAGE_LICENSE_FILE]->key_at,
		            "only one of `license` or `license-file` is necessary");
	/* These values are not used, but the values that they inherit must exist. */
	inherit_or_own(r, keys[PACKAGE_DOCUMENTATION]);
	inherit_or_own(r, keys[PACKAGE_KEYWORDS]);
	inherit_or_own(r, keys[PACKAGE_CATEGORIES]);
}

static void refuse_unstable(const ManifestReader *r, Keys keys)
{
	static const struct {
		int row;
		const char *feature;
	} unstable[] = {
		{ PACKAGE_METABUILD, "metabuild" },
		{ PACKAGE_DEFAULT_TARGET, "per-package-target" },
		{ PACKAGE_FORCED_TARGET, "per-package-target" },
		{ PACKAGE_IM_A_TEAPOT, "test-dummy-unstable" },
	};
	for (size_t i = 0; i < COUNT_OF(unstable); i++)
		if (keys[unstable[i].row])
			reader_unstable(r, keys[unstable[i].row]->key_at, unstable[i].feature);
	if (keys[PACKAGE_CARGO_FEATURES]) {
		diag_error(r->diag, keys[PACKAGE_CARGO_FEATURES]->key_at,
		           "the field `cargo-features` should be set at the top of Cargo.toml "
		           "before any tables");
		diag_help(r->diag, "move it above `[package]`");
	}
}

void read_package(ManifestReader *r, const TomlTable *t, const TomlEntry **keys)
{
	const KeyPath path = { NULL, STR("package") };
	keys_read(&r->keys, &package_keys, t, &path, keys);
	read_name(r, keys, t);
	read_editions(r, keys, t);
	read_own_version(r, keys);
	read_info(r, keys);
	refuse_unstable(r, keys);
	Manifest *m = r->m;
	m->include = list_of(r, keys[PACKAGE_INCLUDE]);
	m->exclude = list_of(r, keys[PACKAGE_EXCLUDE]);
	m->links = key_text(keys[PACKAGE_LINKS]);
	m->links_at = key_at(keys[PACKAGE_LINKS], NO_SPAN);
	m->workspace_pointer = key_text(keys[PACKAGE_WORKSPACE]);
	m->resolver = key_text(keys[PACKAGE_RESOLVER]);
	m->default_run = key_text(keys[PACKAGE_DEFAULT_RUN]);
}
