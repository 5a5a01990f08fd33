// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/path.h"
#include "emitters/bid/bid.h"
#include "emitters/bid/quote.h"
#include "resolver/units/codegen.h"

typedef struct MakefilePage { /* a Makefile that is being written */
	const BidContext *c;
	Arena *arena;
	BidPage *page;
	UnitId id;
	const Unit *unit;
	const BidUnit *bid;
	const Package *pkg;
	const TargetInfo *target;
} MakefilePage;

static void put_flag(const MakefilePage *p, const char *name, bool on)
{
	if (on)
		page_assign(p->page, name, STR("y"));
}

static bool is_run(const MakefilePage *p)
{
	return p->unit->mode == MODE_RUN_CUSTOM_BUILD;
}

static bool is_test(const MakefilePage *p)
{
	return p->unit->mode == MODE_TEST || p->unit->mode == MODE_DOCTEST;
}

static bool is_host(const MakefilePage *p)
{
	const bool cross = p->c->plan->graph->packages->toolchain->target_count > 0;
	return target_is_for_host(p->unit->target) || (cross && p->unit->platform == PLATFORM_HOST);
}

/* The library of the dependency, or NULL for scripts and programs. */
static const Unit *library_of(const MakefilePage *p, const UnitDep *d)
{
	const Unit *u = &p->c->plan->graph->units[d->unit];
	return plan_is_library(u) ? u : NULL;
}

static void put_requires(const MakefilePage *p)
{
	scoped_make names = { 0 }, renames = { 0 }, extras = { 0 };
	for (size_t i = 0; i < p->unit->dep_count; i++) {
		const UnitDep *d = &p->unit->deps[i];
		const Unit *lib = library_of(p, d);
		if (!lib)
			continue;
		const Str pc = p->c->plan->units[d->unit].pc;
		quote_add_name(&names, pc);
		if (!str_eq(d->extern_name.plain, lib->target->crate_name.plain))
			quote_add_pair(&renames, pc, d->extern_name.plain);
		if (d->noprelude)
			quote_add_pair(&extras, pc, STR("noprelude"));
	}
	const Str native = bid_native(p->c, p->id);
	if (native.len)
		quote_add_name(&names, native);
	page_assign_text(p->page, "REQUIRE_LIBS", &names);
	page_assign_text(p->page, "RS_RENAME", &renames);
	page_assign_text(p->page, "RS_EXTERN_OPTIONS", &extras);
	page_assign(p->page, "RS_PROVIDES", p->bid->provides);
}

/* Cargo compiles the source of a local package below the workspace root from that root. */
static bool is_below_workspace(const MakefilePage *p)
{
	const Str source = path_join(p->arena, p->pkg->folder, p->unit->target->path);
	return package_is_local(p->pkg) &&
	       path_is_below(source, p->c->plan->graph->packages->workspace->root);
}

/* Sets the variable to a folder or file, relative to the package. */
static void put_folder(const MakefilePage *p, const char *name, Str folder)
{
	scoped_make text = { 0 };
	bid_put_place(p->c, folder, BASE_PACKAGE, path_join(p->arena, p->c->out, p->bid->folder),
	              &text);
	page_assign_text(p->page, name, &text);
}

static void put_places(const MakefilePage *p)
{
	put_folder(p, "RS_SRCDIR", p->pkg->folder);
	if (!is_run(p) && is_below_workspace(p))
		put_folder(p, "RS_CWD", p->c->plan->graph->packages->workspace->root);
}

/* Writes the kind of tests and examples, which TARGET does not show. */
static void put_kind(const MakefilePage *p)
{
	static const char *const kinds[] = {
		[TARGET_LIB] = "lib",     [TARGET_BIN] = "bin",         [TARGET_TEST] = "test",
		[TARGET_BENCH] = "bench", [TARGET_EXAMPLE] = "example",
	};
	const Target *t = p->unit->target;
	const bool tested = p->unit->mode == MODE_TEST;
	if (!is_test(p) && t->kind != TARGET_EXAMPLE)
		return;
	page_assign(p->page, "RS_KIND",
	            t->proc_macro                ? STR("proc-macro")
	            : plan_is_library_example(t) ? STR("example-lib")
	                                         : str_from(kinds[t->kind]));
	page_assign(p->page, "RS_NAME", t->name.plain);
	if (is_test(p))
		page_assign(p->page, "RS_TEST",
		            !tested      ? STR("doc")
		            : t->harness ? STR("harness")
		                         : STR("plain"));
}

