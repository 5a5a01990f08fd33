/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * units.h - unit graphs made by hand: packages first, then units, both in cargo's order.
 */
#ifndef L4CARGO_TESTS_UNIT_UNITS_H
#define L4CARGO_TESTS_UNIT_UNITS_H

#include "resolver/units/unit_sets.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { MOST = 32 };

typedef struct Sample {
	Arena arena;
	Workspace workspace;
	Toolchain toolchain;
	TargetInfo targets[2];
	Package packages[MOST];
	Manifest manifests[MOST];
	Target all_targets[MOST][8];
	Unit units[MOST];
	UnitDep deps[MOST][8];
	UnitId roots[MOST];
	PackageGraph package_graph;
	UnitGraph graph;
} Sample;

static inline Sample *sample_new(void)
{
	Sample *s = test_calloc(1, sizeof(*s));
	s->workspace.root = STR("/w");
	s->targets[0].triple = STR("t0");
	s->targets[1].triple = STR("t1");
	s->toolchain.targets = s->targets;
	s->package_graph.workspace = &s->workspace;
	s->package_graph.toolchain = &s->toolchain;
	s->package_graph.packages = s->packages;
	s->graph =
		(UnitGraph){ .packages = &s->package_graph, .units = s->units, .roots = s->roots };
	return s;
}

static inline void sample_free(Sample *s)
{
	arena_free(&s->arena);
	test_free(s);
}

static inline PkgId sample_package(Sample *s, const char *name, const char *version, bool is_path)
{
	const PkgId id = (PkgId)s->package_graph.count++;
	s->manifests[id].name = str_from(name);
	s->manifests[id].targets = s->all_targets[id];
	s->packages[id] = (Package){
		.name = str_from(name),
		.version = { .text = str_from(version) },
		.manifest = &s->manifests[id],
		.folder = arena_printf(&s->arena, "/w/%s", name),
		.is_path = is_path,
		.member = is_path,
	};
	return id;
}

/* A target of the package; `types`: crate types of a library or example, by blanks; may be NULL. */
static inline const Target *sample_target(Sample *s, PkgId pkg, TargetKind kind, const char *name,
                                          const char *types)
{
	Target *t = &s->all_targets[pkg][s->manifests[pkg].target_count++];
	Str *list = arena_array(&s->arena, Str, 4), rest = str_from(types ? types : ""), one;
	size_t count = 0;
	while (rest.len && str_next(&rest, ' ', &one))
		list[count++] = one;
	*t = (Target){
		.kind = kind,
		.name = target_name_check(str_from(name)),
		.path = STR("src/x.rs"),
		.crate_types = { list, count },
		.proc_macro = types && strcmp(types, "proc-macro") == 0,
		.harness = true,
	};
	t->crate_name = target_name_crate(&s->arena, t->name);
	return t;
}

/* A unit for the host; change it by `s->units[id]`. */
static inline UnitId sample_unit(Sample *s, PkgId pkg, const Target *t, UnitMode mode)
{
	const UnitId id = (UnitId)s->graph.count++;
	s->units[id] = (Unit){
		.pkg = pkg,
		.target = t,
		.mode = mode,
		.platform = PLATFORM_HOST,
		.deps = s->deps[id],
		.profile = { .name = STR("dev"),
		             .opt_level = STR("0"),
		             .lto = STR("false"),
		             .debuginfo = STR("2"),
		             .strip = STR("none") },
	};
	return id;
}

static inline void sample_dep(Sample *s, UnitId user, UnitId used)
{
	s->deps[user][s->units[user].dep_count++] =
		(UnitDep){ .unit = used, .extern_name = s->units[used].target->crate_name };
}

static inline void sample_root(Sample *s, UnitId id)
{
	s->units[id].root = true;
	s->roots[s->graph.root_count++] = id;
}

#endif
