// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"

#include "base/text/path.h"
#include "tests/unit/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef struct Fixture {
	Arena arena;
	Diag diag;
	Str folder;
	int at;
} Fixture;

static int open_fixture(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	f->folder = str_from(test_folder(&f->arena));
	f->at = open(f->folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	*state = f;
	return 0;
}

static int close_fixture(void **state)
{
	Fixture *f = *state;
	fs_close(&f->at);
	assert_true(fs_remove_tree(f->folder.ptr, &f->diag));
	arena_free(&f->arena);
	free(f);
	return 0;
}

static const char *in(Fixture *f, const char *name)
{
	return path_join(&f->arena, f->folder, str_from(name)).ptr;
}

static bool is_there(Fixture *f, const char *name)
{
	struct stat st;
	return fstatat(f->at, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
}

/* --- removing --- */

static void a_tree_goes_and_what_links_lead_to_stays(void **state)
{
	Fixture *f = *state;
	assert_true(fs_make_folders(in(f, "tree/a/b"), &f->diag));
	assert_true(fs_make_folders(in(f, "mine"), &f->diag));
	assert_true(fs_write(in(f, "mine/file"), STR("x"), &f->diag));
	assert_int_equal(symlinkat("../mine", f->at, "tree/link"), 0);
	assert_int_equal(symlinkat("../../mine/file", f->at, "tree/a/file"), 0);
	assert_int_equal(mkfifoat(f->at, "tree/a/b/fifo", 0666), 0);
	assert_true(fs_remove_tree(in(f, "tree"), &f->diag));
	assert_false(is_there(f, "tree"));
	assert_true(is_there(f, "mine/file"));
	assert_int_equal(symlinkat("mine", f->at, "link"), 0);
	assert_true(fs_remove_tree(in(f, "link"), &f->diag));
	assert_false(is_there(f, "link"));
	assert_true(is_there(f, "mine/file"));
	assert_true(fs_remove_tree(in(f, "mine/file"), &f->diag));
	assert_true(fs_remove_tree(in(f, "mine/file"), &f->diag));
	assert_true(fs_remove_tree(in(f, "not/there"), &f->diag));
	assert_int_equal(f->diag.errors, 0);
}

/* Far deeper than paths can be long, and than a process can have descriptors or stack. */
static void a_deep_tree_goes(void **state)
{
	enum { DEPTH = 1000 };
	Fixture *f = *state;
	const struct rlimit few = { 64, 64 };
	int at = openat(f->at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (int i = 0; i < DEPTH; i++) {
		assert_int_equal(mkdirat(at, "folder", 0777), 0);
		const int next = openat(at, "folder", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		assert_true(next >= 0);
		close(at);
		at = next;
	}
	assert_true(fs_write_new_at(at, "file", STR("x")));
	close(at);
	struct rlimit before;
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(
		setrlimit(RLIMIT_NOFILE, &(struct rlimit){ few.rlim_cur, before.rlim_max }), 0);
	const bool gone = fs_remove_tree(in(f, "folder"), &f->diag);
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_true(gone);
	assert_false(is_there(f, "folder"));
}

static void a_wide_tree_goes(void **state)
{
	enum { FOLDERS = 30, FILES = 60 };
	Fixture *f = *state;
	char name[64];
	assert_int_equal(mkdirat(f->at, "w", 0777), 0);
	for (int i = 0; i < FOLDERS; i++) {
		snprintf(name, sizeof name, "w/%d", i);
		assert_int_equal(mkdirat(f->at, name, 0777), 0);
		for (int k = 0; k < FILES; k++) {
			snprintf(name, sizeof name, "w/%d/%d", i, k);
			assert_true(fs_write_new_at(f->at, name, STR("")));
		}
	}
	assert_true(fs_remove_tree(in(f, "w"), &f->diag));
	assert_false(is_there(f, "w"));
}

/* What goes is what was opened and looked at. */
static void a_folder_whose_name_means_another_now_stays(void **state)
{
	Fixture *f = *state;
	assert_true(fs_make_folders(in(f, "ours/a"), &f->diag));
	assert_true(fs_make_folders(in(f, "theirs/a"), &f->diag));
	scoped_fd fd = open(in(f, "ours"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(renameat(f->at, "ours", f->at, "old"), 0);
	assert_int_equal(renameat(f->at, "theirs", f->at, "ours"), 0);
	assert_false(fs_remove_opened_at(f->at, "ours", fd));
	assert_true(is_there(f, "ours/a"));
	assert_false(is_there(f, "old/a"));
}

/* Swaps `tree/sub` for a link to `mine` and back, as fast as it can. */
typedef struct Swapper {
	int at;
	atomic_bool end;
} Swapper;

static void *swap(void *swapper)
{
	Swapper *s = swapper;
	while (!s->end) {
		renameat(s->at, "tree/sub", s->at, "aside");
		if (symlinkat("../mine", s->at, "tree/sub") == 0)
			unlinkat(s->at, "tree/sub", 0);
		renameat(s->at, "aside", s->at, "tree/sub");
	}
	return NULL;
}

static void links_that_are_swapped_in_lead_nowhere(void **state)
{
	enum { ROUNDS = 300 };
	Fixture *f = *state;
	Swapper s = { .at = f->at };
	pthread_t thread;
	assert_true(fs_make_folders(in(f, "mine"), &f->diag));
	assert_true(fs_write(in(f, "mine/file"), STR("x"), &f->diag));
	assert_int_equal(pthread_create(&thread, NULL, swap, &s), 0);
	for (int i = 0; i < ROUNDS; i++) {
		mkdirat(f->at, "tree", 0777);
		mkdirat(f->at, "tree/sub", 0777);
		scoped_fd fd = openat(f->at, "tree/sub/file",
		                      O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0666);
		fs_remove_tree_at(f->at, "tree");
		if (!is_there(f, "mine/file"))
			break;
	}
	s.end = true;
	pthread_join(thread, NULL);
	assert_true(is_there(f, "mine/file"));
}

/* --- writing --- */

static void others_may_do_with_a_new_file_what_the_mask_allows(void **state)
{
	Fixture *f = *state;
	struct stat st;
	const mode_t mask = umask(027);
	assert_true(fs_write(in(f, "file"), STR("x"), &f->diag));
	char folder[] = "XXXXXX";
	assert_true(fs_make_unique_folder_at(f->at, folder, 0777));
	umask(mask);
	assert_int_equal(fstatat(f->at, "file", &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0640);
	assert_int_equal(fstatat(f->at, folder, &st, 0), 0);
	assert_int_equal(st.st_mode & 0777, 0750);
}

/* Whoever asks for the mask sets it, for a moment and for all threads: files that these make then
 * are open to all. This one stands for the system's. */
static unsigned mask_changes;

mode_t umask(mode_t mask)
{
	mask_changes++;
	return (mode_t)syscall(SYS_umask, mask);
}

static void the_mask_is_never_changed(void **state)
{
	Fixture *f = *state;
	char folder[] = "XXXXXX";
	mask_changes = 0;
	assert_true(fs_write(in(f, "file"), STR("x"), &f->diag));
	assert_true(fs_write_lasting(in(f, "file"), STR("x"), &f->diag));
	assert_int_equal(fs_write_if_changed(in(f, "file"), STR("y"), &f->diag), FS_WRITTEN);
	assert_true(fs_make_folders(in(f, "a/b"), &f->diag));
	assert_true(fs_make_unique_folder_at(f->at, folder, 0777));
	assert_int_equal(mask_changes, 0);
}

/* What the system is asked for, in its order: f a file to the disk, d a folder, r a rename. These
 * stand for the system's, too. */
static char asked[16];
static bool disk_is_broken;

static void note_asked(char what)
{
	const size_t len = strlen(asked);
	if (len + 1 < sizeof asked)
		asked[len] = what;
}

int fsync(int fd)
{
	struct stat st;
	note_asked(fstat(fd, &st) == 0 && S_ISDIR(st.st_mode) ? 'd' : 'f');
	if (!disk_is_broken)
		return (int)syscall(SYS_fsync, fd);
	errno = EIO;
	return -1;
}

int renameat(int from, const char *old, int to, const char *new)
{
	note_asked('r');
	return (int)syscall(SYS_renameat, from, old, to, new);
}

static void what_lasts_is_on_the_disk_before_its_name(void **state)
{
	Fixture *f = *state;
	memset(asked, 0, sizeof asked);
	assert_true(fs_write_lasting(in(f, "file"), STR("1"), &f->diag));
	assert_string_equal(asked, "frd");
	assert_true(fs_write(in(f, "file"), STR("2"), &f->diag)); /* for the rest, nobody waits */
	assert_string_equal(asked, "frdr");
}

static void a_broken_disk_leaves_the_old_file(void **state)
{
	Fixture *f = *state;
	Str text;
	FsEntry *entries;
	size_t count;
	assert_true(fs_write(in(f, "file"), STR("old"), &f->diag));
	disk_is_broken = true;
	const bool written = fs_write_lasting(in(f, "file"), STR("new"), &f->diag);
	disk_is_broken = false;
	assert_false(written);
	assert_int_equal(f->diag.errors, 1);
	assert_true(fs_read_quietly(in(f, "file"), &f->arena, &text));
	assert_true(str_eq(text, STR("old")));
	assert_true(fs_list_opened(f->at, &f->arena, &entries, &count));
	assert_int_equal(count, 1);
}

static void what_lasts_is_written_as_any_other(void **state)
{
	Fixture *f = *state;
	Str text;
	FsEntry *entries;
	size_t count;
	assert_true(fs_write_lasting(in(f, "file"), STR("1"), &f->diag));
	assert_true(fs_write_lasting(in(f, "file"), STR("2"), &f->diag));
	assert_true(fs_read_quietly(in(f, "file"), &f->arena, &text));
	assert_true(str_eq(text, STR("2")));
	assert_true(fs_list_opened(f->at, &f->arena, &entries, &count));
	assert_int_equal(count, 1);
	assert_false(fs_write_lasting(in(f, "no/file"), STR("1"), &f->diag));
	assert_int_equal(f->diag.errors, 1);
}

/* Since Linux 6.13 a file that was looked at gets a fine time stamp when it changes again. */
static void no_file_is_newer_than_now(void **state)
{
	Fixture *f = *state;
	for (int i = 0; i < 100; i++) {
		struct stat st;
		scoped_fd fd = open(in(f, "file"), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
		assert_int_equal(fstat(fd, &st), 0);
		assert_int_equal(write(fd, "x", 1), 1);
		assert_int_equal(fstat(fd, &st), 0);
		const struct timespec now = fs_now();
		assert_true(now.tv_sec > st.st_mtim.tv_sec ||
		            (now.tv_sec == st.st_mtim.tv_sec && now.tv_nsec >= st.st_mtim.tv_nsec));
	}
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_fixture, close_fixture)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_tree_goes_and_what_links_lead_to_stays),
		TEST(a_deep_tree_goes),
		TEST(a_wide_tree_goes),
		TEST(a_folder_whose_name_means_another_now_stays),
		TEST(links_that_are_swapped_in_lead_nowhere),
		TEST(others_may_do_with_a_new_file_what_the_mask_allows),
		TEST(the_mask_is_never_changed),
		TEST(what_lasts_is_on_the_disk_before_its_name),
		TEST(a_broken_disk_leaves_the_old_file),
		TEST(what_lasts_is_written_as_any_other),
		TEST(no_file_is_newer_than_now),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
