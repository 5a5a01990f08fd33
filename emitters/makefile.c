// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/path.h"
#include "emitters/bid.h"
#include "emitters/quote.h"
#include "resolver/codegen.h"

typedef struct Page { /* one Makefile being written */
	const BidContext *c;
	Arena *arena;
	Buf *out;
	UnitId id;
	const Unit *unit;
	const BidUnit *bid;
	const Package *pkg;
	const TargetInfo *target;
} Page;

static void put_raw(const Page *p, const char *name, Str value)
{
	buf_printf(p->out, "%-13s = " STR_FMT "\n", name, STR_ARG(value));
}

static void put_flag(const Page *p, const char *name, bool on)
{
	if (on)
		put_raw(p, name, STR("y"));
}

static bool is_run(const Page *p)
{
	return p->unit->mode == MODE_RUN_CUSTOM_BUILD;
}

static bool is_test(const Page *p)
{
	return p->unit->mode == MODE_TEST || p->unit->mode == MODE_DOCTEST;
}

static bool is_host(const Page *p)
{
	const bool cross = p->c->plan->graph->packages->toolchain->target_count > 0;
	const Target *t = p->unit->target;
	return t->proc_macro || t->kind == TARGET_CUSTOM_BUILD ||
	       (cross && p->unit->platform == PLATFORM_HOST);
}

/* The library that the dependency leads to, or NULL for scripts and programs. */
static const Unit *library_of(const Page *p, const UnitDep *d)
{
	const Unit *u = &p->c->plan->graph->units[d->unit];
	return plan_is_library(u) ? u : NULL;
}

static void put_requires(const Page *p)
{
	scoped_buf names = { 0 }, renames = { 0 }, extras = { 0 };
	for (size_t i = 0; i < p->unit->dep_count; i++) {
		const UnitDep *d = &p->unit->deps[i];
		const Unit *lib = library_of(p, d);
		if (!lib)
			continue;
		const Str pc = p->c->plan->units[d->unit].pc;
		buf_printf(&names, "%s" STR_FMT, names.len ? " " : "", STR_ARG(pc));
		if (!str_eq(d->extern_name.plain, lib->target->crate_name.plain))
			buf_printf(&renames, "%s" STR_FMT "=" STR_FMT, renames.len ? " " : "",
			           STR_ARG(pc), STR_ARG(d->extern_name.plain));
		if (d->noprelude)
			buf_printf(&extras, "%s" STR_FMT "=noprelude", extras.len ? " " : "",
			           STR_ARG(pc));
	}
	const Str native = bid_native(p->c, p->id);
	buf_printf(&names, "%s" STR_FMT, names.len && native.len ? " " : "", STR_ARG(native));
	quote_assign(p->out, "REQUIRE_LIBS", buf_str(&names));
	quote_assign(p->out, "RS_RENAME", buf_str(&renames));
	quote_assign(p->out, "RS_EXTERN_OPTIONS", buf_str(&extras));
	quote_assign(p->out, "RS_PROVIDES", p->bid->provides);
}

/* Cargo: a path package's source below the workspace root is compiled from there. */
static bool is_below_workspace(const Page *p)
{
	const Str source = path_join(p->arena, p->pkg->folder, p->unit->target->path);
	return p->pkg->is_path && !p->pkg->std &&
	       path_is_below(source, p->c->plan->graph->packages->workspace->root);
}

static void put_places(const Page *p)
{
	const Str from = path_join(p->arena, p->c->out, p->bid->folder);
	put_raw(p, "RS_SRCDIR", bid_place(p->c, p->arena, p->pkg->folder, "$(PKGDIR)", from));
	if (!is_run(p) && is_below_workspace(p))
		put_raw(p, "RS_CWD",
		        bid_place(p->c, p->arena, p->c->plan->graph->packages->workspace->root,
		                  "$(PKGDIR)", from));
}

