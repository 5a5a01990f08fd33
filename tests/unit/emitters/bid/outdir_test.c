// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <unistd.h>

typedef struct Fixture {
	Scratch in;
	Str out;
	BidFiles files;
	OutDirChanges changes;
	bool unknown;   /* what results_are_unknown answers */
	int told;       /* calls of `written` */
	bool has_files; /* as of the last call */
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
	f->out = path_join(&f->in.arena, f->in.folder, STR("out"));
	f->files.arena = &f->in.arena;
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	scratch_close(&f->in);
	free(f);
	return 0;
}

static void want(Fixture *f, const char *path, const char *text)
{
	*vec_push(&f->in.arena, &f->files.list, BidFile) =
		(BidFile){ .path = str_from(path),
		           .text = arena_printf(&f->in.arena, "# " BID_MARK "\n%s", text) };
}

static const char *at(Fixture *f, const char *path)
{
	return path_join(&f->in.arena, f->out, str_from(path)).ptr;
}

static void assert_locked(Str out)
{
	scoped_fd fd = open(out.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(fd >= 0);
	assert_int_not_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
}

static bool answer_unknown(const void *ctx)
{
	const Fixture *f = *(Fixture *const *)ctx;
	assert_locked(f->out);
	return f->unknown;
}

static bool note_written(const void *ctx)
{
	Fixture *f = *(Fixture *const *)ctx;
	assert_locked(f->out);
	f->told++;
	f->has_files = fs_kind(at(f, "Makefile")) == FILE_REGULAR;
	return true;
}

static bool write_all(Fixture *f)
{
	const OutDirLocked locked = { answer_unknown, note_written, &f };
	return outdir_write(f->out, &f->files, &locked, &f->in.diag, &f->changes);
}

/* What another import then reads of the folder is true, also if this one made it. */
static void caller_is_told_while_the_folder_is_locked(void **state)
{
	Fixture *f = *state;
	want(f, "Makefile", "x");
	for (int i = 1; i <= 2; i++) {
		assert_true(write_all(f));
		assert_int_equal(f->told, i);
		assert_true(f->has_files);
	}
}

static void folder_appears_with_all_files(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "Makefile", "y");
	assert_true(write_all(f));
	assert_int_equal(f->changes.written, 2);
	assert_int_equal(fs_kind(at(f, "a-1/Makefile")), FILE_REGULAR);
}

static void unchanged_file_keeps_its_time(void **state)
{
	Fixture *f = *state;
	struct stat before, after;
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_int_equal(stat(at(f, "a-1/Makefile"), &before), 0);
	assert_true(write_all(f));
	assert_int_equal(f->changes.unchanged, 1);
	assert_int_equal(stat(at(f, "a-1/Makefile"), &after), 0);
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
}

static void package_that_is_not_wanted_any_more_goes(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "b-1/lib/Makefile", "x");
	assert_true(write_all(f));
	f->files.list.count = 1;
	assert_true(write_all(f));
	assert_int_equal(f->changes.removed, 1);
	assert_int_equal(fs_kind(at(f, "b-1")), FILE_ABSENT);
	assert_int_equal(fs_kind(at(f, "a-1/Makefile")), FILE_REGULAR);
}

static void what_the_user_put_there_stays(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	want(f, "b-1/Makefile", "x");
	assert_true(write_all(f));
	assert_true(fs_write(at(f, "b-1/Makeconf.local"), STR("mine"), &f->in.diag));
	f->files.list.count = 1;
	assert_true(write_all(f));
	assert_int_equal(fs_kind(at(f, "b-1/Makefile")), FILE_ABSENT);
	assert_int_equal(fs_kind(at(f, "b-1/Makeconf.local")), FILE_REGULAR);
}

static void foreign_file_is_never_overwritten(void **state)
{
	Fixture *f = *state;
	Str text;
	assert_true(fs_make_folders(at(f, "a-1"), &f->in.diag));
	assert_true(fs_write(at(f, "a-1/Makefile"), STR("all: mine\n"), &f->in.diag));
	want(f, "a-0/Makefile", "x");
	want(f, "a-1/Makefile", "x");
	assert_false(write_all(f));
	assert_int_equal(f->in.diag.errors, 1);
	assert_true(fs_read_quietly(at(f, "a-1/Makefile"), &f->in.arena, &text));
	assert_true(str_eq(text, STR("all: mine\n")));
	assert_int_equal(fs_kind(at(f, "a-0")), FILE_ABSENT); /* nothing at all was written */
}

