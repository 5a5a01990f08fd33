// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/registry/credentials_internal.h"

/* --- the registry's name --- */

static bool is_index(const Config *c, const Registry *r, Str url)
{
	const SourceId s = source_registry(c->arena, str_trim(url));
	return source_eq(&s, &r->source);
}

/* Finds names in variables CARGO_REGISTRIES_X_INDEX, which override the files. The name becomes
 * lower case. */
static void names_in_environment(const Config *c, const Registry *r, StrVec *out)
{
	static const Str begin = STR_INIT("CARGO_REGISTRIES_"), end = STR_INIT("_INDEX");
	for (char *const *e = c->env; e && *e; e++) {
		Str key, url;
		str_cut(str_from(*e), '=', &key, &url);
		if (!str_starts_with(key, begin) || !str_ends_with(key, end) ||
		    key.len <= begin.len + end.len || !is_index(c, r, url))
			continue;
		*vec_push(c->arena, out, Str) =
			arena_lower(c->arena, str_sub(key, begin.len, key.len - end.len));
	}
}

static void names_in_files(const Config *c, const Registry *r, StrVec *out)
{
	const TomlTable *all = config_table(c, "registries");
	for (size_t i = 0; all && i < all->count; i++) {
		const TomlValue *v = &all->entries[i].value;
		const TomlValue *url =
			v->kind == TOML_TABLE ? toml_get(v->table, STR("index")) : NULL;
		if (url && url->kind == TOML_STRING && is_index(c, r, url->text))
			*vec_push(c->arena, out, Str) = all->entries[i].key;
	}
}

bool credential_place(const Config *c, const Registry *r, CredentialPlace *out)
{
	StrVec names = { 0 };
	*out = (CredentialPlace){ .registry = r };
	if (source_is_crates_io(&r->source)) {
		out->name = STR("crates-io");
		out->key = STR("registry");
		return true;
	}
	names_in_environment(c, r, &names);
	if (!names.count)
		names_in_files(c, r, &names);
	if (names.count > 1) {
		diag_error(c->diag, NO_SPAN,
		           "more than one registry has the index `" STR_FMT "`: `" STR_FMT
		           "` and `" STR_FMT "`",
		           STR_ARG(r->shown), STR_ARG(names.items[0]), STR_ARG(names.items[1]));
		return diag_help(c->diag, "remove one of them from `.cargo/config.toml`");
	}
	if (names.count) {
		out->name = names.items[0];
		out->key = arena_printf(c->arena, "registries." STR_FMT, STR_ARG(out->name));
	}
	return true;
}

/* --- tokens in the configuration and the credentials file --- */

/* Returns the table of a registry in a file of configuration or credentials. */
static const TomlTable *table_of(const TomlTable *top, const CredentialPlace *at)
{
	if (str_eq(at->key, STR("registry")))
		return toml_get_table(top, STR("registry"));
	return toml_get_table(toml_get_table(top, STR("registries")), at->name);
}

static bool wrong_kind(const Config *c, const CredentialPlace *at)
{
	diag_error(c->diag, NO_SPAN, "the token of registry `" STR_FMT "` is not a string",
	           STR_ARG(at->name));
	return diag_help(c->diag, "write `token = \"...\"`");
}

static Str credentials_path(const Config *c, Arena *a)
{
	const Str old = path_join(a, c->cargo_home, STR("credentials"));
	if (fs_kind(arena_cstr(a, old)) == FILE_REGULAR)
		return old;
	return path_join(a, c->cargo_home, STR("credentials.toml"));
}

/* Reads the file that `cargo login` writes. No message shows its lines. */
static bool in_credentials(const Config *c, const CredentialPlace *at, Secrets *keep, Str *token)
{
	scoped_arena scratch = { 0 };
	Diag silent = { 0 };
	const char *path = arena_cstr(&scratch, credentials_path(c, &scratch));
	if (fs_kind(path) == FILE_ABSENT)
		return true;
	const Source *src = fs_read_source(path, NULL, &scratch, c->diag);
	if (!src)
		return false;
	const TomlTable *top = toml_parse(src, &scratch, &silent);
	const TomlValue *v = top ? toml_get(table_of(top, at), STR("token")) : NULL;
	if (top && !v && str_eq(at->key, STR("registry"))) /* the place in old versions of Cargo */
		v = toml_get(top, STR("token"));
	const bool is_text = v && v->kind == TOML_STRING;
	if (is_text) {
		*token = secret_keep(keep, v->text);
		secret_wipe(v->text);
	}
	secret_wipe(src->text);
	if (top)
		return !v || is_text || wrong_kind(c, at);
	diag_error(c->diag, NO_SPAN, "`%s` is not valid TOML", path);
	diag_help(c->diag, "`cargo login` writes that file");
	return false;
}

bool credential_written(const Config *c, const CredentialPlace *at, Secrets *keep, Str *token)
{
	Str text = { 0 };
	*token = (Str){ 0 };
	if (!at->key.len)
		return true;
	const TomlValue *v = toml_get(table_of(c->merged, at), STR("token"));
	if (v && v->kind != TOML_STRING) /* checked here: other messages would show it */
		return wrong_kind(c, at);
	const char *key = arena_printf(c->arena, STR_FMT ".token", STR_ARG(at->key)).ptr;
	if (!config_string(c, key, &text, NULL))
		return false;
	const bool from_environment = text.ptr && (!v || text.ptr != v->text.ptr);
	if (!from_environment && !in_credentials(c, at, keep, token))
		return false;
	if (!token->ptr && text.ptr)
		*token = secret_keep(keep, text);
	return true;
}

