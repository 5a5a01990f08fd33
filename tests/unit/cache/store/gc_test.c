// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/gc.h"

#include "base/files/fs.h"
#include "tests/unit/folder.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

typedef struct Fixture {
	Scratch in;
	Gc sweep;
} Fixture;

static int set_up(void **state)
{
	Fixture *f = xcalloc(1, sizeof(*f));
	scratch_open(&f->in);
	f->sweep = (Gc){ .arena = &f->in.arena, .diag = &f->in.diag, .lock = -1 };
	*state = f;
	return 0;
}

static int tear_down(void **state)
{
	Fixture *f = *state;
	gc_close(&f->sweep);
	scratch_close(&f->in);
	free(f);
	return 0;
}

static void make(Fixture *f, const char *folder, const char *file, const char *text)
{
	assert_true(fs_make_folders(scratch_path(&f->in, folder), &f->in.diag));
	const char *path =
		arena_printf(&f->in.arena, "%s/%s", scratch_path(&f->in, folder), file).ptr;
	assert_true(fs_write(path, str_from(text), &f->in.diag));
}

static void set_age(Fixture *f, const char *path, time_t when)
{
	const struct timespec times[] = { { .tv_sec = when }, { .tv_sec = when } };
	assert_int_equal(utimensat(AT_FDCWD, scratch_path(&f->in, path), times, 0), 0);
}

static void names_and_versions_are_told_apart(void **state)
{
	Fixture *f = *state;
	static const char *const roots[][2] = {
		{ "serde-1.0.0", "serde v1.0.0" },
		{ "sha-1-0.10.1", "sha-1 v0.10.1" },
		{ "x86-64-0.2.0-rc.1", "x86-64 v0.2.0-rc.1" },
		{ "foo2-1.0.0+a-b.c", "foo2 v1.0.0+a-b.c" },
		{ "odd", "odd" },
	};
	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		const Str key = arena_printf(&f->in.arena, "crates/%zu/%s", i, roots[i][0]);
		make(f, key.ptr, "Cargo.toml", "1234");
	}
	make(f, "crates/9", "packed-0.1.0.crate", "1");
	assert_true(gc_open(&f->sweep, f->in.folder, false));
	assert_int_equal(f->sweep.items.count, COUNT_OF(roots) + 1);
	for (size_t i = 0; i < COUNT_OF(roots); i++) {
		bool found = false;
		for (size_t k = 0; k < f->sweep.items.count; k++)
			found |= str_eq(f->sweep.items.items[k].name, str_from(roots[i][1])) &&
			         f->sweep.items.items[k].bytes == 4;
		assert_true(found);
	}
}

static void imports_use_what_they_name(void **state)
{
	Fixture *f = *state;
	make(f, "crates/aa/foo-1.0.0", "x", "");
	make(f, "crates/bb/bar-1.0.0", "x", "");
	make(f, "git/checkouts/r/c0ffee", "x", "");
	const Str record =
		arena_printf(&f->in.arena,
	                     "l4cargo-stamp 1\n- " STR_FMT "/crates/aa/foo-1.0.0\n- " STR_FMT
	                     "/git/checkouts/r/c0ffee/sub/Cargo.toml\n- /elsewhere\n-",
	                     STR_ARG(f->in.folder), STR_ARG(f->in.folder));
	make(f, "imports", "one", record.ptr);
	set_age(f, "crates/aa", 1000);
	set_age(f, "crates/bb", 1000);
	set_age(f, "git/checkouts/r/c0ffee", 1000);
	set_age(f, "imports/one", 5000);
	assert_true(gc_open(&f->sweep, f->in.folder, false));
	const Stored *items = f->sweep.items.items;
	assert_int_equal(f->sweep.items.count, 4);
	assert_true(str_eq(items[0].name, STR("bar v1.0.0")) && items[0].used == 1000);
	assert_true(str_eq(items[1].name, STR("foo v1.0.0")) && items[1].used == 5000);
	assert_true(items[2].kind == STORED_CHECKOUT && items[2].used == 5000);
}

