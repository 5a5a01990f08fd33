// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "resolver/toolchain/rustflags.h"
#include "resolver/toolchain/toolchain_internal.h"

#include <inttypes.h>

const Str crate_type_names[CRATE_TYPE_COUNT] = {
	STR_INIT("bin"),    STR_INIT("rlib"),      STR_INIT("dylib"),
	STR_INIT("cdylib"), STR_INIT("staticlib"), STR_INIT("proc-macro"),
};

typedef VEC(const char *) Argv;

bool triple_is_l4re(Str triple)
{
	return str_contains(triple, STR("-l4re-"));
}

static void add_arg(const Asker *asker, Argv *to, Str arg)
{
	*vec_push(asker->arena, to, const char *) = arena_cstr(asker->arena, arg);
}

static bool is_file_spec(const TargetInfo *target)
{
	return str_ends_with(target->spec, STR(".json"));
}

/*
 * Leaves out unstable flags for PROGRAMS_OF_USER: they can make rustc load code, and do not change
 * its answers.
 */
static void add_flags(const Asker *asker, const StrList *flags, Argv *to)
{
	static const Str unstable = STR_INIT("-Z");
	for (size_t i = 0; i < flags->count; i++) {
		const Str flag = flags->items[i];
		const bool left_out =
			asker->programs == PROGRAMS_OF_USER && str_starts_with(flag, unstable);
		if (!left_out)
			add_arg(asker, to, flag);
		else if (str_eq(flag, unstable))
			i++;
	}
}

/* Builds the same command as Cargo. */
static const char *const *target_question(const Asker *asker, const Toolchain *t,
                                          const TargetInfo *target)
{
	Argv argv = { 0 };
	if (t->wrapper.len)
		add_arg(asker, &argv, toolchain_on_path(asker->config, t->wrapper));
	if (t->workspace_wrapper.len)
		add_arg(asker, &argv, toolchain_on_path(asker->config, t->workspace_wrapper));
	add_arg(asker, &argv, t->rustc);
	add_arg(asker, &argv, STR("-"));
	add_arg(asker, &argv, STR("--crate-name"));
	add_arg(asker, &argv, STR("___"));
	add_arg(asker, &argv, STR("--print=file-names"));
	add_flags(asker, &target->rustflags, &argv);
	if (target->spec.len) {
		add_arg(asker, &argv, STR("--target"));
		add_arg(asker, &argv, target->spec);
		if (is_file_spec(target))
			add_arg(asker, &argv, STR("-Zunstable-options"));
	}
	for (size_t i = 0; i < CRATE_TYPE_COUNT; i++) {
		add_arg(asker, &argv, STR("--crate-type"));
		add_arg(asker, &argv, crate_type_names[i]);
	}
	add_arg(asker, &argv, STR("--print=sysroot"));
	add_arg(asker, &argv, STR("--print=split-debuginfo"));
	add_arg(asker, &argv, STR("--print=crate-name")); /* `___` ends the list before it */
	add_arg(asker, &argv, STR("--print=cfg"));
	add_arg(asker, &argv, STR("-Wwarnings"));
	*vec_push(asker->arena, &argv, const char *) = NULL;
	return argv.items;
}

/*
 * Returns whether rustc's messages name the crate type as unsupported. rustc prints no file name
 * for such a type.
 */
static bool is_unsupported(const Asker *asker, const Answer *answer, Str type)
{
	const Str named = arena_printf(asker->arena, "crate type `" STR_FMT "`", STR_ARG(type));
	Str rest = answer->err;
	for (Str line; str_next(&rest, '\n', &line);)
		if (str_contains(line, named) &&
		    (str_contains(line, STR("unsupported crate type")) ||
		     str_contains(line, STR("unknown crate type"))))
			return true;
	return false;
}

static bool parse_output_name(Str line, OutputName *out)
{
	const Str name = STR("___");
	for (size_t i = 0; i + name.len <= line.len; i++) {
		if (!str_eq(str_sub(line, i, i + name.len), name))
			continue;
		*out = (OutputName){ true, str_sub(line, 0, i),
			             str_sub(line, i + name.len, line.len) };
		return true;
	}
	return false;
}

/* Drops `proc_macro`, which rustc lists only because the question has the crate type proc-macro. */
static CfgSet without_proc_macro(CfgSet set, Arena *a)
{
	Cfg *kept = arena_array(a, Cfg, set.count);
	size_t count = 0;
	for (size_t i = 0; i < set.count; i++)
		if (set.items[i].has_value || !str_eq(set.items[i].name, STR("proc_macro")))
			kept[count++] = set.items[i];
	return (CfgSet){ kept, count };
}

