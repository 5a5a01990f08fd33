// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/sysroot/patch.h"

#include "tests/unit/project.h"

typedef struct Case {
	Arena arena;
	Diag diag;
	Source src;
	Patch patch;
} Case;

static bool read_patch(Case *c, const char *text)
{
	c->diag = (Diag){ 0 };
	c->src = (Source){ .path = "x.patch", .text = str_from(text) };
	return patch_read(&c->src, &c->arena, &c->diag, &c->patch);
}

#define HEAD      "package: p\nversions: >=1.2, <1.4\nreason: because\n of it\n\n"
#define FILE_HEAD HEAD "--- a/src/lib.rs\n+++ b/src/lib.rs\n"

static const char *applied(Case *c, const char *hunks, const char *old)
{
	Str out;
	assert_true(read_patch(c, arena_printf(&c->arena, FILE_HEAD "%s", hunks).ptr));
	assert_int_equal(c->patch.count, 1);
	if (patch_apply(&c->patch.files[0], str_from(old), &c->arena, &out))
		return NULL;
	return arena_cstr(&c->arena, out);
}

static void a_head_says_for_what_a_patch_is(void **state)
{
	(void)state;
	Case c = { 0 };
	Version good, bad;
	const char *why;
	assert_true(read_patch(&c, FILE_HEAD "@@ -1 +1 @@\n-a\n+b\n"));
	assert_true(str_eq(c.patch.package, STR("p")));
	assert_true(str_eq(c.patch.reason, STR("because")));
	assert_true(version_parse(STR("1.3.9"), &good, &why));
	assert_true(version_parse(STR("1.4.0"), &bad, &why));
	assert_true(version_req_matches(&c.patch.versions, &good));
	assert_false(version_req_matches(&c.patch.versions, &bad));
	arena_free(&c.arena);
}

static void hunks_are_found_where_they_are_or_near(void **state)
{
	(void)state;
	Case c = { 0 };
	const char *hunk = "@@ -2,2 +2,2 @@\n b\n-c\n+C\n";
	assert_string_equal(applied(&c, hunk, "a\nb\nc\nd\n"), "a\nb\nC\nd\n");
	assert_string_equal(applied(&c, hunk, "x\nx\nx\na\nb\nc\n"), "x\nx\nx\na\nb\nC\n");
	assert_string_equal(applied(&c, hunk, "b\nc\n"), "b\nC\n");
	assert_null(applied(&c, hunk, "a\nb\nd\n"));
	assert_null(applied(&c, hunk, ""));
	/* the nearer of two places */
	assert_string_equal(applied(&c, "@@ -5,1 +5,1 @@\n-b\n+B\n", "b\n1\n2\n3\n4\nb\n"),
	                    "b\n1\n2\n3\n4\nB\n");
	arena_free(&c.arena);
}

static void hunks_keep_their_order(void **state)
{
	(void)state;
	Case c = { 0 };
	const char *hunks = "@@ -1,1 +1,2 @@\n a\n+new\n@@ -3,1 +4,1 @@\n-a\n+z\n";
	assert_string_equal(applied(&c, hunks, "a\nb\na\n"), "a\nnew\nb\nz\n");
	assert_null(applied(&c, hunks, "a\nb\n"));
	arena_free(&c.arena);
}

static void a_new_file_needs_no_old_one(void **state)
{
	(void)state;
	Case c = { 0 };
	Str out;
	assert_true(
		read_patch(&c, HEAD "--- /dev/null\n+++ b/src/new.rs\n@@ -0,0 +1,2 @@\n+1\n+2\n"));
	assert_true(c.patch.files[0].is_new);
	assert_null(patch_apply(&c.patch.files[0], STR(""), &c.arena, &out));
	assert_true(str_eq(out, STR("1\n2\n")));
	arena_free(&c.arena);
}

static void bad_patches_are_refused(void **state)
{
	(void)state;
	static const char *const texts[] = {
		"",
		"package: p\nreason: none\n",
		"package: p\nversions: nonsense\nreason: r\n",
		HEAD "--- a/x\n",
		HEAD "--- a/x\n+++ b/../x\n@@ -1 +1 @@\n-a\n+b\n",
		HEAD "--- a/x\n+++ b//etc/x\n@@ -1 +1 @@\n-a\n+b\n",
		FILE_HEAD "@@ one @@\n",
		FILE_HEAD "@@ -1,2 +1,2 @@\n a\n",
		FILE_HEAD "@@ -1,1 +1,1 @@\n a\n b\n",
		FILE_HEAD "@@ -1,1 +1,1 @@\n?a\n",
	};
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		Case c = { 0 };
		assert_false(read_patch(&c, texts[i]));
		assert_true(c.diag.errors > 0);
		arena_free(&c.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_head_says_for_what_a_patch_is),
		cmocka_unit_test(hunks_are_found_where_they_are_or_near),
		cmocka_unit_test(hunks_keep_their_order),
		cmocka_unit_test(a_new_file_needs_no_old_one),
		cmocka_unit_test(bad_patches_are_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
