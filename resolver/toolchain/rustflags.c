// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/toolchain/rustflags.h"

#include "base/core/vec.h"

typedef StrVec Flags;

static StrList as_list(const Flags *f)
{
	return (StrList){ f->items, f->count };
}

/* Returns `at` while it has no place: only the first place is stored. */
static Span *place_wanted(Span *at)
{
	return at->src ? NULL : at;
}

static void add_list(Arena *a, Flags *to, const StrList *from)
{
	for (size_t i = 0; i < from->count; i++)
		*vec_push(a, to, Str) = from->items[i];
}

/* Splits at the separator. With `words`, trims white space and drops empty pieces. */
static StrList split_flags(Arena *a, Str text, char separator, bool words)
{
	Flags flags = { 0 };
	for (Str piece; text.len && str_next(&text, separator, &piece);) {
		piece = words ? str_trim(piece) : piece;
		if (piece.len || !words)
			*vec_push(a, &flags, Str) = piece;
	}
	return as_list(&flags);
}

typedef struct FlagNames {           /* the places with flags for one compiler */
	const char *encoded, *plain; /* names of variables */
	const char *key, *build;     /* key in the table of a target; key for all targets */
} FlagNames;

static const FlagNames of_rustc = { "CARGO_ENCODED_RUSTFLAGS", "RUSTFLAGS", "rustflags",
	                            "build.rustflags" };
static const FlagNames of_rustdoc = { "CARGO_ENCODED_RUSTDOCFLAGS", "RUSTDOCFLAGS", "rustdocflags",
	                              "build.rustdocflags" };

static bool from_env(const Config *c, const FlagNames *names, StrList *out)
{
	const Str encoded = config_env(c, names->encoded);
	const Str plain = config_env(c, names->plain);
	if (encoded.ptr)
		*out = split_flags(c->arena, encoded, '\x1f', false);
	else if (plain.ptr)
		*out = split_flags(c->arena, plain, ' ', true);
	return encoded.ptr || plain.ptr;
}

static const char *target_key(const Config *c, Str triple, const char *name)
{
	return arena_cstr(c->arena,
	                  arena_printf(c->arena, "target." STR_FMT ".%s", STR_ARG(triple), name));
}

static bool cfg_holds(const ConfigCfg *cfg, RustTarget target)
{
	return cfg->expr && target.cfg && cfg_expr_holds(cfg->expr, target.cfg);
}

/*
 * Reads the flags of the triple, then those of each matching cfg() table in the order of their
 * keys.
 */
static bool from_target(const Config *c, const FlagNames *names, RustTarget target, Flags *out,
                        Span *at)
{
	StrList own = { 0 };
	const ConfigCfg *cfgs = NULL;
	size_t count;
	if (!config_list(c, target_key(c, target.triple, names->key), &own, at) ||
	    !config_target_cfgs(c, &cfgs, &count))
		return false;
	add_list(c->arena, out, &own);
	if (names == &of_rustdoc && !cargo_has(c->cargo, CARGO_CFG_RUSTDOCFLAGS))
		return true;
	for (size_t i = 0; i < count; i++) {
		StrList more = { 0 };
		if (!cfg_holds(&cfgs[i], target))
			continue;
		if (!config_cfg_list(c, &cfgs[i], names->key, &more, place_wanted(at)))
			return false;
		add_list(c->arena, out, &more);
	}
	return true;
}

static bool read_flags(const Config *c, const FlagNames *names, RustTarget target, StrList *out,
                       Span *at)
{
	Flags flags = { 0 };
	*out = (StrList){ 0 };
	*at = NO_SPAN;
	if (from_env(c, names, out))
		return true;
	if (!from_target(c, names, target, &flags, at))
		return false;
	*out = as_list(&flags);
	return flags.count || config_list(c, names->build, out, at);
}

bool rustflags_read(const Config *c, RustTarget target, StrList *out, Span *at)
{
	return read_flags(c, &of_rustc, target, out, at);
}

bool rustflags_read_rustdoc(const Config *c, RustTarget target, StrList *out)
{
	Span ignored;
	return read_flags(c, &of_rustdoc, target, out, &ignored);
}

static bool refuse_several(const Config *c, const char *key, Span first, Span second)
{
	diag_error(c->diag, second,
	           "several matching instances of `target.'cfg(..)'.%s` in configurations", key);
	diag_note(c->diag, first, "the first match is here");
	diag_help(c->diag, "write `%s` into the table of the triple itself, which is used first",
	          key);
	return false;
}

typedef bool Take(const Config *c, const ConfigCfg *cfg, StrList *out, Span *at);

static bool take_linker(const Config *c, const ConfigCfg *cfg, StrList *out, Span *at)
{
	Str *program = arena_new(c->arena, Str);
	if (!config_cfg_program(c, cfg, "linker", program, at))
		return false;
	*out = (StrList){ program, program->ptr != NULL };
	return true;
}

static bool take_runner(const Config *c, const ConfigCfg *cfg, StrList *out, Span *at)
{
	return config_cfg_command(c, cfg, "runner", out, at);
}

/* Reads the value of the only matching cfg() table that has one. Two are an error. */
static bool from_cfgs(const Config *c, RustTarget target, Take *take, StrList *out)
{
	const ConfigCfg *cfgs = NULL;
	size_t count;
	Span first = NO_SPAN;
	if (!config_target_cfgs(c, &cfgs, &count))
		return false;
	for (size_t i = 0; i < count; i++) {
		StrList one = { 0 };
		Span at = NO_SPAN;
		if (!cfg_holds(&cfgs[i], target))
			continue;
		if (!take(c, &cfgs[i], &one, &at))
			return false;
		if (one.count && out->count)
			return refuse_several(c, take == take_linker ? "linker" : "runner", first,
			                      at);
		if (one.count) {
			*out = one;
			first = at;
		}
	}
	return true;
}

bool rustflags_linker(const Config *c, RustTarget target, Str *out)
{
	StrList command = { 0 };
	*out = (Str){ 0 };
	if (!config_program(c, target_key(c, target.triple, "linker"), out, NULL))
		return false;
	if (out->ptr)
		return true;
	if (!from_cfgs(c, target, take_linker, &command))
		return false;
	*out = command.count ? command.items[0] : STR("");
	return true;
}

bool rustflags_runner(const Config *c, RustTarget target, StrList *out)
{
	*out = (StrList){ 0 };
	if (!config_command(c, target_key(c, target.triple, "runner"), out, NULL))
		return false;
	return out->count || from_cfgs(c, target, take_runner, out);
}