/* What TARGET does not say: of tests, and of examples. */
static void put_kind(const Page *p)
{
	static const char *const kinds[] = {
		[TARGET_LIB] = "lib",     [TARGET_BIN] = "bin",         [TARGET_TEST] = "test",
		[TARGET_BENCH] = "bench", [TARGET_EXAMPLE] = "example",
	};
	const Target *t = p->unit->target;
	const bool tested = p->unit->mode == MODE_TEST;
	if (!is_test(p) && t->kind != TARGET_EXAMPLE)
		return;
	put_raw(p, "RS_KIND",
	        t->proc_macro                ? STR("proc-macro")
	        : plan_is_library_example(t) ? STR("example-lib")
	                                     : str_from(kinds[t->kind]));
	put_raw(p, "RS_NAME", t->name.plain);
	if (is_test(p))
		put_raw(p, "RS_TEST",
		        !tested      ? STR("doc")
		        : t->harness ? STR("harness")
		                     : STR("plain"));
}

static void put_crate(const Page *p)
{
	const StrList types =
		p->unit->mode == MODE_TEST ? (StrList){ 0 } : codegen_crate_types(p->unit);
	const bool plain =
		types.count == 1 && p->unit->mode != MODE_DOCTEST &&
		(str_eq(types.items[0], STR("lib")) || str_eq(types.items[0], STR("proc-macro")) ||
	         str_eq(types.items[0], STR("bin")));
	quote_assign(p->out, "RS_CRATE", p->unit->target->crate_name.plain);
	if (!plain)
		quote_assign_names(p->out, "RS_CRATE_TYPES", types);
	put_kind(p);
	quote_assign(p->out, "RS_EDITION", str_from(edition_names[p->unit->target->edition]));
}

static void put_features(const Page *p)
{
	quote_assign_names(p->out, "RS_FEATURES", p->unit->features);
	if (!is_run(p))
		quote_assign_names(p->out, "RS_KNOWN_FEATURES",
		                   feature_names(p->arena,
		                                 features_table(p->c->plan->graph->features,
		                                                p->unit->pkg)));
}

static void put_compile_flags(const Page *p)
{
	const UnitGraph *g = p->c->plan->graph;
	const Lto lto = p->c->plan->sets->lto[p->id];
	quote_assign_words(p->out, "RS_FLAGS",
	                   p->unit->mode == MODE_DOCTEST
	                           ? codegen_doctest_flags(p->arena, p->unit, lto)
	                           : codegen_profile_flags(p->arena, g, p->unit, lto));
	quote_assign_words(p->out, "RS_LINTS", codegen_lint_flags(p->arena, p->pkg->manifest));
}

/* A specification file is named from the package, as all paths are. */
static Str triple_text(const Page *p)
{
	const TargetInfo *t = p->target;
	if (!path_is_absolute(t->spec))
		return t->triple;
	const Str from = path_join(p->arena, p->c->out, p->bid->folder);
	return bid_place(p->c, p->arena, t->spec, "$(PKGDIR)", from);
}

/* What the library's workspace says of a package of its own comes last, and counts. */
static StrList rustflags(const Page *p)
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

static void put_platform(const Page *p)
{
	quote_assign_words(p->out, "RS_RUSTFLAGS", rustflags(p));
	if (p->unit->platform != PLATFORM_HOST)
		put_raw(p, "RS_TRIPLE", triple_text(p));
	quote_assign(p->out, "RS_LINKER", p->target->linker);
	if (is_test(p))
		quote_assign_words(p->out, "RS_RUNNER", p->target->runner);
	if (p->unit->mode == MODE_DOCTEST)
		quote_assign_words(p->out, "RS_RUSTDOCFLAGS", p->target->rustdocflags);
}

/* The programs that an integration test may run: `name=` where they are in the object tree. */
static void put_programs(const Page *p)
{
	const BidPlan *plan = p->c->plan;
	scoped_buf words = { 0 };
	for (size_t i = 0; is_test(p) && i < p->unit->dep_count; i++) {
		const UnitId id = p->unit->deps[i].unit;
		const Target *t = plan->graph->units[id].target;
		if (t->kind != TARGET_BIN)
			continue;
		const Str place = plan->units[id].output; /* $B/... */
		if (words.len)
			buf_char(&words, ' ');
		quote_word(&words,
		           arena_printf(p->arena, STR_FMT "=" STR_FMT, STR_ARG(t->name.plain),
		                        STR_ARG(str_sub(place, 3, place.len))));
	}
	quote_assign(p->out, "RS_PROGRAMS", buf_str(&words));
}