/* What make would read in place of ours is no file that may stay beside it. */
static void makefile_of_another_name_is_refused(void **state)
{
	Fixture *f = *state;
	static const char *const names[] = { "GNUmakefile", "makefile", "a-1/GNUmakefile",
		                             "a-1/makefile" };
	want(f, "Makefile", "x");
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	f->files.list.items[0].text = STR("# " BID_MARK "\nother");
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		Str text;
		assert_true(fs_write(at(f, names[i]), STR("all: mine\n"), &f->in.diag));
		assert_false(write_all(f));
		assert_int_equal(f->in.diag.errors, i + 1);
		assert_true(fs_read_quietly(at(f, "Makefile"), &f->in.arena, &text));
		assert_false(str_contains(text, STR("other")));
		unlink(at(f, names[i]));
	}
	assert_true(fs_write(at(f, "GNUmakefile"), STR("# " BID_MARK "\n"), &f->in.diag));
	assert_true(write_all(f));
	assert_int_equal(fs_kind(at(f, "GNUmakefile")), FILE_ABSENT);
}

/* A record makes no import of a folder whose Makefile make reads. */
static void record_keeps_no_makefile_of_another_name(void **state)
{
	Fixture *f = *state;
	want(f, "Makefile", "x");
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_true(fs_write(at(f, "a-1/GNUmakefile"), STR("# " BID_MARK "\n"), &f->in.diag));
	assert_true(fs_write(at(f, "a-1/l4cargo.record"), STR("# " BID_MARK "\n"), &f->in.diag));
	assert_true(write_all(f));
	assert_int_equal(fs_kind(at(f, "a-1/GNUmakefile")), FILE_ABSENT);
}

static void results_of_others_go(void **state)
{
	Fixture *f = *state;
	struct stat before, after, package;
	want(f, "Makefile", "x");
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_false(f->changes.forgotten);
	assert_true(fs_make_folders(at(f, "build/a-1/deep"), &f->in.diag));
	assert_true(fs_write(at(f, "build/a-1/unit.mk"), STR("x"), &f->in.diag));
	assert_int_equal(symlink(f->in.folder.ptr, at(f, "build/a-1/deep/link")), 0);
	assert_int_equal(symlink(f->in.folder.ptr, at(f, "build/pc")), 0);
	assert_true(write_all(f));
	assert_false(f->changes.forgotten);
	assert_int_equal(fs_kind(at(f, "build/a-1/unit.mk")), FILE_REGULAR);
	f->unknown = true;
	assert_int_equal(stat(at(f, "Makefile"), &before), 0);
	assert_int_equal(stat(at(f, "a-1/Makefile"), &package), 0);
	assert_true(write_all(f));
	assert_true(f->changes.forgotten);
	assert_int_equal(fs_kind(at(f, "build/a-1")), FILE_ABSENT);
	assert_int_equal(fs_kind_link(at(f, "build/pc")), FILE_ABSENT);
	assert_int_equal(fs_kind(at(f, "a-1/Makefile")), FILE_REGULAR);
	/* the time by which the folder is known is not that of others */
	assert_int_equal(stat(at(f, "Makefile"), &after), 0);
	assert_int_not_equal(before.st_ino, after.st_ino);
	assert_int_equal(stat(at(f, "a-1/Makefile"), &after), 0);
	assert_int_equal(package.st_ino, after.st_ino);
	assert_true(write_all(f));
	assert_false(f->changes.forgotten);
}

