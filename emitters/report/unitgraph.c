// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/unitgraph.h"

#include "base/json/json_text.h"
#include "base/text/path.h"

#include <inttypes.h>
#include <stdlib.h>

const char *unitgraph_kind(const Target *t)
{
	static const char *const names[] = {
		[TARGET_LIB] = "lib",         [TARGET_BIN] = "bin",
		[TARGET_EXAMPLE] = "example", [TARGET_TEST] = "test",
		[TARGET_BENCH] = "bench",     [TARGET_CUSTOM_BUILD] = "custom-build",
	};
	/* Cargo names a library by its crate types; these two differ from "lib" */
	static const char *const own[] = { "bin", "proc-macro" };
	for (size_t k = 0; t->kind == TARGET_LIB && k < COUNT_OF(own); k++)
		for (size_t i = 0; i < t->crate_types.count; i++)
			if (str_eq(t->crate_types.items[i], str_from(own[k])))
				return own[k];
	return names[t->kind];
}

static Str git_source(Arena *a, SourceId s)
{
	s.precise = STR("");
	return source_text(a, &s);
}

Str unitgraph_source(Arena *a, const PackageGraph *g, const Package *p)
{
	if (source_is_crates_io(p->source))
		return STR("crates-io");
	if (p->source->kind == SOURCE_PATH)
		return arena_printf(a, "path+" STR_FMT,
		                    STR_ARG(path_relative(a, g->workspace->root, p->source->url)));
	if (p->source->kind == SOURCE_SPARSE)
		return p->source->url;
	if (p->source->kind == SOURCE_REGISTRY)
		return arena_printf(a, "registry+" STR_FMT, STR_ARG(p->source->url));
	return git_source(a, *p->source);
}

static void put_text(Buf *out, Str key, Str value)
{
	buf_add(out, key);
	json_put_string(out, value);
}

static void put_list(Buf *out, Str key, StrList list)
{
	buf_add(out, key);
	buf_char(out, '[');
	for (size_t i = 0; i < list.count; i++) {
		if (i)
			buf_char(out, ',');
		json_put_string(out, list.items[i]);
	}
	buf_char(out, ']');
}

static StrList crate_types(Arena *a, const Target *t)
{
	static const Str bin = STR_INIT("bin");
	if (t->kind != TARGET_LIB && (t->kind != TARGET_EXAMPLE || t->crate_types.count == 0))
		return (StrList){ &bin, 1 };
	Str *sorted = arena_array(a, Str, t->crate_types.count);
	for (size_t i = 0; i < t->crate_types.count; i++)
		sorted[i] = t->crate_types.items[i];
	if (t->crate_types.count)
		qsort(sorted, t->crate_types.count, sizeof(Str), str_compare_items);
	return (StrList){ sorted, t->crate_types.count };
}

Str unitgraph_platform(const PackageGraph *g, int platform)
{
	if (platform == PLATFORM_HOST)
		return STR("host");
	return g->toolchain->target_count > 1 ? g->toolchain->targets[platform].triple
	                                      : STR("target");
}

Str unitgraph_mode(UnitMode mode)
{
	static const Str names[] = {
		[MODE_TEST] = STR_INIT("test"),
		[MODE_BUILD] = STR_INIT("build"),
		[MODE_CHECK] = STR_INIT("check"),
		[MODE_CHECK_TEST] = STR_INIT("check"),
		[MODE_DOCTEST] = STR_INIT("doctest"),
		[MODE_RUN_CUSTOM_BUILD] = STR_INIT("run-custom-build"),
	};
	return names[mode];
}

static void put_flag(Buf *out, Str key, bool value)
{
	buf_add(out, key);
	buf_add(out, value ? STR("true") : STR("false"));
}

static void put_debuginfo(Buf *out, Str debuginfo)
{
	buf_add(out, JSON_NEXT("debuginfo"));
	if (debuginfo.len == 1) /* 0, 1 or 2 */
		buf_add(out, debuginfo);
	else
		json_put_string(out, debuginfo);
}

static void put_profile(Buf *out, const Profile *p)
{
	buf_char(out, '{');
	buf_add(out, JSON_KEY("name"));
	json_put_string(out, p->name);
	put_text(out, JSON_NEXT("opt_level"), p->opt_level);
	put_text(out, JSON_NEXT("lto"), p->lto);
	buf_add(out, JSON_NEXT("codegen_units"));
	if (p->codegen_units)
		buf_printf(out, "%" PRId64, p->codegen_units);
	else
		buf_add(out, STR("null"));
	put_debuginfo(out, p->debuginfo);
	put_flag(out, JSON_NEXT("debug_assertions"), p->debug_assertions);
	put_flag(out, JSON_NEXT("overflow_checks"), p->overflow_checks);
	put_flag(out, JSON_NEXT("rpath"), p->rpath);
	put_flag(out, JSON_NEXT("incremental"), p->incremental);
	put_text(out, JSON_NEXT("panic"), p->panic_abort ? STR("abort") : STR("unwind"));
	put_text(out, JSON_NEXT("strip"), p->strip);
	buf_char(out, '}');
}

