// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/files/glob.h"
#include "base/text/path.h"
#include "base/text/secret.h"
#include "resolver/config/config_internal.h"

#include <pwd.h>
#include <unistd.h>

enum { INCLUDES_MAX = 64 }; /* the most files in ConfigLoader.seen */

/* Reports values of types that Cargo's configuration does not have: floats and times. */
static bool kinds_allowed(Diag *diag, const TomlValue *v)
{
	bool good = true;
	if (v->kind == TOML_ARRAY)
		for (size_t i = 0; i < v->array.count; i++)
			good &= kinds_allowed(diag, &v->array.items[i]);
	else if (v->kind == TOML_TABLE)
		for (size_t i = 0; i < v->table->count; i++)
			good &= kinds_allowed(diag, &v->table->entries[i].value);
	else if (v->kind >= TOML_FLOAT && v->kind != TOML_BOOL) {
		diag_error(diag, v->at, "configuration values cannot be %s",
		           toml_kind_name(v->kind));
		good = diag_help(diag, "write it as a string");
	}
	return good;
}

const TomlTable *config_parse(ConfigLoader *l, const Source *src, Str base)
{
	Source *own = arena_new(l->arena, Source);
	*own = (Source){ .path = src->path,
		         .text = src->text,
		         .discreet = secret_may_be_in(src->text) };
	*vec_push(l->arena, &l->origins, ConfigOrigin) = (ConfigOrigin){ own, l->layer, base };
	const TomlTable *t = toml_parse(own, l->arena, l->diag);
	bool good = t != NULL;
	for (size_t i = 0; t && i < t->count; i++)
		good &= kinds_allowed(l->diag, &t->entries[i].value);
	return good ? t : NULL;
}

/* Returns the parent folder as Rust does: ignores `.` and double slashes, but keeps `..`. */
static Str folder_of(Arena *a, Str path)
{
	Str plain = STR("");
	for (Str part; str_next(&path, '/', &part);)
		if (part.len && !str_eq(part, STR(".")))
			plain = arena_printf(a, STR_FMT "/" STR_FMT, STR_ARG(plain), STR_ARG(part));
	const Str parent = path_parent(plain);
	return parent.len ? parent : STR("/");
}

static bool seen_before(ConfigLoader *l, Str path, Span at)
{
	for (size_t i = 0; i < l->seen.count; i++)
		if (str_eq(l->seen.items[i], path)) {
			diag_error(l->diag, at, "configuration file `" STR_FMT "` is read twice",
			           STR_ARG(path));
			diag_help(l->diag, "remove the `include` or `--config` that leads back "
			                   "to it");
			return true;
		}
	if (l->seen.count < INCLUDES_MAX) {
		*vec_push(l->arena, &l->seen, Str) = path;
		return false;
	}
	diag_error(l->diag, at, "more than %d configuration files are included", INCLUDES_MAX);
	diag_help(l->diag, "include fewer; a file that includes itself is one cause");
	return true;
}

TomlTable *config_read_file(ConfigLoader *l, Str path, Span at)
{
	if (seen_before(l, path, at))
		return NULL;
	const Source *src = fs_read_source(arena_cstr(l->arena, path), NULL, l->arena, l->diag);
	if (!src) {
		if (at.src)
			diag_note(l->diag, at,
			          "it is included here; `optional = true` would allow "
			          "it to be missing");
		return NULL;
	}
	const Str folder = folder_of(l->arena, path);
	const TomlTable *t = config_parse(l, src, folder_of(l->arena, folder));
	return t ? config_with_includes(l, t, folder) : NULL;
}

typedef struct Include {
	Str path;
	bool optional;
	Span at;
} Include;

static bool include_table(ConfigLoader *l, const TomlValue *v, Include *out)
{
	const TomlValue *path = toml_get(v->table, STR("path"));
	const TomlValue *optional = toml_get(v->table, STR("optional"));
	if (!path) {
		diag_error(l->diag, v->at, "missing `path` of a file to include");
		return diag_help(l->diag, "write `{ path = \"FILE.toml\" }`");
	}
	if (path->kind != TOML_STRING) {
		diag_error(l->diag, path->at, "`path` is %s, not a string",
		           toml_kind_name(path->kind));
		return diag_help(l->diag, "write `path = \"FILE.toml\"`");
	}
	if (optional && optional->kind != TOML_BOOL) {
		diag_error(l->diag, optional->at, "`optional` is %s, not true or false",
		           toml_kind_name(optional->kind));
		return diag_help(l->diag, "without quotes: `optional = true`");
	}
	*out = (Include){ path->text, optional && optional->boolean, path->at };
	return true;
}

static bool read_include(ConfigLoader *l, const TomlValue *v, Include *out)
{
	if (v->kind == TOML_TABLE && !include_table(l, v, out))
		return false;
	if (v->kind == TOML_STRING)
		*out = (Include){ v->text, false, v->at };
	else if (v->kind != TOML_TABLE) {
		diag_error(l->diag, v->at, "a file to include is %s, not a string or table",
		           toml_kind_name(v->kind));
		return diag_help(l->diag, "write `include = [\"FILE.toml\"]`");
	}
	const Str name = path_name(out->path);
	if (!str_ends_with(name, STR(".toml")) || name.len == STR(".toml").len) {
		diag_error(l->diag, out->at,
		           "a path to include must end in `.toml`, not `" STR_FMT "`",
		           STR_ARG(out->path));
		return diag_help(l->diag, "rename the file, or give its whole name");
	}
	if (glob_is_pattern(out->path) || str_find(out->path, '{') >= 0 ||
	    str_find(out->path, '}') >= 0) {
		diag_error(l->diag, out->at,
		           "a path to include cannot have glob characters or braces");
		return diag_help(l->diag, "name each file by itself");
	}
	return true;
}