static void link_in_place_of_results_is_refused(void **state)
{
	Fixture *f = *state;
	Str text;
	want(f, "Makefile", "x");
	assert_true(write_all(f));
	f->unknown = true;
	f->files.list.items[0].text = STR("# " BID_MARK "\nother");
	assert_int_equal(symlink("..", at(f, "build")), 0);
	assert_false(write_all(f));
	assert_int_equal(f->in.diag.errors, 1);
	assert_true(fs_read_quietly(at(f, "Makefile"), &f->in.arena, &text));
	assert_false(str_contains(text, STR("other")));
	unlink(at(f, "build"));
	assert_true(fs_write(at(f, "build"), STR("a file"), &f->in.diag));
	assert_true(write_all(f));
	assert_true(f->changes.forgotten);
	assert_int_equal(fs_kind(at(f, "build")), FILE_ABSENT);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

static void comparing_changes_nothing(void **state)
{
	Fixture *f = *state;
	OutDirDifferences d = { 0 };
	want(f, "a/Makefile", "1");
	want(f, "b/Makefile", "2");
	want(f, "c/Makefile", "3");
	assert_true(write_all(f));
	assert_true(outdir_compare(&f->in.arena, f->out, &f->files, &f->in.diag, &d));
	assert_int_equal(d.count, 0);
	f->files.list.items[1].text = STR("# " BID_MARK "\nother");
	f->files.list.items[2].path = STR("d/Makefile");
	want(f, "e", "4");
	assert_true(fs_write(at(f, "e"), STR("mine"), &f->in.diag));
	assert_true(outdir_compare(&f->in.arena, f->out, &f->files, &f->in.diag, &d));
	static const OutDirState states[] = { OUTDIR_DIFFERS, OUTDIR_STALE, OUTDIR_MISSING,
		                              OUTDIR_FOREIGN };
	static const char *const paths[] = { "b/Makefile", "c/Makefile", "d/Makefile", "e" };
	assert_int_equal(d.count, COUNT_OF(states));
	for (size_t i = 0; i < d.count; i++) {
		assert_int_equal(d.items[i].state, states[i]);
		assert_string_equal(arena_cstr(&f->in.arena, d.items[i].path), paths[i]);
	}
	assert_int_equal(fs_kind(at(f, "c/Makefile")), FILE_REGULAR);
	assert_int_equal(fs_kind(at(f, "d")), FILE_ABSENT);
	assert_int_equal(f->in.diag.errors, 0);
}

/* --- what leads elsewhere --- */

static bool is_text(Fixture *f, const char *path, const char *text)
{
	Str there;
	return fs_read_quietly(path, &f->in.arena, &there) && str_eq(there, str_from(text));
}

static const char *in(Fixture *f, const char *path)
{
	return path_join(&f->in.arena, f->in.folder, str_from(path)).ptr;
}

static void path_that_leads_out_is_refused(void **state)
{
	static const char *const bad[] = { "../x",      "/tmp/l4cargo-test-x",
		                           "a/../../x", "a//x",
		                           "a/./x",     "",
		                           "a/",        ".",
		                           "..",        "a\nb",
		                           "a\tb",      "\177" };
	Fixture *f = *state;
	for (size_t there = 0; there < 2; there++) {
		for (size_t i = 0; i < COUNT_OF(bad); i++) {
			f->files.list.count = 0;
			want(f, "good", "x");
			want(f, bad[i], "x");
			assert_false(write_all(f));
			assert_int_equal(fs_kind(at(f, "good")), FILE_ABSENT);
		}
		assert_true(fs_make_folders(f->out.ptr, &f->in.diag));
	}
	assert_int_equal(f->in.diag.errors, 2 * COUNT_OF(bad));
	assert_int_equal(fs_kind_link(in(f, "x")), FILE_ABSENT);
}

static void package_folder_that_is_a_link_is_refused(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "1");
	want(f, "a-1/lib/Makefile", "1");
	assert_true(write_all(f));
	assert_int_equal(rename(at(f, "a-1"), in(f, "elsewhere")), 0);
	assert_int_equal(symlink(in(f, "elsewhere"), at(f, "a-1")), 0);
	f->files.list.items[0].text = STR("# " BID_MARK "\n2");
	assert_false(write_all(f));
	assert_int_equal(f->in.diag.errors, 2);
	assert_true(is_text(f, in(f, "elsewhere/Makefile"), "# " BID_MARK "\n1"));
	f->files.list.count = 0; /* nor is anything removed through it */
	assert_true(write_all(f));
	assert_int_equal(fs_kind(in(f, "elsewhere/lib/Makefile")), FILE_REGULAR);
	assert_int_equal(fs_kind_link(at(f, "a-1")), FILE_OTHER);
}

static void file_that_is_a_link_is_refused(void **state)
{
	Fixture *f = *state;
	assert_true(fs_make_folders(at(f, "a-1"), &f->in.diag));
	assert_true(fs_write(in(f, "mine"), STR("# " BID_MARK "\nmine"), &f->in.diag));
	assert_int_equal(symlink(in(f, "mine"), at(f, "a-1/Makefile")), 0);
	want(f, "a-1/Makefile", "x");
	assert_false(write_all(f));
	assert_true(is_text(f, in(f, "mine"), "# " BID_MARK "\nmine"));
}

static void links_of_the_user_lead_to_the_folder(void **state)
{
	Fixture *f = *state;
	assert_true(fs_make_folders(in(f, "other/folder"), &f->in.diag));
	assert_int_equal(symlink("other", in(f, "parent")), 0);
	assert_int_equal(symlink("other/folder", in(f, "link")), 0);
	want(f, "a-1/Makefile", "x");
	f->out = path_join(&f->in.arena, f->in.folder, STR("parent/out"));
	assert_true(write_all(f));
	assert_int_equal(fs_kind(in(f, "other/out/a-1/Makefile")), FILE_REGULAR);
	f->out = path_join(&f->in.arena, f->in.folder, STR("link"));
	assert_true(write_all(f));
	assert_int_equal(fs_kind(in(f, "other/folder/a-1/Makefile")), FILE_REGULAR);
	f->files.list.count = 0;
	assert_true(write_all(f));
	assert_int_equal(fs_kind(in(f, "other/folder/a-1")), FILE_ABSENT);
	assert_int_equal(fs_kind_link(in(f, "link")), FILE_OTHER);
}

