// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/trust.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <unistd.h>

static Trust trust_with(uid_t owner, mode_t mode)
{
	/* a group that nobody has for their own */
	return trust_of(&(struct stat){ .st_uid = owner, .st_gid = 54321, .st_mode = mode });
}

static void ours_and_those_of_root_are_trusted(void **state)
{
	(void)state;
	assert_int_equal(trust_with(geteuid(), S_IFDIR | 0755), TRUST_GOOD);
	assert_int_equal(trust_with(0, S_IFREG | 0644), TRUST_GOOD);
	assert_int_equal(trust_with(54321, S_IFREG | 0600), TRUST_OTHERS);
	assert_int_equal(trust_with(0, S_IFDIR | 0775), TRUST_WRITABLE);
	assert_int_equal(trust_with(0, S_IFDIR | 0757), TRUST_WRITABLE);
	assert_int_equal(trust_with(0, S_IFDIR | S_ISVTX | 0777), TRUST_WRITABLE);
}

static const char *made(Arena *a, const char *in, const char *name, mode_t mode)
{
	const char *path = arena_printf(a, "%s/%s", in, name).ptr;
	assert_int_equal(mkdir(path, 0700), 0);
	assert_int_equal(chmod(path, mode), 0);
	return path;
}

static void folders_on_the_way_count(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	Str bad;
	const char *top = test_folder(&a);
	const char *open = made(&a, top, "open", 0777);
	const char *below = made(&a, open, "below", 0755);
	assert_int_equal(trust_of_way(&a, str_from(below), &bad), TRUST_WRITABLE);
	assert_string_equal(arena_cstr(&a, bad), open);
	chmod(open, 01777);
	assert_int_equal(trust_of_way(&a, str_from(below), &bad), TRUST_GOOD);
	assert_int_equal(trust_of_way(&a, str_from(open), &bad), TRUST_WRITABLE);
	assert_int_equal(trust_of_way(&a, STR("/nowhere/at/all"), NULL), TRUST_ABSENT);
	assert_true(trust_is_closed_off(below)); /* mkdtemp's is for us alone */
	chmod(top, 0755);
	assert_int_equal(trust_is_closed_off(below), trust_is_closed_off(top));
	fs_remove_tree(top, &silent);
}

static void folders_above_count_up_to_home(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	Str bad;
	const char *top = test_folder(&a);
	chmod(top, 0755);
	const char *open = made(&a, top, "open", 0777);
	const char *below = made(&a, open, "below", 0755);
	const Str cache = arena_printf(&a, "%s/not/there", below);
	/* the folder of all tests may be closed off */
	const Trust where_open = trust_is_closed_off(open) ? TRUST_GOOD : TRUST_WRITABLE;
	assert_int_equal(trust_of_parents(&a, str_from(below), STR(""), &bad), where_open);
	if (where_open == TRUST_WRITABLE)
		assert_string_equal(arena_cstr(&a, bad), open);
	assert_int_equal(trust_of_parents(&a, cache, STR(""), &bad), where_open);
	assert_int_equal(trust_of_parents(&a, cache, str_from(open), &bad), TRUST_GOOD);
	assert_int_equal(trust_of_parents(&a, cache, str_from(below), &bad), TRUST_GOOD);
	assert_int_equal(trust_of_parents(&a, cache, str_from(top), &bad), where_open);
	chmod(open, 01777);
	assert_int_equal(trust_of_parents(&a, cache, STR(""), &bad), TRUST_GOOD);
	chmod(open, 0777);
	chmod(top, 0700);
	assert_int_equal(trust_of_parents(&a, cache, STR(""), &bad), TRUST_GOOD);
	fs_remove_tree(top, &silent);
}

static void tree_has_neither_links_nor_files_of_others(void **state)
{
	(void)state;
	scoped_arena a = { 0 };
	Diag silent = { 0 };
	const char *top = test_folder(&a);
	const char *below = made(&a, top, "below", 0755);
	const char *file = arena_printf(&a, "%s/file", below).ptr;
	assert_true(fs_write(file, STR("x"), &silent) && chmod(file, 0644) == 0);
	assert_true(trust_tree(top));
	chmod(file, 0646);
	assert_false(trust_tree(top));
	chmod(file, 0644);
	assert_true(trust_tree(top));
	const char *link = arena_printf(&a, "%s/link", below).ptr;
	assert_int_equal(symlink(file, link), 0);
	assert_false(trust_tree(top));
	fs_remove_tree(top, &silent);
}

static void umask_is_read_and_left_as_it_is(void **state)
{
	(void)state;
	const mode_t before = umask(0022);
	assert_false(trust_umask_is_open());
	umask(0);
	assert_true(trust_umask_is_open());
	umask(0020);
	assert_true(trust_umask_is_open());
	assert_int_equal(umask(before), 0020);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ours_and_those_of_root_are_trusted),
		cmocka_unit_test(folders_on_the_way_count),
		cmocka_unit_test(folders_above_count_up_to_home),
		cmocka_unit_test(tree_has_neither_links_nor_files_of_others),
		cmocka_unit_test(umask_is_read_and_left_as_it_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
