// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "resolver/manifest/parts.h"
#include "resolver/terms/names.h"
#include "resolver/terms/url.h"

enum {
	DEP_VERSION,
	DEP_REGISTRY,
	DEP_REGISTRY_INDEX,
	DEP_PATH,
	DEP_BASE,
	DEP_GIT,
	DEP_BRANCH,
	DEP_TAG,
	DEP_REV,
	DEP_FEATURES,
	DEP_OPTIONAL,
	DEP_DEFAULT_FEATURES,
	DEP_DEFAULT_FEATURES_OLD,
	DEP_PACKAGE,
	DEP_PUBLIC,
	DEP_ARTIFACT,
	DEP_LIB,
	DEP_TARGET,
	DEP_KEYS,
};

static const KeyRow dep_rows[] = {
	[DEP_VERSION] = { STR_INIT("version"), KEY_STRING },
	[DEP_REGISTRY] = { STR_INIT("registry"), KEY_STRING },
	[DEP_REGISTRY_INDEX] = { STR_INIT("registry-index"), KEY_STRING },
	[DEP_PATH] = { STR_INIT("path"), KEY_STRING },
	[DEP_BASE] = { STR_INIT("base"), KEY_STRING },
	[DEP_GIT] = { STR_INIT("git"), KEY_STRING },
	[DEP_BRANCH] = { STR_INIT("branch"), KEY_STRING },
	[DEP_TAG] = { STR_INIT("tag"), KEY_STRING },
	[DEP_REV] = { STR_INIT("rev"), KEY_STRING },
	[DEP_FEATURES] = { STR_INIT("features"), KEY_STRINGS },
	[DEP_OPTIONAL] = { STR_INIT("optional"), KEY_BOOL },
	[DEP_DEFAULT_FEATURES] = { STR_INIT("default-features"), KEY_BOOL },
	[DEP_DEFAULT_FEATURES_OLD] = { STR_INIT("default_features"), KEY_BOOL },
	[DEP_PACKAGE] = { STR_INIT("package"), KEY_STRING },
	[DEP_PUBLIC] = { STR_INIT("public"), KEY_BOOL },
	[DEP_ARTIFACT] = { STR_INIT("artifact"), KEY_STRING | KEY_STRINGS },
	[DEP_LIB] = { STR_INIT("lib"), KEY_BOOL },
	[DEP_TARGET] = { STR_INIT("target"), KEY_STRING },
};
static const KeySet dep_keys = { dep_rows, COUNT_OF(dep_rows) };

enum {
	LOCAL_WORKSPACE,
	LOCAL_FEATURES,
	LOCAL_OPTIONAL,
	LOCAL_PUBLIC,
	LOCAL_DEFAULT,
	LOCAL_DEFAULT_OLD,
	LOCAL_KEYS
};

static const KeyRow local_rows[] = {
	[LOCAL_WORKSPACE] = { STR_INIT("workspace"), KEY_BOOL },
	[LOCAL_FEATURES] = { STR_INIT("features"), KEY_STRINGS },
	[LOCAL_OPTIONAL] = { STR_INIT("optional"), KEY_BOOL },
	[LOCAL_PUBLIC] = { STR_INIT("public"), KEY_BOOL },
	[LOCAL_DEFAULT] = { STR_INIT("default-features"), KEY_BOOL },
	[LOCAL_DEFAULT_OLD] = { STR_INIT("default_features"), KEY_BOOL },
};
static const KeySet local_keys = { local_rows, COUNT_OF(local_rows) };

typedef struct Spec { /* a dependency as written, after inheritance */
	Str name;     /* the key in the table */
	Span at;
	const TomlValue *simple; /* the value of `name = "1.0"`; NULL for a table */
	const TomlEntry *keys[DEP_KEYS];
	Str path_base; /* the folder that `path` is relative to */
	StrList features, more_features;
	WorkspaceChoice default_features;
} Spec;

static Str dependency_owner(const ManifestReader *r, Str name)
{
	return arena_printf(r->arena, "`" STR_FMT "` dependency", STR_ARG(name));
}