static void object_tree_may_be_a_link(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_true(fs_make_folders(in(f, "objects/a-1"), &f->in.diag));
	assert_true(fs_write(in(f, "objects/a-1/Makefile"), STR("# " BID_MARK "\n"), &f->in.diag));
	assert_int_equal(symlink("../objects", at(f, "build")), 0);
	f->files.list.count = 0;
	assert_true(write_all(f));
	assert_int_equal(fs_kind(at(f, "build/a-1/Makefile")), FILE_REGULAR);
}

/* A power loss leaves such files: their names were written, and what is in them was not. */
static void empty_file_is_written_again(void **state)
{
	Fixture *f = *state;
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_int_equal(truncate(at(f, "a-1/Makefile"), 0), 0);
	assert_true(write_all(f));
	assert_int_equal(f->changes.written, 1);
	assert_true(is_text(f, at(f, "a-1/Makefile"), "# " BID_MARK "\nx"));
}

/* --- what killed imports left --- */

static void abandoned_folder_goes(void **state)
{
	Fixture *f = *state;
	assert_true(fs_make_folders(in(f, "mine"), &f->in.diag));
	assert_true(fs_make_folders(in(f, ".out.l4cargo-abcdef/a-1"), &f->in.diag));
	assert_int_equal(symlink(in(f, "mine"), in(f, ".out.l4cargo-abcdef/link")), 0);
	assert_int_equal(symlink("mine", in(f, ".out.l4cargo-ghijkl")), 0);
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_int_equal(fs_kind_link(in(f, ".out.l4cargo-abcdef")), FILE_ABSENT);
	assert_int_equal(fs_kind_link(in(f, ".out.l4cargo-ghijkl")), FILE_OTHER);
	assert_int_equal(fs_kind(in(f, "mine")), FILE_FOLDER);
}

static void abandoned_folder_of_another_user_stays(void **state)
{
	enum { NOBODY = 65534 };
	Fixture *f = *state;
	if (geteuid() != 0)
		skip();
	assert_true(fs_make_folders(in(f, ".out.l4cargo-abcdef/a-1"), &f->in.diag));
	assert_int_equal(chown(in(f, ".out.l4cargo-abcdef"), NOBODY, NOBODY), 0);
	want(f, "a-1/Makefile", "x");
	assert_true(write_all(f));
	assert_int_equal(fs_kind_link(in(f, ".out.l4cargo-abcdef/a-1")), FILE_FOLDER);
}

static void what_is_mounted_in_a_folder_stays(void **state)
{
	Fixture *f = *state;
	const char *abandoned = in(f, ".out.l4cargo-abcdef");
	const char *inside = in(f, ".out.l4cargo-abcdef/a/b");
	assert_true(fs_make_folders(inside, &f->in.diag));
	if (geteuid() != 0 || mount("none", inside, "tmpfs", 0, "size=64k") < 0)
		skip();
	assert_true(fs_write(in(f, ".out.l4cargo-abcdef/a/b/mine"), STR("x"), &f->in.diag));
	const bool kept = !fs_remove_tree(abandoned, &f->in.diag) &&
	                  fs_kind(in(f, ".out.l4cargo-abcdef/a/b/mine")) == FILE_REGULAR;
	assert_int_equal(umount(inside), 0);
	assert_true(kept);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(folder_appears_with_all_files),
		TEST(caller_is_told_while_the_folder_is_locked),
		TEST(unchanged_file_keeps_its_time),
		TEST(package_that_is_not_wanted_any_more_goes),
		TEST(what_the_user_put_there_stays),
		TEST(record_keeps_no_makefile_of_another_name),
		TEST(results_of_others_go),
		TEST(link_in_place_of_results_is_refused),
		TEST(foreign_file_is_never_overwritten),
		TEST(makefile_of_another_name_is_refused),
		TEST(comparing_changes_nothing),
		TEST(path_that_leads_out_is_refused),
		TEST(package_folder_that_is_a_link_is_refused),
		TEST(file_that_is_a_link_is_refused),
		TEST(links_of_the_user_lead_to_the_folder),
		TEST(object_tree_may_be_a_link),
		TEST(empty_file_is_written_again),
		TEST(abandoned_folder_goes),
		TEST(abandoned_folder_of_another_user_stays),
		TEST(what_is_mounted_in_a_folder_stays),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