static void put_crate(const MakefilePage *p)
{
	const StrList types =
		p->unit->mode == MODE_TEST ? (StrList){ 0 } : codegen_crate_types(p->unit);
	const bool plain =
		types.count == 1 && p->unit->mode != MODE_DOCTEST &&
		(str_eq(types.items[0], STR("lib")) || str_eq(types.items[0], STR("proc-macro")) ||
	         str_eq(types.items[0], STR("bin")));
	page_assign(p->page, "RS_CRATE", p->unit->target->crate_name.plain);
	if (!plain)
		page_assign_names(p->page, "RS_CRATE_TYPES", types);
	put_kind(p);
	page_assign(p->page, "RS_EDITION", str_from(edition_names[p->unit->target->edition]));
}

static void put_features(const MakefilePage *p)
{
	page_assign_names(p->page, "RS_FEATURES", p->unit->features);
	if (!is_run(p))
		page_assign_names(p->page, "RS_KNOWN_FEATURES",
		                  feature_names(p->arena,
		                                features_table(p->c->plan->graph->features,
		                                               p->unit->pkg)));
}

static void put_compile_flags(const MakefilePage *p)
{
	const UnitGraph *g = p->c->plan->graph;
	const Lto lto = p->c->plan->sets->lto[p->id];
	page_assign_words(p->page, "RS_FLAGS",
	                  p->unit->mode == MODE_DOCTEST
	                          ? codegen_doctest_flags(p->arena, p->unit, lto)
	                          : codegen_profile_flags(p->arena, g, p->unit, lto));
	const bool capped = !package_is_local(p->pkg) &&
	                    cargo_has(p->c->config->cargo, CARGO_CAPPED_WITHOUT_LINTS);
	page_assign_words(p->page, "RS_LINTS",
	                  capped ? (StrList){ 0 } : codegen_lint_flags(p->arena, p->pkg->manifest));
}

/* For a package of the standard library's own, the flags of the library's workspace come last and
 * take precedence. */
static StrList target_rustflags(const MakefilePage *p)
{
	const StrList of_target = p->target->rustflags;
	const Workspace *library = p->c->plan->graph->packages->library;
	StrList own = { 0 };
	if (p->pkg->std)
		own = library_rustflags(p->arena, library, &p->unit->profile, p->pkg->name);
	Str *flags = arena_array(p->arena, Str, of_target.count + own.count);
	for (size_t i = 0; i < of_target.count; i++)
		flags[i] = of_target.items[i];
	for (size_t i = 0; i < own.count; i++)
		flags[of_target.count + i] = own.items[i];
	return (StrList){ flags, of_target.count + own.count };
}

/* A specification file is relative to the package, like all paths. */
static void put_triple(const MakefilePage *p)
{
	if (path_is_absolute(p->target->spec))
		put_folder(p, "RS_TRIPLE", p->target->spec);
	else
		page_assign(p->page, "RS_TRIPLE", p->target->triple);
}

static void put_platform(const MakefilePage *p)
{
	page_assign_words(p->page, "RS_RUSTFLAGS", target_rustflags(p));
	if (p->unit->platform != PLATFORM_HOST)
		put_triple(p);
	page_assign(p->page, "RS_LINKER", p->target->linker);
	if (is_test(p))
		page_assign_words(p->page, "RS_RUNNER", p->target->runner);
	if (p->unit->mode == MODE_DOCTEST)
		page_assign_words(p->page, "RS_RUSTDOCFLAGS", p->target->rustdocflags);
}

static Str key_value(const MakefilePage *p, Str key, Str value)
{
	return arena_printf(p->arena, STR_FMT "=" STR_FMT, STR_ARG(key), STR_ARG(value));
}

/* The programs that an integration test may run: `name=` and their place in the object tree. */
static void put_programs(const MakefilePage *p)
{
	const BidPlan *plan = p->c->plan;
	scoped_make words = { 0 };
	for (size_t i = 0; is_test(p) && i < p->unit->dep_count; i++) {
		const UnitId id = p->unit->deps[i].unit;
		const Target *t = plan->graph->units[id].target;
		if (t->kind != TARGET_BIN)
			continue;
		const Str place = plan->units[id].output;
		const Str below_build = str_sub(place, STR("$(RS_BUILD)/").len, place.len);
		quote_add_word(&words, key_value(p, t->name.plain, below_build));
	}
	page_assign_text(p->page, "RS_PROGRAMS", &words);
}

