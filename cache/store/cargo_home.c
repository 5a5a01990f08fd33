// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/cargo_home.h"

#include "base/files/fs.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

static const Str temp_prefix = STR_INIT(".l4cargo-"), whole = STR_INIT("{\"v\":1}");

/* What Cargo gives the files that it generates for an archive; other mtimes are the archive's. */
enum { GENERATED_MTIME = 1153704088 };

static void say_waiting(void *diag)
{
	diag_status(diag, "Blocking", "waiting for file lock on package cache");
}

static bool take_lock(CargoHome *h, Str folder, Arena *a, Diag *diag)
{
	const char *path = arena_printf(a, STR_FMT "/.package-cache", STR_ARG(folder)).ptr;
	h->lock = fs_lock(path, FS_LOCK_EXCLUSIVE, say_waiting, diag);
	return h->lock >= 0 || diag_errno(diag, "cannot lock `%s`", path);
}

static bool write_tag(const CargoHome *h, Arena *a, Diag *diag)
{
	static const Str text = STR_INIT("Signature: 8a477f597d28d172789f06886806bc55\n"
	                                 "# This file is a cache directory tag created by cargo.\n"
	                                 "# For information about cache directory tags see "
	                                 "https://bford.info/cachedir/\n");
	const char *path = arena_printf(a, STR_FMT "/CACHEDIR.TAG", STR_ARG(h->registry)).ptr;
	return fs_kind(path) != FILE_ABSENT || fs_write(path, text, diag);
}

/* The lock is ours: whoever made them is dead. */
static void remove_dead_work(const CargoHome *h, Arena *a)
{
	FsEntry *entries;
	size_t count;
	scoped_fd in = open(h->registry.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (in < 0 || !fs_list_opened(in, a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_cstr(a, entries[i].name);
		if (entries[i].type != DT_DIR || !str_starts_with(entries[i].name, temp_prefix))
			continue;
		scoped_fd fd = openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0 && fs_is_own_folder(in, fd))
			fs_remove_opened_at(in, name, fd);
	}
}

bool cargo_home_open(CargoHome *h, Str folder, Arena *a, Diag *diag)
{
	*h = (CargoHome){ .lock = -1 };
	const Str registry = arena_printf(a, STR_FMT "/registry", STR_ARG(folder));
	if (!fs_make_folders(registry.ptr, diag) || !take_lock(h, folder, a, diag))
		return false;
	h->registry = registry;
	remove_dead_work(h, a);
	const Str form = arena_printf(a, STR_FMT "/" STR_FMT "XXXXXX", STR_ARG(registry),
	                              STR_ARG(temp_prefix));
	char *temp = arena_cstr(a, form);
	if (!mkdtemp(temp))
		return diag_errno(diag, "cannot make a folder in `" STR_FMT "`", STR_ARG(registry));
	h->temp = str_from(temp);
	return write_tag(h, a, diag);
}

void cargo_home_close(CargoHome *h)
{
	Diag silent = { 0 };
	if (!h->registry.len)
		return;
	if (h->temp.len)
		fs_remove_tree(h->temp.ptr, &silent);
	fs_close(&h->lock);
	*h = (CargoHome){ .lock = -1 };
}

bool cargo_home_add(const CargoHome *h, Str id, Arena *a, Diag *diag)
{
	static const char *const kinds[] = { "index", "cache", "src" };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (!fs_make_folders(arena_printf(a, STR_FMT "/%s/" STR_FMT, STR_ARG(h->registry),
		                                  kinds[i], STR_ARG(id))
		                             .ptr,
		                     diag))
			return false;
	return true;
}

static const char *mark_of(const char *folder, Arena *a)
{
	return arena_printf(a, "%s/.cargo-ok", folder).ptr;
}

bool cargo_home_is_unpacked(const char *folder)
{
	scoped_arena scratch = { 0 };
	Str mark;
	return fs_read_quietly(mark_of(folder, &scratch), &scratch, &mark) && str_eq(mark, whole);
}

bool cargo_home_finish(const char *folder)
{
	static const char *const generated[] = { "Cargo.lock", "Cargo.toml",
		                                 ".cargo_vcs_info.json" };
	const struct timespec times[] = { { .tv_nsec = UTIME_OMIT },
		                          { .tv_sec = GENERATED_MTIME } };
	scoped_arena scratch = { 0 };
	Diag silent = { 0 };
	for (size_t i = 0; i < COUNT_OF(generated); i++)
		utimensat(AT_FDCWD, arena_printf(&scratch, "%s/%s", folder, generated[i]).ptr,
		          times, AT_SYMLINK_NOFOLLOW);
	return fs_write_new(mark_of(folder, &scratch), whole, &silent);
}
