// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/below.h"

#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct Fixture {
	Arena arena;
	Diag diag;
	Str folder;
	int top, outside; /* `top` has links to the other: `out`, and `file` to `outside/file` */
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	f->folder = str_from(test_folder(&f->arena));
	const int folder = open(f->folder.ptr, O_PATH | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(mkdirat(folder, "top", 0777), 0);
	assert_int_equal(mkdirat(folder, "outside", 0777), 0);
	f->top = openat(folder, "top", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	f->outside = openat(folder, "outside", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fs_write_new_at(f->outside, "file", STR("mine")));
	assert_int_equal(symlinkat("../outside", f->top, "out"), 0);
	assert_int_equal(symlinkat("../outside/file", f->top, "file"), 0);
	close(folder);
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	fs_close(&f->top);
	fs_close(&f->outside);
	assert_true(fs_remove_tree(f->folder.ptr, &f->diag));
	arena_free(&f->arena);
	free(f);
	return 0;
}

static BelowPath below(Fixture *f, const char *text)
{
	BelowPath path;
	assert_true(below_path(&f->arena, str_from(text), &path));
	return path;
}

static BelowPlace place(Fixture *f, const char *text)
{
	return (BelowPlace){ f->top, below(f, text) };
}

static void only_plain_paths_are_below(void **state)
{
	static const char *const bad[] = { "",       "/",     "/a",  "a/",   "a//b",
		                           ".",      "..",    "./a", "../a", "a/..",
		                           "a/../b", "a/./b", "a/.", "//",   "/.." };
	static const char *const good[] = { "a", "a/b", "..a", "a../b", "...", ".a/b.", "a b/\n" };
	Fixture *f = *state;
	BelowPath path;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(below_path(&f->arena, str_from(bad[i]), &path));
	assert_false(below_path(&f->arena, STR("a\0b"), &path));
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_true(below_path(&f->arena, str_from(good[i]), &path));
		assert_true(str_eq(path.checked, str_from(good[i])));
	}
}

static void files_are_written_and_read(void **state)
{
	Fixture *f = *state;
	Str text;
	const BelowPath path = below(f, "a/b/c");
	assert_int_equal(below_kind(f->top, path), FILE_ABSENT);
	assert_true(below_make_parents(f->top, path));
	assert_true(below_make_parents(f->top, path));
	assert_true(below_write_new(f->top, path, STR("1")));
	assert_false(below_write_new(f->top, path, STR("2")));
	assert_true(below_write(f->top, path, STR("3"), FS_LASTING));
	assert_true(below_read(f->top, path, &f->arena, &text));
	assert_true(str_eq(text, STR("3")));
	assert_int_equal(below_kind(f->top, path), FILE_REGULAR);
	assert_true(below_rename(place(f, "a/b/c"), place(f, "a/d")));
	assert_true(below_remove_file(f->top, below(f, "a/d")));
	assert_false(below_remove_folder(f->top, below(f, "a")));
	assert_true(below_remove_tree(f->top, below(f, "a")));
	assert_true(below_remove_tree(f->top, below(f, "a")));
	assert_true(below_remove_tree(f->top, below(f, "a/b")));
	assert_int_equal(below_kind(f->top, below(f, "a")), FILE_ABSENT);
}

static void files_get_other_names(void **state)
{
	Fixture *f = *state;
	Str text;
	assert_true(below_make_folders(f->top, below(f, "a/b")));
	assert_true(below_write(f->top, below(f, "one"), STR("1"), FS_FLEETING));
	assert_true(below_write(f->top, below(f, "a/two"), STR("2"), FS_FLEETING));
	assert_true(below_exchange(place(f, "one"), place(f, "a/two")));
	assert_true(below_link(place(f, "one"), place(f, "a/b/three")));
	assert_true(below_read(f->top, below(f, "a/b/three"), &f->arena, &text));
	assert_true(str_eq(text, STR("2")));
	assert_true(below_link(place(f, "a/two"), place(f, "a/b/three")));
	assert_true(below_link(place(f, "a/two"), place(f, "a/b/three"))); /* the same file */
	assert_true(below_read(f->top, below(f, "a/b/three"), &f->arena, &text));
	assert_true(str_eq(text, STR("1")));
	assert_false(below_link(place(f, "absent"), place(f, "a/b/three")));
	assert_false(below_rename(place(f, "one"), place(f, "absent/one")));
	scoped_fd in = below_open_folder(f->top, below(f, "a/b"));
	FsEntry *entries;
	size_t count;
	assert_true(fs_list_opened(in, &f->arena, &entries, &count));
	assert_int_equal(count, 1);
}