static void put_standing(const MakefilePage *p)
{
	put_flag(p, "RS_LOCAL", package_is_local(p->pkg));
	put_flag(p, "RS_MEMBER", p->pkg->member);
	put_flag(p, "RS_PRIMARY", unit_is_primary(p->c->plan->graph, p->unit) && !p->pkg->std);
	if (is_run(p))
		return;
	put_flag(p, "RS_STD", p->pkg->std);
	if (p->pkg->std)
		page_assign(p->page, "RS_RUST",
		            p->c->plan->graph->packages->toolchain->version.text);
	put_flag(p, "RS_INCREMENTAL", p->unit->profile.incremental);
	put_flag(p, "RS_NO_LIB", p->unit->target->kind != TARGET_LIB && !p->pkg->manifest->lib);
	const UnitId run = bid_run_of(p->c, p->id);
	if (run != UINT32_MAX && p->unit->target->kind != TARGET_CUSTOM_BUILD)
		page_assign(p->page, "RS_SCRIPT", p->c->plan->units[run].name);
}

static void put_package_info(const MakefilePage *p)
{
	const Manifest *m = p->pkg->manifest;
	const PackageInfo *i = &m->info;
	scoped_buf authors = { 0 };
	for (size_t k = 0; k < i->authors.count; k++)
		buf_printf(&authors, "%s" STR_FMT, k ? ":" : "", STR_ARG(i->authors.items[k]));
	const struct {
		const char *name;
		Str value;
	} rows[] = {
		{ "RS_PKG_NAME", m->name },
		{ "RS_PKG_VERSION", m->version.text },
		{ "RS_PKG_AUTHORS", buf_str(&authors) },
		{ "RS_PKG_DESCRIPTION", i->description },
		{ "RS_PKG_HOMEPAGE", i->homepage },
		{ "RS_PKG_REPOSITORY", i->repository },
		{ "RS_PKG_LICENSE", i->license },
		{ "RS_PKG_LICENSE_FILE", i->license_file },
		{ "RS_PKG_RUST_VERSION", m->rust_version },
		{ "RS_PKG_README", i->readme },
	};
	for (size_t k = 0; k < COUNT_OF(rows); k++)
		page_assign(p->page, rows[k].name, rows[k].value);
}

static void put_run_order(const MakefilePage *p)
{
	scoped_make after = { 0 };
	const UnitGraph *g = p->c->plan->graph;
	for (size_t i = 0; i < p->unit->dep_count; i++) {
		const UnitId d = p->unit->deps[i].unit;
		const Str name = p->c->plan->units[d].name;
		if (g->units[d].mode == MODE_RUN_CUSTOM_BUILD)
			quote_add_name(&after, name);
		else
			page_assign(p->page, "RS_RUN", name);
	}
	page_assign_text(p->page, "RS_RUN_AFTER", &after);
}

static void put_target_kinds(const MakefilePage *p)
{
	static const struct {
		TargetKind kind;
		const char *name;
	} kinds[] = {
		{ TARGET_LIB, "lib" },     { TARGET_BIN, "bin" },         { TARGET_TEST, "test" },
		{ TARGET_BENCH, "bench" }, { TARGET_EXAMPLE, "example" },
	};
	const Manifest *m = p->pkg->manifest;
	scoped_make text = { 0 }, bins = { 0 };
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		for (size_t i = 0; i < m->target_count; i++)
			if (m->targets[i].kind == kinds[k].kind) {
				quote_add_name(&text, str_from(kinds[k].name));
				break;
			}
	for (size_t i = 0; m->lib && i < m->lib->crate_types.count; i++)
		if (str_eq(m->lib->crate_types.items[i], STR("cdylib")))
			quote_add_name(&text, STR("cdylib"));
	for (size_t i = 0; i < m->target_count; i++)
		if (m->targets[i].kind == TARGET_BIN && str_find(m->targets[i].raw_name, 0) < 0)
			quote_add_word(&bins, m->targets[i].raw_name);
	page_assign_text(p->page, "RS_TARGET_KINDS", &text);
	page_assign_text(p->page, "RS_BINS", &bins);
}