/* Reads the value of a dependency that does not inherit. Returns false after an error. */
static bool read_own(const KeyReader *k, const TomlEntry *e, const KeyPath *path, Spec *s)
{
	const KeyPath here = { path, e->key };
	if (!name_check_package(k->diag, e->key, e->key_at))
		return false;
	if (e->value.kind == TOML_STRING) {
		s->simple = &e->value;
		return true;
	}
	if (e->value.kind != TOML_TABLE) {
		key_wrong_type(k, e,
		               "a version string like \"0.9.8\" or a detailed dependency "
		               "like { version = \"0.9.8\" }");
		if (e->value.kind == TOML_BOOL && e->value.boolean)
			diag_help(k->diag,
			          "if you meant to use a workspace member, you can write `" STR_FMT
			          ".workspace = true`",
			          STR_ARG(e->key));
		else if (e->value.kind == TOML_INTEGER || e->value.kind == TOML_FLOAT)
			diag_help(k->diag, "put it in quotes: `" STR_FMT " = \"%.*s\"`",
			          STR_ARG(e->key), (int)e->value.at.len,
			          e->value.at.src->text.ptr + e->value.at.start);
		return false;
	}
	const unsigned before = k->diag->errors;
	keys_read(k, &dep_keys, e->value.table, &here, s->keys);
	const TomlEntry *package = s->keys[DEP_PACKAGE], *registry = s->keys[DEP_REGISTRY];
	if (package)
		name_check_package(k->diag, key_text(package), package->value.at);
	if (registry)
		name_check_registry(k->diag, key_text(registry), registry->value.at);
	s->features = key_strings(k->arena, s->keys[DEP_FEATURES]);
	return k->diag->errors == before;
}

void check_workspace_dependency(const KeyReader *k, const TomlEntry *e, const KeyPath *path)
{
	Spec s = { .name = e->key };
	if (!read_own(k, e, path, &s))
		return;
	static const struct {
		int row;
		const char *what;
	} local[] = { { DEP_OPTIONAL, "optional" }, { DEP_PUBLIC, "public" } };
	for (size_t i = 0; i < COUNT_OF(local); i++) {
		const TomlEntry *given = s.keys[local[i].row];
		if (!given || !key_flag(given, false))
			continue;
		diag_error(k->diag, given->key_at,
		           STR_FMT " is %s, but workspace dependencies cannot be %s",
		           STR_ARG(e->key), local[i].what, local[i].what);
		diag_help(k->diag,
		          "write it where the dependency is inherited: `" STR_FMT
		          " = { workspace = true, %s = true }`",
		          STR_ARG(e->key), local[i].what);
	}
}

/*
 * A member cannot turn off default features that the workspace leaves on. Up to edition 2021 this
 * is ignored; later it is an error.
 */
static bool merge_default_features(ManifestReader *r, Spec *s, const TomlEntry *local)
{
	const WorkspaceChoice here = key_choice(local), there = s->default_features;
	const bool may_override = cargo_has(r->c->cargo, CARGO_OWN_DEFAULT_FEATURES);
	if (here == UNSET || here == there)
		return true;
	if (here == YES || (may_override && r->m->edition >= EDITION_2024)) {
		s->default_features = here;
		return true;
	}
	if (r->m->edition < EDITION_2024) {
		reader_warn(r, local->key_at,
		            "`default-features` is ignored for " STR_FMT
		            ", since `default-features` "
		            "was %s for `workspace.dependencies." STR_FMT "`, this could become a "
		            "hard error in the future",
		            STR_ARG(s->name), there == YES ? "true" : "not specified",
		            STR_ARG(s->name));
		return true;
	}
	diag_error(r->diag, local->key_at,
	           "error inheriting `" STR_FMT "` from workspace root manifest's "
	           "`workspace.dependencies." STR_FMT "`: `default-features = false` cannot "
	           "override workspace's `default-features`",
	           STR_ARG(s->name), STR_ARG(s->name));
	diag_help(r->diag, "put `default-features = false` into the workspace's entry, and "
	                   "`default-features = true` where they are wanted");
	return false;
}