static void put_place(const Page *p)
{
	if (!str_eq(p->bid->place, STR("bin")))
		quote_assign(p->out, "RS_PLACE", p->bid->place);
}

static bool is_primary(const Page *p)
{
	const UnitGraph *g = p->c->plan->graph;
	for (size_t i = 0; i < g->root_count; i++)
		if (g->units[g->roots[i]].pkg == p->unit->pkg)
			return true;
	return false;
}

static void put_standing(const Page *p)
{
	put_flag(p, "RS_LOCAL", p->pkg->is_path && !p->pkg->std);
	put_flag(p, "RS_MEMBER", p->pkg->member);
	put_flag(p, "RS_PRIMARY", is_primary(p) && !p->pkg->std);
	if (is_run(p))
		return;
	put_flag(p, "RS_STD", p->pkg->std);
	if (p->pkg->std)
		put_raw(p, "RS_RUST", p->c->plan->graph->packages->toolchain->version.text);
	put_flag(p, "RS_INCREMENTAL", p->unit->profile.incremental);
	put_flag(p, "RS_NO_LIB", p->unit->target->kind != TARGET_LIB && !p->pkg->manifest->lib);
	const UnitId run = bid_run_of(p->c, p->id);
	if (run != UINT32_MAX && p->unit->target->kind != TARGET_CUSTOM_BUILD)
		quote_assign(p->out, "RS_SCRIPT", p->c->plan->units[run].name);
}

static void put_package_info(const Page *p)
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
		quote_assign(p->out, rows[k].name, rows[k].value);
}

static void put_run_order(const Page *p)
{
	scoped_buf after = { 0 };
	const UnitGraph *g = p->c->plan->graph;
	for (size_t i = 0; i < p->unit->dep_count; i++) {
		const UnitId d = p->unit->deps[i].unit;
		const Str name = p->c->plan->units[d].name;
		if (g->units[d].mode == MODE_RUN_CUSTOM_BUILD)
			buf_printf(&after, "%s" STR_FMT, after.len ? " " : "", STR_ARG(name));
		else
			quote_assign(p->out, "RS_RUN", name);
	}
	quote_assign(p->out, "RS_RUN_AFTER", buf_str(&after));
}

static void put_target_kinds(const Page *p)
{
	static const struct {
		TargetKind kind;
		const char *name;
	} kinds[] = {
		{ TARGET_LIB, "lib" },     { TARGET_BIN, "bin" },         { TARGET_TEST, "test" },
		{ TARGET_BENCH, "bench" }, { TARGET_EXAMPLE, "example" },
	};
	const Manifest *m = p->pkg->manifest;
	scoped_buf text = { 0 }, bins = { 0 };
	for (size_t k = 0; k < COUNT_OF(kinds); k++)
		for (size_t i = 0; i < m->target_count; i++)
			if (m->targets[i].kind == kinds[k].kind) {
				buf_printf(&text, "%s%s", text.len ? " " : "", kinds[k].name);
				break;
			}
	for (size_t i = 0; m->lib && i < m->lib->crate_types.count; i++)
		if (str_eq(m->lib->crate_types.items[i], STR("cdylib")))
			buf_add(&text, STR(" cdylib"));
	for (size_t i = 0; i < m->target_count; i++)
		if (m->targets[i].kind == TARGET_BIN && m->targets[i].name.plain.len) {
			if (bins.len)
				buf_char(&bins, ' ');
			quote_word(&bins, m->targets[i].name.plain);
		}
	quote_assign(p->out, "RS_TARGET_KINDS", buf_str(&text));
	quote_assign(p->out, "RS_BINS", buf_str(&bins));
}