typedef struct GraphWriter {
	const UnitGraph *graph;
	Buf *out;
	Arena scratch;       /* for one unit */
	const Profile *last; /* most units have the profile of the previous unit */
	Buf text;            /* the text of that profile */
} GraphWriter;

static bool is_last(const GraphWriter *w, const Profile *p)
{
	return w->last && profile_compare(p, w->last) == 0 && str_eq(p->name, w->last->name);
}

static void put_same_profile(GraphWriter *w, const Profile *p)
{
	if (!is_last(w, p)) {
		buf_clear(&w->text);
		put_profile(&w->text, p);
	}
	w->last = p;
	buf_add(w->out, JSON_NEXT("profile"));
	buf_add(w->out, buf_str(&w->text));
}

static void put_deps(Buf *out, const Unit *u)
{
	buf_add(out, JSON_NEXT("deps"));
	buf_char(out, '[');
	for (size_t i = 0; i < u->dep_count; i++) {
		buf_add(out, i ? STR(", {\"extern\": ") : STR("{\"extern\": "));
		json_put_string(out, u->deps[i].extern_name.plain);
		buf_printf(out, ", \"unit\": %u", u->deps[i].unit);
		put_flag(out, JSON_NEXT("public"), u->deps[i].public);
		put_flag(out, JSON_NEXT("noprelude"), u->deps[i].noprelude);
		buf_char(out, '}');
	}
	buf_char(out, ']');
}

static void put_unit(GraphWriter *w, const Unit *u)
{
	const UnitGraph *g = w->graph;
	Buf *const out = w->out;
	const Package *p = &g->packages->packages[u->pkg];
	buf_add(out, STR("  {"));
	buf_add(out, JSON_KEY("name"));
	json_put_string(out, p->name);
	put_text(out, JSON_NEXT("version"), p->version.text);
	put_text(out, JSON_NEXT("source"), unitgraph_source(&w->scratch, g->packages, p));
	put_text(out, JSON_NEXT("kind"), str_from(unitgraph_kind(u->target)));
	put_text(out, JSON_NEXT("target"), u->target->raw_name);
	put_list(out, JSON_NEXT("crate_types"), crate_types(&w->scratch, u->target));
	buf_add(out, JSON_NEXT("src"));
	if (u->mode == MODE_RUN_CUSTOM_BUILD)
		buf_add(out, STR("null"));
	else
		json_put_string(out, u->target->path);
	put_text(out, JSON_NEXT("edition"), str_from(edition_names[u->target->edition]));
	put_text(out, JSON_NEXT("platform"), unitgraph_platform(g->packages, u->platform));
	put_text(out, JSON_NEXT("mode"), unitgraph_mode(u->mode));
	put_list(out, JSON_NEXT("features"), u->features);
	put_same_profile(w, &u->profile);
	put_deps(out, u);
	buf_char(out, '}');
	arena_clear(&w->scratch);
}

static void put_head(const UnitGraph *g, Buf *out)
{
	const Toolchain *t = g->packages->toolchain;
	buf_add(out, STR("{\n "));
	buf_add(out, JSON_KEY("schema"));
	buf_add(out, STR("\"l4cargo-graph/1\",\n "));
	buf_add(out, JSON_KEY("host"));
	json_put_string(out, t->host);
	buf_add(out, STR(",\n "));
	buf_add(out, JSON_KEY("target"));
	if (t->target_count)
		json_put_string(out, t->targets[0].triple);
	else
		buf_add(out, STR("null"));
	buf_add(out, STR(",\n "));
	buf_add(out, JSON_KEY("roots"));
	buf_char(out, '[');
	for (size_t i = 0; i < g->root_count; i++)
		buf_printf(out, "%s%u", i ? ", " : "", g->roots[i]);
	buf_add(out, STR("],\n "));
}

void emit_unitgraph(const UnitGraph *g, Buf *out)
{
	GraphWriter w = { .graph = g, .out = out };
	put_head(g, out);
	buf_add(out, JSON_KEY("units"));
	buf_add(out, STR("[\n"));
	for (size_t i = 0; i < g->count; i++) {
		put_unit(&w, &g->units[i]);
		buf_add(out, i + 1 < g->count ? STR(",\n") : STR("\n"));
	}
	buf_add(out, STR(" ]\n}\n"));
	arena_free(&w.scratch);
	buf_free(&w.text);
}
