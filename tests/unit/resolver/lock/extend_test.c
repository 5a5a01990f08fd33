// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/lock/extend.h"

#include "base/core/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

#define CRATES "registry+https://github.com/rust-lang/crates.io-index"
#define CRATE(name, version, rest) \
	"[[package]]\nname = \"" name "\"\nversion = \"" version "\"\nsource = \"" CRATES \
	"\"\n" rest "\n"

static const char lock_text[] =
	"version = 3\n"
	"[[package]]\nname = \"a\"\nversion = \"0.1.0\"\ndependencies = [\"b\", \"d\"]\n" CRATE(
		"b", "1.0.0", "dependencies = [\"leaf\"]") CRATE("d", "1.0.0", "")
		CRATE("leaf", "1.5.0", "");

static const Lockfile *read_lock(Arena *a)
{
	Diag diag = { .out = stderr };
	Source *src = arena_new(a, Source);
	*src = (Source){ .path = "Cargo.lock", .text = str_from(lock_text) };
	return lockfile_read(src, a, &diag);
}

static ResolvedPackage crate(const char *name, const char *version, const ResolvedEdge *edges,
                             size_t count)
{
	ResolvedPackage p = { .name = str_from(name),
		              .has_source = true,
		              .source = &source_crates_io,
		              .edges = edges,
		              .edge_count = count };
	const char *why;
	assert_true(version_parse(str_from(version), &p.version, &why));
	return p;
}

/* `a -> b d; b -> leaf@1.5.0 | leaf@2.0.0; ...`: behind the bar what is beyond the file. */
static void assert_lock(const Lockfile *l, const char *want)
{
	scoped_buf b = { 0 };
	for (size_t i = 0; i < l->count; i++) {
		const LockPackage *p = &l->packages[i];
		const size_t locked = p->dep_count - p->beyond_count;
		buf_printf(&b, "%s" STR_FMT "@" STR_FMT "%s", i ? "; " : "", STR_ARG(p->name),
		           STR_ARG(p->version.text), p->dep_count ? " ->" : "");
		for (size_t k = 0; k < p->dep_count; k++)
			buf_printf(&b, "%s " STR_FMT "@" STR_FMT, k == locked ? " |" : "",
			           STR_ARG(l->packages[p->deps[k]].name),
			           STR_ARG(l->packages[p->deps[k]].version.text));
	}
	assert_string_equal(b.ptr, want);
}

static void what_is_missing_comes_behind_what_is_locked(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const Lockfile *lock = read_lock(&a);
	const ResolvedEdge of_b[] = { { 1, DEP_NORMAL }, { 2, DEP_BUILD }, { 3, DEP_NORMAL } };
	const ResolvedEdge of_c[] = { { 2, DEP_NORMAL } };
	const ResolvedPackage all[] = { crate("b", "1.0.0", of_b, 3),
		                        crate("leaf", "1.5.0", NULL, 0),
		                        crate("leaf", "2.0.0", NULL, 0),
		                        crate("c", "0.3.0", of_c, 1) };
	const Lockfile *l = lockfile_extend(&a, lock, all, 4);
	assert_lock(lock, "a@0.1.0 -> b@1.0.0 d@1.0.0; b@1.0.0 -> leaf@1.5.0; d@1.0.0; leaf@1.5.0");
	assert_lock(l, "a@0.1.0 -> b@1.0.0 d@1.0.0; b@1.0.0 -> leaf@1.5.0 | leaf@2.0.0 c@0.3.0; "
	               "c@0.3.0 -> | leaf@2.0.0; d@1.0.0; leaf@1.5.0; leaf@2.0.0");
	assert_true(l->extended);
	assert_false(lock->extended);
}

static void path_packages_are_known_by_name_and_version(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const ResolvedEdge of_a[] = { { 1, DEP_NORMAL } };
	ResolvedPackage all[] = { crate("a", "0.1.0", of_a, 1), crate("e", "1.0.0", NULL, 0) };
	all[0].has_source = all[1].has_source = false;
	const Lockfile *l = lockfile_extend(&a, read_lock(&a), all, 2);
	assert_lock(l, "a@0.1.0 -> b@1.0.0 d@1.0.0 | e@1.0.0; b@1.0.0 -> leaf@1.5.0; d@1.0.0; "
	               "e@1.0.0; leaf@1.5.0");
	assert_false(l->packages[3].has_source);
}

static void new_edges_are_for_records_of_their_kind(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	const ResolvedEdge of_b[] = { { 1, DEP_BUILD } };
	const ResolvedPackage all[] = { crate("b", "1.0.0", of_b, 1),
		                        crate("leaf", "2.0.0", NULL, 0) };
	const Lockfile *l = lockfile_extend(&a, read_lock(&a), all, 2);
	const Dependency normal = { .kind = DEP_NORMAL }, build = { .kind = DEP_BUILD };
	const LockPackage *b = &l->packages[1];
	assert_int_equal(b->dep_count, 2);
	assert_true(lock_edge_is_for(b, 0, &normal));
	assert_true(lock_edge_is_for(b, 0, &build));
	assert_false(lock_edge_is_for(b, 1, &normal));
	assert_true(lock_edge_is_for(b, 1, &build));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_missing_comes_behind_what_is_locked),
		cmocka_unit_test(path_packages_are_known_by_name_and_version),
		cmocka_unit_test(new_edges_are_for_records_of_their_kind),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
