// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/cargo_home.h"

#include "base/text/path.h"

#include <assert.h>
#include <dirent.h>
#include <fcntl.h>

static const Str temp_prefix = STR_INIT(".l4cargo-"), whole_mark = STR_INIT("{\"v\":1}");

/* The mtime that Cargo gives to files that it generates for an archive. Other mtimes come from the
 * archive. */
enum { GENERATED_MTIME = 1153704088 };

static void say_waiting(void *diag)
{
	diag_status(diag, "Blocking", "waiting for file lock on package cache");
}

void cargo_home_init(CargoHome *h)
{
	*h = (CargoHome){ .folder = -1, .top = -1, .temp_top = -1, .lock = -1 };
}

static bool take_lock(CargoHome *h, Str folder, Diag *diag)
{
	static const char name[] = ".package-cache";
	h->lock = fs_lock_at(h->folder, name, say_waiting, diag);
	return h->lock >= 0 ||
	       diag_errno(diag, "cannot lock `" STR_FMT "/%s`", STR_ARG(folder), name);
}

static bool write_tag(const CargoHome *h, Diag *diag)
{
	static const Str text = STR_INIT("Signature: 8a477f597d28d172789f06886806bc55\n"
	                                 "# This file is a cache directory tag created by cargo.\n"
	                                 "# For information about cache directory tags see "
	                                 "https://bford.info/cachedir/\n");
	static const BelowPath tag = { STR_INIT("CACHEDIR.TAG") };
	return below_kind(h->top, tag) != FILE_ABSENT ||
	       below_write(h->top, tag, text, FS_FLEETING) ||
	       diag_errno(diag, "cannot write `" STR_FMT "/" STR_FMT "`", STR_ARG(h->registry),
	                  STR_ARG(tag.checked));
}

static int open_in(int in, const char *name)
{
	return openat(in, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* Removes unfinished work. We hold the lock, so the processes that made it are dead. */
static void remove_dead_work(const CargoHome *h)
{
	scoped_arena a = { 0 };
	FsEntry *entries;
	size_t count;
	if (!fs_list_opened(h->top, &a, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const char *name = arena_cstr(&a, entries[i].name);
		if (entries[i].type != DT_DIR || !str_starts_with(entries[i].name, temp_prefix))
			continue;
		scoped_fd fd = open_in(h->top, name);
		if (fd >= 0 && fs_is_own_folder(h->top, fd))
			fs_remove_opened_at(h->top, name, fd);
	}
}

static bool make_temp(CargoHome *h, Arena *a, Diag *diag)
{
	char *name = arena_cstr(a, arena_printf(a, STR_FMT "XXXXXX", STR_ARG(temp_prefix)));
	if (!fs_make_unique_folder_at(h->top, name, 0700))
		return diag_errno(diag, "cannot make a folder in `" STR_FMT "`",
		                  STR_ARG(h->registry));
	h->temp = path_join(a, h->registry, str_from(name));
	h->temp_top = open_in(h->top, name);
	return h->temp_top >= 0 || diag_errno(diag, "cannot open `" STR_FMT "`", STR_ARG(h->temp));
}

static bool open_folders(CargoHome *h, Str folder, Diag *diag)
{
	scoped_arena scratch = { 0 };
	const int how = O_RDONLY | O_DIRECTORY | O_CLOEXEC;
	h->folder = open(arena_cstr(&scratch, folder), how);
	h->top = h->folder < 0 ? -1 : openat(h->folder, "registry", how);
	return h->top >= 0 || diag_errno(diag, "cannot open `" STR_FMT "`", STR_ARG(h->registry));
}

bool cargo_home_open(CargoHome *h, Str folder, Arena *a, Diag *diag)
{
	cargo_home_init(h);
	const Str registry = arena_printf(a, STR_FMT "/registry", STR_ARG(folder));
	if (!fs_make_folders(registry.ptr, diag))
		return false;
	h->registry = registry;
	if (open_folders(h, folder, diag) && take_lock(h, folder, diag)) {
		remove_dead_work(h);
		if (make_temp(h, a, diag) && write_tag(h, diag))
			return true;
	}
	cargo_home_close(h);
	return false;
}

void cargo_home_close(CargoHome *h)
{
	if (h->temp.len && h->temp_top >= 0)
		fs_remove_opened_at(h->top, path_name(h->temp).ptr, h->temp_top);
	fs_close(&h->lock);
	fs_close(&h->temp_top);
	fs_close(&h->top);
	fs_close(&h->folder);
	cargo_home_init(h);
}

BelowPlace place_in_home(const CargoHome *h, Arena *a, const char *path)
{
	const Str whole = str_from(path);
	BelowPlace out = { h->temp_top, { { 0 } } };
	if (h->temp.len && below_path_from(a, h->temp, whole, &out.path))
		return out;
	out.top = h->top;
	const bool below = below_path_from(a, h->registry, whole, &out.path);
	assert(below && out.top >= 0);
	return out;
}

bool cargo_home_add(const CargoHome *h, Str id, Arena *a, Diag *diag)
{
	static const char *const kinds[] = { "index", "cache", "src" };
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		const char *path = arena_printf(a, STR_FMT "/%s/" STR_FMT, STR_ARG(h->registry),
		                                kinds[i], STR_ARG(id))
		                           .ptr;
		const BelowPlace at = place_in_home(h, a, path);
		if (!below_make_folders(at.top, at.path))
			return diag_errno(diag, "cannot make folder `%s`", path);
	}
	return true;
}

static const char mark[] = ".cargo-ok";

bool cargo_home_is_unpacked(const char *folder)
{
	scoped_arena scratch = { 0 };
	Str text;
	return fs_read_quietly(arena_printf(&scratch, "%s/%s", folder, mark).ptr, &scratch,
	                       &text) &&
	       str_eq(text, whole_mark);
}

bool cargo_home_finish(BelowPlace folder)
{
	static const char *const generated[] = { "Cargo.lock", "Cargo.toml",
		                                 ".cargo_vcs_info.json" };
	const struct timespec times[] = { { .tv_nsec = UTIME_OMIT },
		                          { .tv_sec = GENERATED_MTIME } };
	scoped_fd in = below_open_folder(folder.top, folder.path);
	for (size_t i = 0; in >= 0 && i < COUNT_OF(generated); i++)
		utimensat(in, generated[i], times, AT_SYMLINK_NOFOLLOW);
	return in >= 0 && fs_write_new_at(in, mark, whole_mark);
}
