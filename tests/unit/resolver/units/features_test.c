// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/features.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/*
 * A small world: package 0 is the root, with an optional plain dependency `d`
 * and one hidden behind `dep:e`; 3 is a shared library that 4, a proc macro, and
 * the root's build script use as well. (cargo-rules 2.4 and 5.3)
 */
enum { ROOT, D, E, SHARED, MACRO, PACKAGES };

typedef struct World {
	Arena arena;
	Manifest manifests[PACKAGES];
	Package packages[PACKAGES];
	Workspace workspace;
	Toolchain toolchain;
	PackageGraph graph;
} World;

static StrList words(Arena *a, const char *text)
{
	Str *items = arena_array(a, Str, 16);
	size_t count = 0;
	Str rest = arena_str(a, str_from(text)), word;
	while (*text && str_next(&rest, ' ', &word))
		items[count++] = word;
	return (StrList){ items, count };
}

static void declare(World *w, int package, const char *name, const char *values)
{
	Manifest *m = &w->manifests[package];
	Feature *all = arena_array(&w->arena, Feature, m->feature_count + 1);
	if (m->feature_count)
		memcpy(all, m->features, m->feature_count * sizeof(Feature));
	all[m->feature_count++] =
		(Feature){ .name = str_from(name), .values = words(&w->arena, values) };
	m->features = all;
}

static void depend(World *w, int from, int to, Dependency dep)
{
	Manifest *m = &w->manifests[from];
	Dependency *all = arena_array(&w->arena, Dependency, PACKAGES * 2);
	Edge *edges = arena_array(&w->arena, Edge, PACKAGES * 2);
	const size_t n = m->dep_count++;
	for (size_t i = 0; i < n; i++)
		all[i] = m->deps[i];
	dep.package = dep.key;
	all[n] = dep;
	m->deps = all;
	for (size_t i = 0; i <= n; i++) {
		const Dependency **one = arena_array(&w->arena, const Dependency *, 1);
		*one = &all[i];
		edges[i] = (Edge){ i == n ? (PkgId)to : w->packages[from].edges[i].to, one, 1 };
	}
	w->packages[from].edges = edges;
	w->packages[from].edge_count = n + 1;
}

static void make(World *w, int resolver)
{
	static const char *const names[] = { "root", "d", "e", "shared", "macro" };
	*w = (World){ .workspace = { .resolver = resolver } };
	w->graph = (PackageGraph){ .workspace = &w->workspace,
		                   .toolchain = &w->toolchain,
		                   .packages = w->packages,
		                   .count = PACKAGES };
	for (int i = 0; i < PACKAGES; i++) {
		w->manifests[i] = (Manifest){ .name = str_from(names[i]), .has_package = true };
		w->packages[i] = (Package){ .name = str_from(names[i]),
			                    .manifest = &w->manifests[i],
			                    .member = i == ROOT };
	}
	static const Target macro = { .kind = TARGET_LIB, .proc_macro = true };
	w->manifests[MACRO].lib = &macro;
	w->manifests[MACRO].proc_macro = true;
	w->packages[MACRO].macro = true;
	declare(w, D, "x", "");
	declare(w, E, "y", "");
	declare(w, SHARED, "normal", "");
	declare(w, SHARED, "build", "");
	declare(w, SHARED, "macro", "");
	declare(w, SHARED, "dev", "");
	depend(w, ROOT, D, (Dependency){ .key = STR("d"), .optional = true });
	depend(w, ROOT, E, (Dependency){ .key = STR("e"), .optional = true });
	declare(w, ROOT, "h", "dep:e");
	declare(w, ROOT, "s", "d/x");
	declare(w, ROOT, "hs", "e/y");
	declare(w, ROOT, "w", "d?/x");
}

static const char *joined(World *w, StrList list)
{
	Str text = STR("");
	for (size_t i = 0; i < list.count; i++)
		text = arena_printf(&w->arena, STR_FMT "%s" STR_FMT, STR_ARG(text), i ? " " : "",
		                    STR_ARG(list.items[i]));
	return text.len ? text.ptr : "";
}

static const Features *resolve(World *w, const char *asked, bool dev)
{
	const StrList names = words(&w->arena, asked);
	FeatureValue *values = arena_array(&w->arena, FeatureValue, names.count);
	for (size_t i = 0; i < names.count; i++)
		values[i] = feature_value_parse(names.items[i]);
	for (int i = 0; i < PACKAGES; i++)
		w->manifests[i].table = feature_table(&w->arena, &w->manifests[i]);
	FeatureRoot *root = arena_new(&w->arena, FeatureRoot);
	*root = (FeatureRoot){ .pkg = ROOT, .values = values, .count = names.count };
	return features_resolve(&w->arena, &w->graph, &(FeatureRequest){ root, 1, dev });
}

