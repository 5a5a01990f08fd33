// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/verify/facts.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/terms/source.h"
#include "resolver/terms/url.h"

/* Returns `NAME VERSION (URL#COMMIT)`, which cargo before 1.88 writes, as `URL#NAME@VERSION`, and
 * what is not of that form unchanged. */
static Str modern_spec(Arena *a, Str spec)
{
	Str name, version, rest, url, commit;
	str_cut(spec, ' ', &name, &rest);
	str_cut(rest, ' ', &version, &rest);
	if (!str_starts_with(rest, STR("(")) || !str_ends_with(rest, STR(")")))
		return spec;
	str_cut(str_sub(rest, 1, rest.len - 1), '#', &url, &commit);
	return arena_printf(a, STR_FMT "#" STR_FMT "@" STR_FMT, STR_ARG(url), STR_ARG(name),
	                    STR_ARG(version));
}

/* Parses `URL#NAME@VERSION`, or `URL#VERSION` if the URL ends in the name. */
static void package_of(const FactsContext *c, Str spec, UnitFacts *out, Str *folder)
{
	static const char path[] = "path+file://";
	const ptrdiff_t hash = str_rfind(spec, '#');
	const Str url = str_sub(spec, 0, hash < 0 ? spec.len : (size_t)hash);
	const Str rest = hash < 0 ? (Str){ 0 } : str_sub(spec, (size_t)hash + 1, spec.len);
	const ptrdiff_t at = str_rfind(rest, '@');
	Str bare, query;
	str_cut(url, '?', &bare, &query);
	out->facts[FACT_NAME] = at < 0 ? path_name(bare) : str_sub(rest, 0, (size_t)at);
	out->facts[FACT_VERSION] = at < 0 ? rest : str_sub(rest, (size_t)at + 1, rest.len);
	SourceId id;
	*folder = (Str){ 0 };
	if (str_starts_with(url, str_from(path))) {
		*folder = url_percent_decode(c->arena, str_sub(url, sizeof(path) - 1, url.len));
		out->facts[FACT_SOURCE] =
			arena_printf(c->arena, "path+" STR_FMT,
		                     STR_ARG(path_relative(c->arena, c->workspace, *folder)));
	} else if (source_parse(c->arena, url, &id) && source_is_crates_io(&id)) {
		out->facts[FACT_SOURCE] = STR("crates-io");
	} else {
		out->facts[FACT_SOURCE] = url;
	}
}

/* Returns the package's folder: the nearest folder above the file that has a Cargo.toml. */
static Str folder_above(Str file)
{
	for (Str dir = path_parent(file); dir.len > 1; dir = path_parent(dir)) {
		scoped_arena scratch = { 0 };
		const Str manifest = path_join(&scratch, dir, STR("Cargo.toml"));
		if (fs_kind(arena_cstr(&scratch, manifest)) == FILE_REGULAR)
			return dir;
	}
	return path_parent(file);
}

static Str kind_of(Arena *a, const Json *target)
{
	static const char *const kinds[] = { "custom-build", "bin",   "example",
		                             "test",         "bench", "proc-macro" };
	const StrList said = facts_sorted(a, json_get(target, "kind"));
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		for (size_t i = 0; i < said.count; i++)
			if (str_eq(said.items[i], str_from(kinds[k])))
				return said.items[i];
	return STR("lib");
}

static Str platform_of(const FactsContext *c, const Json *unit)
{
	const Toolchain *t = c->toolchain;
	const Str said = json_string(unit, "platform");
	if (!said.ptr)
		return STR("host");
	if (t->target_count == 1)
		return STR("target");
	for (size_t i = 0; i < t->target_count; i++)
		if (str_eq(said, t->targets[i].spec))
			return t->targets[i].triple;
	return arena_str(c->arena, said);
}

/* Returns the name in `{"resolved": {"Named": "debuginfo"}}`; `none` for `{"deferred": "None"}`. */
static Str strip_fact(Arena *a, const Json *v)
{
	const Json *how = json_first(v), *named = json_get(how, "Named");
	return named ? facts_text(a, named) : arena_lower(a, facts_text(a, how));
}

static Str profile_fact(Arena *a, const Json *profile, size_t fact)
{
	const char *key = facts_profile_key(fact);
	const Json *v = json_get(profile, key);
	if (strcmp(key, "strip") == 0)
		return strip_fact(a, v);
	if (strcmp(key, "debuginfo") == 0 && json_kind(v) <= JSON_NULL)
		return STR("0");
	return facts_text(a, v);
}

static bool unit_of(const FactsContext *c, const Json *unit, UnitFacts *out)
{
	Arena *a = c->arena;
	const Json *target = json_get(unit, "target");
	const Str src = arena_str(a, json_string(target, "src_path"));
	Str folder;
	package_of(c, modern_spec(a, arena_str(a, json_string(unit, "pkg_id"))), out, &folder);
	if (!folder.len)
		folder = folder_above(src);
	Str *f = out->facts;
	f[FACT_KIND] = kind_of(a, target);
	f[FACT_TARGET] = facts_text(a, json_get(target, "name"));
	f[FACT_PLATFORM] = platform_of(c, unit);
	f[FACT_MODE] = facts_text(a, json_get(unit, "mode"));
	f[FACT_CRATE_TYPES] = facts_joined(a, json_get(target, "crate_types"));
	const bool runs = str_eq(f[FACT_MODE], STR("run-custom-build"));
	f[FACT_SRC] = runs || !src.len ? STR("null") : path_relative(a, folder, src);
	f[FACT_EDITION] = facts_text(a, json_get(target, "edition"));
	for (size_t i = FACT_PROFILE; i < FACT_COUNT; i++)
		f[i] = profile_fact(a, json_get(unit, "profile"), i);
	return true;
}

const GraphFacts *facts_read_cargo(const FactsContext *c)
{
	static const FactsSchema schema = { "dependencies", "index", "extern_crate_name", unit_of };
	scoped_json root = json_read(c->src, c->diag);
	uint64_t version;
	if (!root)
		return NULL;
	if (json_u64(root, "version", &version) && version == 1)
		return facts_read_as(c, root, &schema);
	diag_error(c->diag, NO_SPAN, "cargo's unit graph does not have version 1");
	diag_help(c->diag, "this cargo is too new or too old for `l4cargo verify`");
	return NULL;
}