static bool check_default_spelling(ManifestReader *r, Spec *s)
{
	const unsigned before = r->diag->errors;
	const TomlEntry *e =
		reader_spelling(r, s->keys[DEP_DEFAULT_FEATURES], s->keys[DEP_DEFAULT_FEATURES_OLD],
	                        s->keys[DEP_DEFAULT_FEATURES_OLD] ? dependency_owner(r, s->name)
	                                                          : STR(""));
	s->default_features = key_choice(e);
	return r->diag->errors == before;
}

/* Reads the keys of `name = { workspace = true, ... }` in the member. */
static bool read_local(ManifestReader *r, const TomlEntry *e, const KeyPath *path,
                       const TomlEntry **local)
{
	const KeyPath here = { path, e->key };
	const unsigned before = r->diag->errors;
	keys_read(&r->keys, &local_keys, e->value.table, &here, local);
	if (r->diag->errors != before || !name_check_package(r->diag, e->key, e->key_at))
		return false;
	if (!key_flag(local[LOCAL_WORKSPACE], true))
		return diag_error(r->diag, local[LOCAL_WORKSPACE]->value.at,
		                  "`workspace` cannot be false") ||
		       diag_help(r->diag, "leave it out, and write the dependency itself here");
	return true;
}

static bool read_inherited(ManifestReader *r, const TomlEntry *e, const KeyPath *path, Spec *s)
{
	const TomlEntry *local[LOCAL_KEYS];
	if (!read_local(r, e, path, local))
		return false;
	const TomlEntry *from = inherit_dependency(r, e);
	const KeyReader quiet = { r->arena, r->diag, false };
	if (!from || !read_own(&quiet, from, NULL, s) || !check_default_spelling(r, s))
		return false;
	s->path_base = r->root_folder;
	s->more_features = key_strings(r->arena, local[LOCAL_FEATURES]);
	s->keys[DEP_OPTIONAL] = local[LOCAL_OPTIONAL];
	s->keys[DEP_PUBLIC] = local[LOCAL_PUBLIC];
	return merge_default_features(r, s,
	                              local[LOCAL_DEFAULT] ? local[LOCAL_DEFAULT]
	                                                   : local[LOCAL_DEFAULT_OLD]);
}

static bool refuse_ambiguous(const ManifestReader *r, const Spec *s, int row, const char *allowed)
{
	return diag_error(r->diag, s->keys[row]->key_at,
	                  "dependency (" STR_FMT ") specification is ambiguous. Only one of %s is "
	                  "allowed",
	                  STR_ARG(s->name), allowed) ||
	       diag_help(r->diag, "keep one of them");
}

static const struct {
	int row;
	GitRefKind kind;
} git_refs[] = { { DEP_BRANCH, GIT_BRANCH }, { DEP_TAG, GIT_TAG }, { DEP_REV, GIT_REV } };

static bool check_url(const ManifestReader *r, const TomlEntry *e, Url *url)
{
	const char *why;
	const Str text = key_text(e);
	if (url_parse(r->arena, text, url, &why))
		return true;
	diag_error(r->diag, e->value.at, "invalid url `" STR_FMT "`: %s", STR_ARG(text), why);
	const ptrdiff_t at = str_find(text, '@'), colon = str_find(text, ':');
	if (at >= 0 && colon > at)
		diag_help(r->diag, "write it as a URL: `ssh://" STR_FMT "/" STR_FMT "`",
		          STR_ARG(str_sub(text, 0, (size_t)colon)),
		          STR_ARG(str_sub(text, (size_t)colon + 1, text.len)));
	else
		diag_help(r->diag, "write the whole address, `https://...`; a folder beside this "
		                   "package is `path = \"...\"`");
	return false;
}

/*
 * Cargo fetches from such a repository. But `cargo publish` removes `git`, so no crate that it
 * published has one.
 */
static bool refuse_own_repository(const ManifestReader *r, const TomlEntry *git)
{
	diag_error(r->diag, git->value.at,
	           "a published package depends on a git repository of this machine");
	return diag_help(r->diag, "do not use it: a published package must not read your files");
}