static bool parse_answer(const Asker *asker, const Answer *answer, Toolchain *t, TargetInfo *target)
{
	Str rest = answer->out, line;
	for (size_t i = 0; i < CRATE_TYPE_COUNT; i++) {
		target->outputs[i] = (OutputName){ 0 };
		if (is_unsupported(asker, answer, crate_type_names[i]))
			continue;
		if (!str_next(&rest, '\n', &line) ||
		    !parse_output_name(str_trim(line), &target->outputs[i]))
			return false;
	}
	if (!str_next(&rest, '\n', &line))
		return false;
	t->sysroot = str_trim(line);
	StrVec split = { 0 };
	do {
		if (!str_next(&rest, '\n', &line))
			return false;
		if (!str_eq(line, STR("___")))
			*vec_push(asker->arena, &split, Str) = line;
	} while (!str_eq(line, STR("___")));
	target->split_debuginfo = (StrList){ split.items, split.count };
	target->cfg = without_proc_macro(cfg_set_parse(rest, asker->arena), asker->arena);
	return target->cfg.count > 0;
}

static bool cannot_tell(const Asker *asker, const TargetInfo *target, const Answer *answer, Span at)
{
	const Str why = toolchain_complaint(asker->arena, answer);
	const Str spec = target->spec.len ? target->spec : target->triple;
	diag_error(asker->diag, at, "rustc cannot build for target `" STR_FMT "`: " STR_FMT,
	           STR_ARG(spec), STR_ARG(why));
	if (str_contains(answer->err, STR("could not find specification")))
		diag_help(asker->diag,
		          "`rustc --print target-list` shows the targets that it has%s",
		          triple_is_l4re(target->triple)
		                  ? "; docs/rust-library.md lists those of L4Re that l4cargo adds"
		                  : "");
	else if (is_file_spec(target))
		diag_help(asker->diag, "a custom target needs a nightly toolchain, or "
		                       "RUSTC_BOOTSTRAP=1 in the environment");
	else if (target->rustflags_at.src && target->rustflags.count) {
		diag_note(asker->diag, target->rustflags_at, "rustc gets these flags");
		diag_help(asker->diag, "check them, and the target");
	} else if (target->rustflags.count)
		diag_help(asker->diag, "check the flags in RUSTFLAGS");
	else
		diag_help(asker->diag, "`rustc --print target-list` shows the targets that it has");
	return false;
}

static bool ask_rustc(const Asker *asker, Toolchain *t, TargetInfo *target, Span at)
{
	Asker own = *asker;
	if (is_file_spec(target)) { /* the contents of the file matter, not only its name */
		Str text;
		if (!fs_read(arena_cstr(asker->arena, target->spec), asker->arena, asker->diag,
		             &text))
			return false;
		own.identity = arena_printf(asker->arena, STR_FMT "\n" STR_FMT " %016" PRIx64,
		                            STR_ARG(asker->identity), STR_ARG(target->spec),
		                            str_hash(text));
	}
	if (target->own_spec)
		own.env = toolchain_unstable_env(asker);
	Answer answer;
	const char *const *argv = target_question(&own, t, target);
	if (!toolchain_ask(&own, ASK_BY_WRAPPER, argv, &answer))
		return false;
	if (!answer.good)
		return cannot_tell(&own, target, &answer, at);
	if (parse_answer(&own, &answer, t, target))
		return true;
	toolchain_forget(&own, argv);
	diag_error(asker->diag, at, "rustc's answer about target `" STR_FMT "` could not be parsed",
	           STR_ARG(target->triple));
	if (target->rustflags_at.src && target->rustflags.count)
		diag_note(asker->diag, target->rustflags_at, "rustc gets these flags");
	return diag_help(asker->diag, "use rustc 1.85 or newer; RUSTC or `build.rustc` names it%s",
	                 target->rustflags.count ? "; check the flags" : "");
}

/*
 * The flags affect the cfgs, the cfgs select tables of the configuration, and these contain flags.
 * Cargo asks twice at most.
 */
static bool ask_with_flags(const Asker *asker, Toolchain *t, TargetInfo *target, Span at)
{
	enum { ROUNDS = 2 };
	const Config *c = asker->config;
	RustTarget asked = { .triple = target->triple };
	StrList next;
	if (!rustflags_read(c, asked, &next, &target->rustflags_at))
		return false;
	asked.cfg = &target->cfg;
	for (int round = 0; round < ROUNDS; round++) {
		target->rustflags = next;
		if (!ask_rustc(asker, t, target, at) ||
		    !rustflags_read(c, asked, &next, &target->rustflags_at))
			return false;
		if (str_list_eq(next, target->rustflags))
			return true;
	}
	diag_warning(asker->diag, NO_SPAN,
	             "non-trivial mutual dependency between target-specific configuration and "
	             "RUSTFLAGS");
	return true;
}

bool target_info_read(const Asker *asker, Toolchain *t, FlagRule flags, TargetInfo *target, Span at)
{
	if (!(flags == FLAGS_READ ? ask_with_flags : ask_rustc)(asker, t, target, at))
		return false;
	const RustTarget tools = { target->triple, &target->cfg };
	if (flags == FLAGS_READ &&
	    !rustflags_read_rustdoc(asker->config, tools, &target->rustdocflags))
		return false;
	return rustflags_linker(asker->config, tools, &target->linker) &&
	       rustflags_runner(asker->config, tools, &target->runner);
}