static void add_directive(const Page *p, Buf *out, Str key, Str value)
{
	const Str line =
		arena_printf(p->arena, "cargo::" STR_FMT "=" STR_FMT, STR_ARG(key), STR_ARG(value));
	if (out->len)
		buf_char(out, ' ');
	quote_word(out, line);
}

static Str metadata(const Page *p, Str key, Str value)
{
	return arena_printf(p->arena, STR_FMT "=" STR_FMT, STR_ARG(key), STR_ARG(value));
}

/* `[target.<triple>.<links>]` says what the script would: keys are directives, others metadata. */
static void put_override(const Page *p, const TomlTable *t)
{
	scoped_buf out = { 0 };
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		const bool directive = str_starts_with(e->key, STR("rustc-"));
		if (e->value.kind == TOML_STRING && directive)
			add_directive(p, &out, e->key, e->value.text);
		else if (e->value.kind == TOML_STRING)
			add_directive(p, &out, STR("metadata"), metadata(p, e->key, e->value.text));
		for (size_t k = 0; e->value.kind == TOML_ARRAY && k < e->value.array.count; k++)
			if (e->value.array.items[k].kind == TOML_STRING)
				add_directive(p, &out, e->key, e->value.array.items[k].text);
		for (size_t k = 0; e->value.kind == TOML_TABLE && k < e->value.table->count; k++) {
			const TomlEntry *v = &e->value.table->entries[k];
			if (v->value.kind == TOML_STRING)
				add_directive(p, &out, e->key, metadata(p, v->key, v->value.text));
		}
	}
	quote_assign(p->out, "RS_OVERRIDE", buf_str(&out));
}

static void put_run(const Page *p)
{
	const UnitGraph *g = p->c->plan->graph;
	const Profile *f = &p->unit->profile;
	const TomlTable *override =
		unit_links_override(p->c->config, g->packages, p->unit->pkg, p->unit->platform);
	put_run_order(p);
	quote_assign(p->out, "RS_LINKS", p->pkg->manifest->links);
	quote_assign(p->out, "RS_OPT_LEVEL", f->opt_level);
	put_raw(p, "RS_DEBUG", str_eq(f->debuginfo, STR("0")) ? STR("false") : STR("true"));
	put_raw(p, "RS_PROFILE", f->release_root ? STR("release") : STR("debug"));
	put_flag(p, "RS_DEBUG_ASSERTIONS", f->debug_assertions);
	put_target_kinds(p);
	if (override)
		put_override(p, override);
}

static void put_head(const Page *p)
{
	buf_printf(p->out, "# " STR_FMT " " STR_FMT ": " BID_MARK "; edits will be lost.\n",
	           STR_ARG(p->pkg->name), STR_ARG(p->pkg->version.text));
	bid_emit_places(p->c, p->bid->part.len ? ".." : ".", p->out);
	quote_assign(p->out, "TARGET", p->bid->target);
	if (is_host(p))
		put_raw(p, "MODE", STR("host"));
	if (!is_run(p))
		quote_assign(p->out, "SRC_RS", p->unit->target->path);
}

static void put_body(const Page *p)
{
	if (!is_run(p))
		put_requires(p);
	buf_char(p->out, '\n');
	put_places(p);
	if (!is_run(p))
		put_crate(p);
	put_features(p);
	if (!is_run(p))
		put_compile_flags(p);
	put_platform(p);
	put_place(p);
	put_programs(p);
	put_standing(p);
	if (is_run(p))
		put_run(p);
	put_package_info(p);
}

void bid_emit_makefile(const BidContext *c, UnitId unit, Buf *out)
{
	scoped_arena scratch = { 0 };
	const UnitGraph *g = c->plan->graph;
	const Unit *u = &g->units[unit];
	const Page p = { c,
		         &scratch,
		         out,
		         unit,
		         u,
		         &c->plan->units[unit],
		         &g->packages->packages[u->pkg],
		         codegen_target(g, u) };
	put_head(&p);
	put_body(&p);
	buf_printf(out, "\ninclude $(L4DIR)/mk/%s.mk\n", plan_is_library(u) ? "lib" : "prog");
}