static bool git_source(const ManifestReader *r, const Spec *s, const SourceId **out)
{
	GitRefKind kind = GIT_DEFAULT;
	Str ref = STR("");
	for (size_t i = 0; i < COUNT_OF(git_refs); i++) {
		const TomlEntry *e = s->keys[git_refs[i].row];
		if (e && kind != GIT_DEFAULT)
			return refuse_ambiguous(r, s, git_refs[i].row, "`branch`, `tag` or `rev`");
		if (e) {
			kind = git_refs[i].kind;
			ref = key_text(e);
		}
	}
	const TomlEntry *git = s->keys[DEP_GIT];
	Url url;
	if (!check_url(r, git, &url))
		return false;
	if (reader_is_published(r) && str_eq(url.scheme, STR("file")))
		return refuse_own_repository(r, git);
	if (url.fragment.ptr)
		reader_warn(r, git->value.at,
		            "URL fragment `#" STR_FMT
		            "` in git URL is ignored for dependency (" STR_FMT
		            "). If you were trying to specify a specific git revision, use `rev = "
		            "\"" STR_FMT "\"` in the dependency declaration",
		            STR_ARG(url.fragment), STR_ARG(s->name), STR_ARG(url.fragment));
	*out = source_keep(r->arena, source_git(r->arena, key_text(git), kind, ref, STR("")));
	return true;
}

static bool refuse_git_keys(const ManifestReader *r, const Spec *s)
{
	bool ok = true;
	for (size_t i = 0; i < COUNT_OF(git_refs); i++) {
		const TomlEntry *e = s->keys[git_refs[i].row];
		if (!e)
			continue;
		ok = diag_error(r->diag, e->key_at,
		                "key `" STR_FMT "` is ignored for dependency (" STR_FMT ")",
		                STR_ARG(e->key), STR_ARG(s->name));
		diag_help(r->diag, "it needs `git = \"URL\"`");
	}
	return ok;
}

static bool named_registry(const ManifestReader *r, const TomlEntry *e, const SourceId **out)
{
	const Str name = key_text(e);
	if (str_eq(name, STR("crates-io"))) {
		*out = &source_crates_io;
		return true;
	}
	if (!r->c->registry) {
		diag_error(r->diag, e->value.at, "registry `" STR_FMT "` is not configured",
		           STR_ARG(name));
		return diag_help(r->diag,
		                 "add `[registries.%.*s]` with `index = \"sparse+https://...\"` to "
		                 "`.cargo/config.toml`",
		                 STR_ARG(name));
	}
	return r->c->registry(r->c->ctx, name, e->value.at, out);
}

/*
 * Finds the named registry, or crates.io. Next to `path` or `git` it only matters for publishing,
 * but it must exist.
 */
static bool registry_source(const ManifestReader *r, const Spec *s, const SourceId **out)
{
	const TomlEntry *name = s->keys[DEP_REGISTRY], *index = s->keys[DEP_REGISTRY_INDEX];
	*out = &source_crates_io;
	Url url;
	if (name)
		return named_registry(r, name, out);
	if (!index)
		return true;
	if (!check_url(r, index, &url))
		return false;
	*out = source_keep(r->arena, source_registry(r->arena, key_text(index)));
	return true;
}

static bool is_local(const ManifestReader *r)
{
	return !r->c->source || r->c->source->kind == SOURCE_PATH;
}

static Str path_folder(const ManifestReader *r, const Spec *s)
{
	return path_normalise(r->arena,
	                      path_join(r->arena, s->path_base, key_text(s->keys[DEP_PATH])));
}

/* A path in a package that is not local means the source of that package. */
static const SourceId *path_source(const ManifestReader *r, const Spec *s)
{
	if (r->c->published)
		return &source_crates_io;
	return is_local(r) ? source_keep(r->arena, source_path(path_folder(r, s))) : r->c->source;
}