static bool merge_include(ConfigLoader *l, TomlTable *into, const Include *inc, Str folder)
{
	const Str path = path_normalise(l->arena, path_join(l->arena, folder, inc->path));
	if (inc->optional && fs_kind(arena_cstr(l->arena, path)) == FILE_ABSENT)
		return true;
	const TomlTable *t = config_read_file(l, path, inc->at);
	return t && config_merge(l->arena, l->diag, into, t, MERGE_FORCE);
}

static bool merge_includes(ConfigLoader *l, TomlTable *into, const TomlValue *list, Str folder)
{
	if (list->kind != TOML_ARRAY) {
		diag_error(l->diag, list->at, "`include` is %s, not a list of files",
		           toml_kind_name(list->kind));
		diag_help(l->diag, "write it in brackets: `include = [\"other.toml\"]`");
		return false;
	}
	for (size_t i = 0; i < list->array.count; i++) {
		Include inc = { 0 };
		if (!read_include(l, &list->array.items[i], &inc) ||
		    !merge_include(l, into, &inc, folder))
			return false;
	}
	return true;
}

TomlTable *config_with_includes(ConfigLoader *l, const TomlTable *t, Str folder)
{
	TomlTable *merged = toml_make_table(l->arena, t->at);
	TomlTable *own = toml_make_table(l->arena, t->at);
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		if (!str_eq(e->key, STR("include"))) {
			toml_add(l->arena, own, e->key, e->key_at)->value = e->value;
			continue;
		}
		l->has_includes = true;
		if (!merge_includes(l, merged, &e->value, folder))
			return NULL;
	}
	return config_merge(l->arena, l->diag, merged, own, MERGE_FORCE) ? merged : NULL;
}

/*
 * Returns the configuration file of a folder, or an empty text. The old name `config` takes
 * precedence.
 */
static Str file_in(const ConfigLoader *l, Str folder)
{
	struct stat old, new;
	const char *plain = arena_cstr(l->arena, path_join(l->arena, folder, STR("config")));
	const char *toml = arena_cstr(l->arena, path_join(l->arena, folder, STR("config.toml")));
	const bool has_new = stat(toml, &new) == 0;
	if (stat(plain, &old) != 0)
		return has_new ? str_from(toml) : STR("");
	if (!has_new) {
		diag_warning(l->diag, NO_SPAN, "`%s` is deprecated in favor of `config.toml`",
		             plain);
	} else if (old.st_ino != new.st_ino || old.st_dev != new.st_dev) {
		diag_warning(l->diag, NO_SPAN, "both `%s` and `%s` exist. Using `%s`", plain, toml,
		             plain);
	}
	return str_from(plain);
}

/* Resolves links; returns `path` if it does not exist. */
static Str real_path(Arena *a, Str path)
{
	const Str real = fs_real_path(a, path);
	return real.len ? real : path;
}

static bool add_folder(ConfigLoader *l, TomlTable *merged, Str folder)
{
	const Str path = file_in(l, folder);
	l->seen.count = 0;
	if (!path.len)
		return true;
	const TomlTable *t = config_read_file(l, path, NO_SPAN);
	return t && config_merge(l->arena, l->diag, merged, t, MERGE_KEEP);
}

/* The nearest file takes precedence: files in the folders above only add values. */
static bool add_hierarchy(ConfigLoader *l, TomlTable *merged, Str home)
{
	bool home_seen = false;
	const Str real_home = real_path(l->arena, home);
	for (Str dir = l->cwd;; dir = path_parent(dir)) {
		const Str folder = path_join(l->arena, dir, STR(".cargo"));
		if (!add_folder(l, merged, folder))
			return false;
		home_seen = home_seen || str_eq(real_path(l->arena, folder), real_home);
		if (dir.len <= 1)
			break;
	}
	return home_seen || add_folder(l, merged, home);
}

/* Finds CARGO_HOME, or else `.cargo` in the home folder of the user. */
static bool find_home(const ConfigLoader *l, char *const *env, Str *out)
{
	Str home = env_get(env, "CARGO_HOME");
	if (!home.len) {
		Str user = env_get(env, "HOME");
		const struct passwd *entry = user.ptr ? NULL : getpwuid(getuid());
		if (entry)
			user = str_from(entry->pw_dir);
		if (!user.ptr) {
			diag_error(l->diag, NO_SPAN, "cannot find your home directory");
			diag_help(l->diag, "set HOME, or CARGO_HOME to Cargo's folder");
			return false;
		}
		home = path_join(l->arena, user, STR(".cargo"));
	}
	*out = path_join(l->arena, l->cwd, home);
	return true;
}

const Config *config_load(Arena *a, Diag *diag, const ConfigSources *from)
{
	ConfigLoader l = { .arena = a, .diag = diag, .cwd = from->cwd };
	TomlTable *merged = toml_make_table(a, NO_SPAN);
	Str home;
	if (!find_home(&l, from->env, &home) || !add_hierarchy(&l, merged, home))
		return NULL;
	const TomlTable *flags = from->flags ? config_flags(&l, from->flags) : NULL;
	if (from->flags && (!flags || !config_merge(a, diag, merged, flags, MERGE_FORCE)))
		return NULL;
	Config *c = arena_new(a, Config);
	*c = (Config){
		.arena = a,
		.diag = diag,
		.cwd = from->cwd,
		.cargo_home = home,
		.merged = merged,
		.env = from->env,
		.origins = l.origins.items,
		.origin_count = l.origins.count,
		.has_includes = l.has_includes,
	};
	return c;
}