/* --- providers --- */

static bool is_built_in(Str name)
{
	static const char *const names[] = {
		"cargo:token",   "cargo:paseto",         "cargo:token-from-stdout",
		"cargo:wincred", "cargo:macos-keychain", "cargo:libsecret"
	};
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	return false;
}

/* Replaces a name without arguments by its entry in [credential-alias]. */
static bool resolve_alias(const Config *c, StrList *provider)
{
	Span at = { 0 };
	StrList alias = { 0 };
	const Str name = provider->items[0];
	if (provider->count > 1 || str_find(name, '/') >= 0 || str_find(name, '.') >= 0)
		return true;
	const Str key = arena_printf(c->arena, "credential-alias." STR_FMT, STR_ARG(name));
	if (!config_command(c, key.ptr, &alias, &at))
		return false;
	if (!alias.count)
		return true;
	if (!is_built_in(name))
		*provider = alias;
	else
		diag_warning(c->diag, at,
		             "credential-alias `" STR_FMT
		             "` is ignored: it would shadow a built-in provider",
		             STR_ARG(name));
	return true;
}

static StrList split_at_blanks(const Config *c, Str text)
{
	StrVec parts = { 0 };
	for (size_t i = 0; i < text.len;) {
		size_t end = i;
		while (end < text.len && text.ptr[end] != ' ' && text.ptr[end] != '\t')
			end++;
		if (end > i)
			*vec_push(c->arena, &parts, Str) = str_sub(text, i, end);
		i = end + 1;
	}
	return (StrList){ parts.items, parts.count };
}

/* Returns the place of an item in the global list: paths of programs are relative to it. */
static Span place_of(const Config *c, Str item)
{
	const TomlValue *v =
		toml_get(config_table(c, "registry"), STR("global-credential-providers"));
	for (size_t i = 0; v && v->kind == TOML_ARRAY && i < v->array.count; i++)
		if (v->array.items[i].kind == TOML_STRING && str_eq(v->array.items[i].text, item))
			return v->array.items[i].at;
	return NO_SPAN;
}

/* Adds the global providers. The last one in the list is asked first. */
static bool add_global(const Config *c, CredentialProviders *out)
{
	StrList list = { 0 };
	if (!config_list(c, "registry.global-credential-providers", &list, NULL))
		return false;
	for (size_t i = list.count; i-- > 0;) {
		StrList provider = split_at_blanks(c, list.items[i]);
		if (!provider.count)
			continue;
		Str *parts = arena_array(c->arena, Str, provider.count);
		memcpy(parts, provider.items, array_size(provider.count, sizeof(*parts)));
		parts[0] = config_resolve_program(c, parts[0], place_of(c, list.items[i]));
		provider.items = parts;
		if (!resolve_alias(c, &provider))
			return false;
		*vec_push(c->arena, out, StrList) = provider;
	}
	return true;
}

static bool has_token(const CredentialProviders *list)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_eq(list->items[i].items[0], STR("cargo:token")))
			return true;
	return false;
}

/* Warns of a token that no provider uses. Returns false after an error. */
static bool warn_of_token(const Config *c, const CredentialPlace *at, Str instead)
{
	Secrets mine = { 0 };
	Str token;
	const bool good = credential_written(c, at, &mine, &token);
	if (token.ptr && instead.len)
		diag_warning(c->diag, NO_SPAN,
		             "the token of registry `" STR_FMT
		             "` is ignored: its credential-provider is `" STR_FMT "`",
		             STR_ARG(at->name), STR_ARG(instead));
	else if (token.ptr)
		diag_warning(c->diag, NO_SPAN,
		             "the token of registry `" STR_FMT
		             "` is ignored: `registry.global-credential-providers` does not "
		             "have `cargo:token`",
		             STR_ARG(at->name));
	secrets_forget(&mine);
	return good;
}

static bool own_provider(const Config *c, const CredentialPlace *at, StrList *out)
{
	Span where;
	*out = (StrList){ 0 };
	if (!at->key.len)
		return true;
	const Str key = arena_printf(c->arena, STR_FMT ".credential-provider", STR_ARG(at->key));
	return config_command(c, key.ptr, out, &where) && (!out->count || resolve_alias(c, out));
}

bool credential_providers(const Config *c, const CredentialPlace *at, CredentialProviders *out)
{
	StrList own;
	if (!own_provider(c, at, &own))
		return false;
	if (own.count)
		*vec_push(c->arena, out, StrList) = own;
	else if (!add_global(c, out))
		return false;
	if (!out->count) {
		diag_error(c->diag, NO_SPAN,
		           "registry `" STR_FMT
		           "` requires a token, and no credential-provider is configured",
		           STR_ARG(at->name.len ? at->name : at->registry->shown));
		diag_help(c->diag, "as with cargo: write `global-credential-providers = "
		                   "[\"cargo:token\"]` into [registry] of a configuration file");
		return false;
	}
	return has_token(out) || warn_of_token(c, at, own.count ? own.items[0] : STR(""));
}