static bool find_source(const ManifestReader *r, const Spec *s, const SourceId **out)
{
	const TomlEntry *const *keys = s->keys;
	const int registry = keys[DEP_REGISTRY] ? DEP_REGISTRY : DEP_REGISTRY_INDEX;
	if (keys[DEP_GIT] && keys[registry] && !cargo_has(r->c->cargo, CARGO_GIT_AND_REGISTRY))
		return refuse_ambiguous(r, s, registry, "`git` or `registry`");
	if (keys[DEP_GIT] && keys[DEP_PATH])
		return refuse_ambiguous(r, s, DEP_PATH, "`git` or `path`");
	if (keys[DEP_REGISTRY] && keys[DEP_REGISTRY_INDEX])
		return refuse_ambiguous(r, s, DEP_REGISTRY_INDEX, "`registry` or `registry-index`");
	if (!keys[DEP_GIT] && !refuse_git_keys(r, s))
		return false;
	if (!registry_source(r, s, out))
		return false;
	if (keys[DEP_GIT])
		return git_source(r, s, out);
	if (keys[DEP_PATH])
		*out = path_source(r, s);
	return true;
}

static bool check_feature_names(const ManifestReader *r, const Spec *s, const StrList *list)
{
	bool ok = true;
	const Span at = key_at(s->keys[DEP_FEATURES], s->at);
	for (size_t i = 0; i < list->count; i++) {
		const Str f = list->items[i];
		if (str_find(f, '/') >= 0) {
			ok = diag_error(r->diag, at,
			                "feature `" STR_FMT "` in dependency `" STR_FMT
			                "` is not allowed to contain slashes",
			                STR_ARG(f), STR_ARG(s->name));
			diag_help(r->diag, "if you want to enable features of a transitive "
			                   "dependency, the direct dependency needs to re-export "
			                   "those features from the `[features]` table");
		} else if (str_starts_with(f, STR("dep:"))) {
			ok = diag_error(r->diag, at,
			                "feature `" STR_FMT "` in dependency `" STR_FMT
			                "` is not allowed to use explicit `dep:` syntax",
			                STR_ARG(f), STR_ARG(s->name));
			diag_help(r->diag,
			          "specify the name of the optional dependency without the "
			          "`dep:` prefix, or a feature that enables it");
		}
	}
	return ok;
}

static StrList all_features(const ManifestReader *r, const Spec *s)
{
	if (!s->more_features.count)
		return s->features;
	const size_t count = s->features.count + s->more_features.count;
	Str *items = arena_array(r->arena, Str, count);
	if (s->features.count)
		memcpy(items, s->features.items, s->features.count * sizeof(Str));
	memcpy(items + s->features.count, s->more_features.items,
	       s->more_features.count * sizeof(Str));
	return (StrList){ items, count };
}

static bool read_requirement(const ManifestReader *r, const Spec *s, VersionReq *out)
{
	const TomlEntry *e = s->keys[DEP_VERSION];
	const TomlValue *v = s->simple ? s->simple : e ? &e->value : NULL;
	const char *why;
	*out = (VersionReq){ .any = true, .text = STR("") };
	if (!v)
		return true;
	if (!version_req_parse(v->text, r->arena, out, &why))
		return diag_error(r->diag, v->at,
		                  "failed to parse the version requirement `" STR_FMT
		                  "` for dependency `" STR_FMT "`: %s",
		                  STR_ARG(v->text), STR_ARG(s->name), why) ||
		       diag_help(r->diag,
		                 "requirements look like `1.2`, `~1.2.3`, `>=1.2, <3` or `*`");
	if (str_find(v->text, '+') >= 0)
		reader_warn(r, v->at,
		            "version requirement `" STR_FMT "` for dependency `" STR_FMT
		            "` includes semver metadata which will be ignored, removing the "
		            "metadata is recommended to avoid confusion",
		            STR_ARG(v->text), STR_ARG(s->name));
	return true;
}