static void nothing_is_reached_through_links(void **state)
{
	Fixture *f = *state;
	Str text;
	bool link;
	assert_true(below_write_new(f->top, below(f, "inside"), STR("x")));
	assert_int_equal(below_open(f->top, below(f, "out/file"), O_RDONLY, 0), -1);
	assert_int_equal(below_open_folder(f->top, below(f, "out")), -1);
	assert_false(below_read(f->top, below(f, "file"), &f->arena, &text));
	assert_false(below_make_folders(f->top, below(f, "out/a")));
	assert_false(below_make_folders(f->top, below(f, "out")));
	assert_false(below_write_new(f->top, below(f, "out/a"), STR("x")));
	assert_false(below_write(f->top, below(f, "out/a"), STR("x"), FS_FLEETING));
	assert_false(below_remove_file(f->top, below(f, "out/file")));
	assert_false(below_remove_tree(f->top, below(f, "out/file")));
	assert_false(below_rename(place(f, "out/file"), place(f, "a")));
	assert_false(below_rename(place(f, "inside"), place(f, "out/a")));
	assert_false(below_exchange(place(f, "inside"), place(f, "out/file")));
	assert_false(below_link(place(f, "inside"), place(f, "out/a")));
	assert_false(below_link(place(f, "out/file"), place(f, "a")));
	assert_int_equal(below_kind(f->top, below(f, "out")), FILE_OTHER);
	assert_int_equal(below_kind(f->top, below(f, "out/file")), FILE_OTHER);
	assert_true(str_eq(below_obstacle(f->top, below(f, "out/x/y"), &link), STR("out")));
	assert_true(link);
	/* a link itself is replaced, and removed */
	assert_true(below_write(f->top, below(f, "file"), STR("new"), FS_FLEETING));
	assert_true(below_remove_tree(f->top, below(f, "out")));
	FsEntry *entries;
	size_t count;
	assert_true(fs_list_opened(f->outside, &f->arena, &entries, &count));
	assert_int_equal(count, 1);
	assert_true(fs_read_quietly(
		arena_printf(&f->arena, STR_FMT "/outside/file", STR_ARG(f->folder)).ptr, &f->arena,
		&text));
	assert_true(str_eq(text, STR("mine")));
}

static void special_files_are_not_read(void **state)
{
	Fixture *f = *state;
	Str text;
	assert_int_equal(mkfifoat(f->top, "fifo", 0666), 0);
	assert_false(below_read(f->top, below(f, "fifo"), &f->arena, &text));
	assert_int_equal(mkdirat(f->top, "folder", 0777), 0);
	assert_false(below_read(f->top, below(f, "folder"), &f->arena, &text));
}

static void paths_of_any_length_are_taken(void **state)
{
	enum { PARTS = 1200 }; /* of 10 bytes: three times PATH_MAX */
	Fixture *f = *state;
	Str text;
	Str whole = STR("part-0123");
	for (int i = 1; i < PARTS; i++)
		whole = path_join(&f->arena, whole, STR("part-0123"));
	BelowPath path;
	assert_true(below_path(&f->arena, whole, &path));
	assert_true(below_make_parents(f->top, path));
	assert_true(below_write(f->top, path, STR("deep"), FS_FLEETING));
	assert_true(below_read(f->top, path, &f->arena, &text));
	assert_true(str_eq(text, STR("deep")));
	assert_true(below_remove_tree(f->top, below(f, "part-0123")));
}

/* The same on a kernel without openat2. */
static void links_are_refused_part_by_part(void **state)
{
	struct sock_filter refuse[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_openat2, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};
	const struct sock_fprog program = { COUNT_OF(refuse), refuse };
	int status;
	const pid_t child = fork();
	if (child == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ||
		    prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) < 0 ||
		    syscall(SYS_openat2, -1, "", NULL, 0) != -1 || errno != ENOSYS)
			_exit(77);
		nothing_is_reached_through_links(state);
		files_get_other_names(state);
		files_are_written_and_read(state);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (WIFEXITED(status) && WEXITSTATUS(status) == 77)
		skip();
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

static void paths_are_made_relative_to_a_folder(void **state)
{
	Fixture *f = *state;
	static const char *const good[][3] = { { "/a/b", "/a/b/c/d", "c/d" },
		                               { "/a/b/", "/a/b/c", "c" },
		                               { "/", "/a/b", "a/b" } };
	static const char *const bad[][2] = { { "/a/b", "/a/bc" },   { "/a/b", "/a/b" },
		                              { "/a/b", "/a/b/" },   { "/a/b/", "/a/b/" },
		                              { "/a/b", "/a/b//c" }, { "/a/b", "/a/b/../c" },
		                              { "/a/b", "/a" },      { "/", "/" } };
	BelowPath path;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		assert_true(below_path_from(&f->arena, str_from(good[i][0]), str_from(good[i][1]),
		                            &path));
		assert_string_equal(path.checked.ptr, good[i][2]);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(below_path_from(&f->arena, str_from(bad[i][0]), str_from(bad[i][1]),
		                             &path));
}

static void files_are_kept_below_any_folder(void **state)
{
	Fixture *f = *state;
	static const char *const texts[] = { "1", "2", "3" };
	const Str real = fs_real_path(&f->arena, f->folder);
	const Str file = arena_printf(&f->arena, STR_FMT "/top/new/file", STR_ARG(real));
	const Str tops[] = { real, arena_printf(&f->arena, STR_FMT "/", STR_ARG(real)), STR("/") };
	for (size_t i = 0; i < COUNT_OF(tops); i++) {
		Str text;
		assert_true(below_keep(tops[i], file, str_from(texts[i]), FS_FLEETING));
		assert_true(below_read(f->top, below(f, "new/file"), &f->arena, &text));
		assert_true(str_eq(text, str_from(texts[i])));
	}
	assert_false(below_keep(real, STR("/elsewhere"), STR(""), FS_FLEETING));
	assert_int_equal(errno, EXDEV);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(only_plain_paths_are_below),
		TEST(files_are_written_and_read),
		TEST(nothing_is_reached_through_links),
		TEST(special_files_are_not_read),
		TEST(paths_of_any_length_are_taken),
		TEST(links_are_refused_part_by_part),
		TEST(files_get_other_names),
		TEST(paths_are_made_relative_to_a_folder),
		TEST(files_are_kept_below_any_folder),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