static void what_goes_is_gone_and_the_rest_stays(void **state)
{
	Fixture *f = *state;
	make(f, "crates/aa/foo-1.0.0", "x", "");
	make(f, "crates/bb/bar-1.0.0", "x", "");
	assert_true(gc_open(&f->sweep, f->in.folder, true));
	f->sweep.items.items[0].goes = true;
	assert_true(gc_remove(&f->sweep));
	assert_int_equal(fs_kind(scratch_path(&f->in, "crates/bb")), FILE_ABSENT);
	assert_int_equal(fs_kind(scratch_path(&f->in, "crates/aa/foo-1.0.0/x")), FILE_REGULAR);
	FsEntry *entries;
	size_t count;
	assert_true(fs_list(scratch_path(&f->in, "tmp"), &f->in.arena, &entries, &count));
	assert_int_equal(count, 0);
}

static void failure_leaves_nothing_open(void **state)
{
	Fixture *f = *state;
	make(f, "crates/aa/foo-1.0.0", "x", "");
	make(f, "", "tmp", "not a folder");
	const size_t before = test_open_files();
	assert_true(gc_open(&f->sweep, f->in.folder, true));
	f->sweep.items.items[0].goes = true;
	assert_false(gc_remove(&f->sweep));
	gc_close(&f->sweep);
	assert_int_equal(test_open_files(), before);
	assert_int_equal(fs_kind(scratch_path(&f->in, "crates/aa/foo-1.0.0/x")), FILE_REGULAR);
}

static void who_is_alone_keeps_others_out(void **state)
{
	Fixture *f = *state;
	make(f, "crates/aa/foo-1.0.0", "x", "");
	assert_true(gc_open(&f->sweep, f->in.folder, true));
	const int other = open(f->in.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(other, LOCK_SH | LOCK_NB), -1);
	gc_close(&f->sweep);
	assert_int_equal(flock(other, LOCK_SH | LOCK_NB), 0);
	close(other);
}

/* Others may work while sizes are found out, so what they do then counts. */
static void who_waits_has_looked_before(void **state)
{
	Fixture *f = *state;
	make(f, "crates/aa/foo-1.0.0", "x", "1");
	make(f, "crates/bb/bar-1.0.0", "x", "1");
	int said[2];
	assert_int_equal(pipe2(said, O_CLOEXEC), 0);
	const int other = open(f->in.folder.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_int_equal(flock(other, LOCK_SH), 0);
	const pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		close(other);
		f->in.diag.out = fdopen(said[1], "w");
		setvbuf(f->in.diag.out, NULL, _IONBF, 0);
		bool good = gc_open(&f->sweep, f->in.folder, true) && f->sweep.before.count == 2 &&
		            f->sweep.items.count == 3 && f->sweep.items.items[0].bytes == 3 &&
		            f->sweep.items.items[1].bytes == 1;
		_exit(good ? 0 : 1);
	}
	char first;
	assert_int_equal(read(said[0], &first, 1), 1); /* it waits */
	make(f, "crates/bb", "bar-1.0.0.crate", "22");
	make(f, "crates/cc/new-1.0.0", "x", "");
	set_age(f, "crates/bb", 1000);
	assert_int_equal(flock(other, LOCK_UN), 0);
	int status;
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	close(other);
	close(said[0]);
	close(said[1]);
}

static void a_store_that_is_not_there_is_empty(void **state)
{
	Fixture *f = *state;
	const Str absent = str_from(scratch_path(&f->in, "absent"));
	assert_true(gc_open(&f->sweep, absent, true));
	assert_int_equal(f->sweep.items.count, 0);
}

#define FACT(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(names_and_versions_are_told_apart),    FACT(imports_use_what_they_name),
		FACT(what_goes_is_gone_and_the_rest_stays), FACT(failure_leaves_nothing_open),
		FACT(who_is_alone_keeps_others_out),        FACT(who_waits_has_looked_before),
		FACT(a_store_that_is_not_there_is_empty),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