static bool refuse_unstable(const ManifestReader *r, const Spec *s)
{
	const TomlEntry *const *keys = s->keys;
	if (keys[DEP_BASE])
		return reader_unstable(r, keys[DEP_BASE]->key_at, "path-bases");
	if (keys[DEP_ARTIFACT])
		return diag_error(r->diag, keys[DEP_ARTIFACT]->key_at,
		                  "`artifact = …` requires `-Z bindeps` (" STR_FMT ")",
		                  STR_ARG(s->name)) ||
		       diag_help(r->diag, "leave the key out: dependencies on programs are not "
		                          "stable in Cargo");
	for (int i = DEP_LIB; i <= DEP_TARGET; i++)
		if (keys[i]) {
			diag_error(r->diag, keys[i]->key_at,
			           "'" STR_FMT
			           "' specifier cannot be used without an 'artifact = …' "
			           "value (" STR_FMT ")",
			           STR_ARG(keys[i]->key), STR_ARG(s->name));
			return diag_help(
				r->diag,
				"remove it: artifacts of dependencies are not stable in Cargo");
		}
	return true;
}

static bool make_dependency(const ManifestReader *r, const Spec *s, Dependency *out)
{
	const TomlEntry *const *keys = s->keys;
	if (!s->simple && !keys[DEP_VERSION] && !keys[DEP_PATH] && !keys[DEP_GIT]) {
		diag_error(r->diag, s->at,
		           "dependency (" STR_FMT ") specified without providing a "
		           "local path, Git repository, version, or workspace dependency to use",
		           STR_ARG(s->name));
		diag_help(r->diag, "for any version write `" STR_FMT " = \"*\"`", STR_ARG(s->name));
		return false;
	}
	const Str package = key_text(keys[DEP_PACKAGE]);
	*out = (Dependency){
		.key = s->name,
		.package = package.ptr ? package : s->name,
		.renamed = package.ptr != NULL,
		.optional = key_flag(keys[DEP_OPTIONAL], false),
		.source = &source_crates_io,
		.default_features = s->default_features != NO,
		.public = r->c->unstable && key_flag(keys[DEP_PUBLIC], false),
		.features = all_features(r, s),
		.at = s->at,
	};
	if (keys[DEP_PATH] && !is_local(r))
		out->folder = path_folder(r, s);
	bool ok = refuse_unstable(r, s);
	ok &= find_source(r, s, &out->source);
	ok &= read_requirement(r, s, &out->req);
	return check_feature_names(r, s, &out->features) && ok;
}

static bool finish_dependency(ManifestReader *r, const Spec *s, Dependency *out)
{
	const TomlEntry *public = s->keys[DEP_PUBLIC];
	if (public && !r->c->unstable)
		reader_warn(r, public->key_at,
		            "ignoring `public` on dependency " STR_FMT
		            ", pass `-Zpublic-dependency` to enable support for it",
		            STR_ARG(s->name));
	return make_dependency(r, s, out);
}

bool read_plain_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path,
                           Dependency *out)
{
	Spec s = { .name = e->key, .at = e->key_at, .path_base = r->m->folder };
	if (!read_own(&r->keys, e, path, &s))
		return false;
	const TomlEntry *old = s.keys[DEP_DEFAULT_FEATURES_OLD];
	s.default_features =
		key_choice(s.keys[DEP_DEFAULT_FEATURES] ? s.keys[DEP_DEFAULT_FEATURES] : old);
	return finish_dependency(r, &s, out);
}

/* Cargo treats `workspace` with a value of another type as an unknown key. */
static bool is_inherited(const TomlEntry *e)
{
	const TomlValue *w = toml_get(key_table(e), STR("workspace"));
	return w && w->kind == TOML_BOOL;
}

void check_redundant_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path)
{
	Spec s = { .name = e->key, .at = e->key_at };
	const TomlEntry *local[LOCAL_KEYS];
	if (is_inherited(e))
		read_local(r, e, path, local);
	else
		read_own(&r->keys, e, path, &s);
}

bool read_dependency(ManifestReader *r, const TomlEntry *e, const KeyPath *path, Dependency *out)
{
	Spec s = { .name = e->key, .at = e->key_at, .path_base = r->m->folder };
	if (is_inherited(e)) {
		if (!read_inherited(r, e, path, &s))
			return false;
	} else if (!read_own(&r->keys, e, path, &s) || !check_default_spelling(r, &s)) {
		return false;
	}
	return finish_dependency(r, &s, out);
}
