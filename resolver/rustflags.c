// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/rustflags.h"

#include "base/vec.h"

typedef VEC(Str) Words;

static StrList split(Arena *a, Str text, char at)
{
	Words out = { 0 };
	Str word;
	while (str_next(&text, at, &word)) {
		if (at == ' ')
			word = str_trim(word);
		if (word.len || at != ' ')
			*vec_push(a, &out, Str) = word;
	}
	return (StrList){ out.items, out.count };
}

static bool add_list(const Config *c, StrList more, Words *out)
{
	for (size_t i = 0; i < more.count; i++)
		*vec_push(c->arena, out, Str) = more.items[i];
	return true;
}

/* [target.<triple>] and all [target.'cfg(..)'] that hold, joined. */
static bool of_target(const Config *c, RustTarget target, Words *out)
{
	const Str key =
		arena_printf(c->arena, "target." STR_FMT ".rustflags", STR_ARG(target.triple));
	const ConfigCfg *cfgs;
	size_t count;
	StrList own = { 0 };
	if (!config_list(c, key.ptr, &own) || !add_list(c, own, out) ||
	    !config_target_cfgs(c, &cfgs, &count))
		return false;
	for (size_t i = 0; target.cfg && i < count; i++) {
		StrList list = { 0 };
		if (!cfg_expr_holds(cfgs[i].expr, target.cfg))
			continue;
		if (!config_cfg_list(c, &cfgs[i], "rustflags", &list) || !add_list(c, list, out))
			return false;
	}
	return true;
}

bool rustflags_read(const Config *c, RustTarget target, StrList *out)
{
	const Str encoded = config_env(c, "CARGO_ENCODED_RUSTFLAGS");
	const Str plain = config_env(c, "RUSTFLAGS");
	Words words = { 0 };
	*out = (StrList){ 0 };
	if (encoded.ptr) {
		if (encoded.len)
			*out = split(c->arena, encoded, '\x1f');
		return true;
	}
	if (plain.ptr) {
		*out = split(c->arena, plain, ' ');
		return true;
	}
	if (!of_target(c, target, &words))
		return false;
	*out = (StrList){ words.items, words.count };
	return words.count || config_list(c, "build.rustflags", out);
}

static bool two_linkers(const Config *c, Span first, Span second)
{
	diag_error(c->diag, second, "several matching instances of `target.'cfg(..)'.linker`");
	diag_note(c->diag, first, "the other one is here");
	diag_help(c->diag, "let only one of the expressions hold for the target");
	return false;
}

bool rustflags_linker(const Config *c, RustTarget target, Str *out)
{
	const Str key = arena_printf(c->arena, "target." STR_FMT ".linker", STR_ARG(target.triple));
	const ConfigCfg *cfgs;
	size_t count;
	Span first = NO_SPAN;
	*out = STR("");
	if (!config_program(c, key.ptr, out) || !config_target_cfgs(c, &cfgs, &count))
		return false;
	if (out->len)
		return true;
	for (size_t i = 0; target.cfg && i < count; i++) {
		StrList command = { 0 };
		Span at = NO_SPAN;
		if (!cfg_expr_holds(cfgs[i].expr, target.cfg))
			continue;
		if (!config_cfg_command(c, &cfgs[i], "linker", &command, &at))
			return false;
		if (command.count && out->len)
			return two_linkers(c, first, at);
		if (command.count) {
			*out = command.items[0];
			first = at;
		}
	}
	return true;
}