static void add_directive(const MakefilePage *p, MakeText *out, Str key, Str value)
{
	quote_add_word(out, arena_printf(p->arena, "cargo::" STR_FMT "=" STR_FMT, STR_ARG(key),
	                                 STR_ARG(value)));
}

/* `[target.<triple>.<links>]` replaces the output of the script: some keys are directives, the
 * others metadata. */
static void put_override(const MakefilePage *p, const TomlTable *t)
{
	scoped_make out = { 0 };
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		const bool directive = str_starts_with(e->key, STR("rustc-"));
		if (e->value.kind == TOML_STRING && directive)
			add_directive(p, &out, e->key, e->value.text);
		else if (e->value.kind == TOML_STRING)
			add_directive(p, &out, STR("metadata"),
			              key_value(p, e->key, e->value.text));
		for (size_t k = 0; e->value.kind == TOML_ARRAY && k < e->value.array.count; k++)
			if (e->value.array.items[k].kind == TOML_STRING)
				add_directive(p, &out, e->key, e->value.array.items[k].text);
		for (size_t k = 0; e->value.kind == TOML_TABLE && k < e->value.table->count; k++) {
			const TomlEntry *v = &e->value.table->entries[k];
			if (v->value.kind == TOML_STRING)
				add_directive(p, &out, e->key, key_value(p, v->key, v->value.text));
		}
	}
	page_assign_text(p->page, "RS_OVERRIDE", &out);
}

static void put_run(const MakefilePage *p)
{
	const UnitGraph *g = p->c->plan->graph;
	const Profile *f = &p->unit->profile;
	const TomlTable *override =
		unit_links_override(p->c->config, g->packages, p->unit->pkg, p->unit->platform);
	put_run_order(p);
	page_assign(p->page, "RS_LINKS", p->pkg->manifest->links);
	page_assign(p->page, "RS_OPT_LEVEL", f->opt_level);
	page_assign(p->page, "RS_DEBUG",
	            str_eq(f->debuginfo, STR("0")) ? STR("false") : STR("true"));
	page_assign(p->page, "RS_PROFILE", f->release_root ? STR("release") : STR("debug"));
	put_flag(p, "RS_DEBUG_ASSERTIONS", f->debug_assertions);
	put_target_kinds(p);
	if (override)
		put_override(p, override);
}

static void put_head(const MakefilePage *p)
{
	MakeText *out = page_begin(p->page, ENTRY_TEXT, "head");
	make_put(out, LIT("# "), COMMENT(p->pkg->name), LIT(" "), COMMENT(p->pkg->version.text),
	         LIT(": " BID_MARK "; edits will be lost.\n"));
	bid_emit_places(p->c, p->bid->part.len ? ".." : ".", out);
	page_assign(p->page, "TARGET", p->bid->target);
	if (is_host(p))
		page_assign(p->page, "MODE", STR("host"));
	if (!is_run(p))
		page_assign_words(p->page, "SRC_RS", (StrList){ &p->unit->target->path, 1 });
}

static void put_body(const MakefilePage *p)
{
	if (!is_run(p))
		put_requires(p);
	make_put(page_begin(p->page, ENTRY_TEXT, "blank"), LIT("\n"));
	put_places(p);
	if (!is_run(p))
		put_crate(p);
	put_features(p);
	if (!is_run(p))
		put_compile_flags(p);
	put_platform(p);
	if (!str_eq(p->bid->place, STR("bin")))
		page_assign(p->page, "RS_PLACE", p->bid->place);
	put_programs(p);
	put_standing(p);
	if (is_run(p))
		put_run(p);
	put_package_info(p);
}

void bid_emit_makefile(const BidContext *c, UnitId unit, BidPage *page)
{
	scoped_arena scratch = { 0 };
	const UnitGraph *g = c->plan->graph;
	const Unit *u = &g->units[unit];
	const MakefilePage p = { c,
		                 &scratch,
		                 page,
		                 unit,
		                 u,
		                 &c->plan->units[unit],
		                 &g->packages->packages[u->pkg],
		                 codegen_target(g, u) };
	put_head(&p);
	put_body(&p);
	make_put(page_begin(page, ENTRY_TEXT, "include"), LIT("\ninclude $(L4DIR)/mk/"),
	         NAME(plan_is_library(u) ? STR("lib") : STR("prog")), LIT(".mk\n"));
}
