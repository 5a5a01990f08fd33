// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/codegen.h"

#include "base/core/vec.h"

#include <stdlib.h>

typedef struct CodegenArgs {
	Arena *arena;
	StrVec list;
} CodegenArgs;

static void add_argument(CodegenArgs *a, Str arg)
{
	*vec_push(a->arena, &a->list, Str) = arg;
}

static void add_codegen(CodegenArgs *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Adds `-C` and its value. */
static void add_codegen(CodegenArgs *a, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	add_argument(a, STR("-C"));
	add_argument(a, arena_vprintf(a->arena, fmt, args));
	va_end(args);
}

StrList codegen_crate_types(const Unit *u)
{
	static const Str bin = STR_INIT("bin");
	const bool library = u->target->kind == TARGET_LIB ||
	                     (u->target->kind == TARGET_EXAMPLE && u->target->crate_types.count);
	return library ? u->target->crate_types : (StrList){ &bin, 1 };
}

static void add_lto(CodegenArgs *a, Lto lto)
{
	if (lto.kind == LTO_RUN && lto.name.len)
		add_codegen(a, "lto=" STR_FMT, STR_ARG(lto.name));
	else if (lto.kind == LTO_RUN)
		add_codegen(a, "lto");
	else if (lto.kind == LTO_ONLY_BITCODE)
		add_codegen(a, "linker-plugin-lto");
	if (lto.kind == LTO_OFF)
		add_codegen(a, "lto=off");
	if (lto.kind == LTO_OFF || lto.kind == LTO_ONLY_OBJECT)
		add_codegen(a, "embed-bitcode=no");
}

const TargetInfo *codegen_target(const UnitGraph *g, const Unit *u)
{
	const Toolchain *t = g->packages->toolchain;
	return u->platform < 0 ? &t->host_info : &t->targets[u->platform];
}

static void add_debuginfo(CodegenArgs *a, const UnitGraph *g, const Unit *u)
{
	const Profile *p = &u->profile;
	if (str_eq(p->debuginfo, STR("0")))
		return;
	add_codegen(a, "debuginfo=" STR_FMT, STR_ARG(p->debuginfo));
	if (p->split_debuginfo.len &&
	    str_list_has(codegen_target(g, u)->split_debuginfo, p->split_debuginfo))
		add_codegen(a, "split-debuginfo=" STR_FMT, STR_ARG(p->split_debuginfo));
}

static const char *on_off(bool on)
{
	return on ? "on" : "off";
}

/* rustc's defaults depend on the optimisation level. Like Cargo, adds only flags that differ. */
static void add_checks(CodegenArgs *a, const Profile *p)
{
	const bool debug_build = str_eq(p->opt_level, STR("0"));
	if (p->debug_assertions != debug_build)
		add_codegen(a, "debug-assertions=%s", on_off(p->debug_assertions));
	if (p->overflow_checks != p->debug_assertions)
		add_codegen(a, "overflow-checks=%s", on_off(p->overflow_checks));
}

static int by_lint_order(const void *a, const void *b)
{
	const Lint *x = a, *y = b;
	if (x->priority != y->priority)
		return x->priority < y->priority ? -1 : 1;
	const int name = str_compare(y->name, x->name); /* descending, as in Cargo */
	return name ? name : str_compare(x->tool, y->tool);
}

static void add_lints(CodegenArgs *a, const Manifest *m)
{
	Lint *lints = arena_array(a->arena, Lint, m->lint_count);
	for (size_t i = 0; i < m->lint_count; i++)
		lints[i] = m->lints[i];
	if (m->lint_count)
		qsort(lints, m->lint_count, sizeof(Lint), by_lint_order);
	for (size_t i = 0; i < m->lint_count; i++) {
		const bool rust = str_eq(lints[i].tool, STR("rust"));
		if (str_eq(lints[i].tool, STR("cargo")))
			continue;
		add_argument(a, arena_printf(a->arena, "--" STR_FMT "=" STR_FMT "%s" STR_FMT,
		                             STR_ARG(lints[i].level),
		                             STR_ARG(rust ? STR("") : lints[i].tool),
		                             rust ? "" : "::", STR_ARG(lints[i].name)));
	}
	for (size_t i = 0; i < m->lint_count; i++)
		for (size_t k = 0; k < m->lints[i].check_cfg.count; k++) {
			const Str value = m->lints[i].check_cfg.items[k];
			/* As an argument of its own, it would name a file of arguments. */
			if (str_starts_with(value, STR("@"))) {
				add_argument(a, arena_printf(a->arena, "--check-cfg=" STR_FMT,
				                             STR_ARG(value)));
				continue;
			}
			add_argument(a, STR("--check-cfg"));
			add_argument(a, value);
		}
}

static void add_profile(CodegenArgs *a, const UnitGraph *g, const Unit *u, Lto lto)
{
	const Profile *p = &u->profile;
	if (u->target->proc_macro ||
	    (str_list_has(codegen_crate_types(u), STR("dylib")) && !unit_is_primary(g, u)))
		add_codegen(a, "prefer-dynamic");
	if (!str_eq(p->opt_level, STR("0")))
		add_codegen(a, "opt-level=" STR_FMT, STR_ARG(p->opt_level));
	if (p->panic_abort)
		add_codegen(a, "panic=abort");
	add_lto(a, lto);
	if (p->codegen_units)
		add_codegen(a, "codegen-units=%lld", (long long)p->codegen_units);
	add_debuginfo(a, g, u);
}

StrList codegen_profile_flags(Arena *arena, const UnitGraph *g, const Unit *u, Lto lto)
{
	CodegenArgs a = { .arena = arena };
	add_profile(&a, g, u, lto);
	add_checks(&a, &u->profile);
	if (u->profile.rpath)
		add_codegen(&a, "rpath");
	if (!str_eq(u->profile.strip, STR("none")))
		add_codegen(&a, "strip=" STR_FMT, STR_ARG(u->profile.strip));
	return (StrList){ a.list.items, a.list.count };
}

StrList codegen_doctest_flags(Arena *arena, const Unit *u, Lto lto)
{
	CodegenArgs a = { .arena = arena };
	if (u->profile.panic_abort)
		add_codegen(&a, "panic=abort");
	add_lto(&a, lto);
	return (StrList){ a.list.items, a.list.count };
}

StrList codegen_lint_flags(Arena *arena, const Manifest *m)
{
	CodegenArgs a = { .arena = arena };
	add_lints(&a, m);
	return (StrList){ a.list.items, a.list.count };
}