static void optional_dependency_is_a_feature_unless_hidden(void **state)
{
	(void)state;
	World w;
	make(&w, 2);
	const FeatureTable *t = feature_table(&w.arena, &w.manifests[ROOT]);
	assert_string_equal(joined(&w, feature_names(&w.arena, t)), "d h hs s w");
	arena_free(&w.arena);
}

static void strong_feature_switches_the_dependency_and_its_feature_on(void **state)
{
	(void)state;
	World w;
	make(&w, 2);
	const Features *f = resolve(&w, "s", false);
	assert_string_equal(joined(&w, features_of(f, ROOT, FOR_NORMAL)), "d s");
	assert_string_equal(joined(&w, features_of(f, D, FOR_NORMAL)), "x");
	arena_free(&w.arena);
}

static void hidden_dependency_gets_no_feature_of_its_name(void **state)
{
	(void)state;
	World w;
	make(&w, 2);
	const Features *f = resolve(&w, "hs", false);
	assert_string_equal(joined(&w, features_of(f, ROOT, FOR_NORMAL)), "hs");
	assert_true(features_dep_active(f, ROOT, FOR_NORMAL, STR("e")));
	assert_string_equal(joined(&w, features_of(f, E, FOR_NORMAL)), "y");
	arena_free(&w.arena);
}

static void weak_feature_waits_for_the_dependency(void **state)
{
	(void)state;
	World w;
	make(&w, 2);
	const Features *off = resolve(&w, "w", false);
	assert_false(features_dep_active(off, ROOT, FOR_NORMAL, STR("d")));
	assert_false(features_reached(off, D, FOR_NORMAL));
	const Features *on = resolve(&w, "w d", false);
	assert_string_equal(joined(&w, features_of(on, D, FOR_NORMAL)), "x");
	const Features *other_order = resolve(&w, "d w", false);
	assert_string_equal(joined(&w, features_of(other_order, D, FOR_NORMAL)), "x");
	arena_free(&w.arena);
}

static void share(World *w)
{
	depend(w, ROOT, SHARED,
	       (Dependency){ .key = STR("shared"), .features = words(&w->arena, "normal") });
	depend(w, ROOT, SHARED,
	       (Dependency){ .key = STR("shared"),
	                     .kind = DEP_BUILD,
	                     .features = words(&w->arena, "build") });
	depend(w, ROOT, SHARED,
	       (Dependency){ .key = STR("shared"),
	                     .kind = DEP_DEV,
	                     .features = words(&w->arena, "dev") });
	depend(w, ROOT, MACRO, (Dependency){ .key = STR("macro") });
	depend(w, MACRO, SHARED,
	       (Dependency){ .key = STR("shared"), .features = words(&w->arena, "macro") });
}

static void resolver_2_keeps_build_and_macro_features_apart(void **state)
{
	(void)state;
	World w;
	make(&w, 2);
	share(&w);
	const Features *f = resolve(&w, "", false);
	assert_string_equal(joined(&w, features_of(f, SHARED, FOR_NORMAL)), "normal");
	assert_string_equal(joined(&w, features_of(f, SHARED, FOR_HOST)), "build macro");
	const Features *tests = resolve(&w, "", true);
	assert_string_equal(joined(&w, features_of(tests, SHARED, FOR_NORMAL)), "dev normal");
	arena_free(&w.arena);
}

static void resolver_1_unifies_everything_even_dev(void **state)
{
	(void)state;
	World w;
	make(&w, 1);
	share(&w);
	const Features *f = resolve(&w, "", false);
	assert_string_equal(joined(&w, features_of(f, SHARED, FOR_NORMAL)),
	                    "build dev macro normal");
	assert_string_equal(joined(&w, features_of(f, SHARED, FOR_HOST)), "build dev macro normal");
	arena_free(&w.arena);
}

static void inactive_platforms_count_under_resolver_1_only(void **state)
{
	(void)state;
	static const Platform nowhere = { .text = STR_INIT("no-such-triple") };
	for (int resolver = 1; resolver <= 2; resolver++) {
		World w;
		make(&w, resolver);
		depend(&w, ROOT, SHARED, (Dependency){ .key = STR("shared") });
		depend(&w, ROOT, SHARED,
		       (Dependency){ .key = STR("shared"),
		                     .platform = &nowhere,
		                     .features = words(&w.arena, "dev") });
		const Features *f = resolve(&w, "", false);
		assert_string_equal(joined(&w, features_of(f, SHARED, FOR_NORMAL)),
		                    resolver == 1 ? "dev" : "");
		arena_free(&w.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(optional_dependency_is_a_feature_unless_hidden),
		cmocka_unit_test(strong_feature_switches_the_dependency_and_its_feature_on),
		cmocka_unit_test(hidden_dependency_gets_no_feature_of_its_name),
		cmocka_unit_test(weak_feature_waits_for_the_dependency),
		cmocka_unit_test(resolver_2_keeps_build_and_macro_features_apart),
		cmocka_unit_test(resolver_1_unifies_everything_even_dev),
		cmocka_unit_test(inactive_platforms_count_under_resolver_1_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
