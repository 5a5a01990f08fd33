// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/vendored_compare.h"

#include "base/core/map.h"
#include "base/files/fs.h"
#include "base/json/json.h"
#include "base/system/digest.h"
#include "base/system/workers.h"
#include "base/text/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

typedef struct Listed { /* a file in the list */
	Str path, sum;
	bool seen;
} Listed;

typedef struct Compare {
	WorkerTask task; /* must be first: the workers return a pointer to it */
	Arena arena;     /* for the task's thread */
	Str folder;
	const Source *list;
	VEC(Listed) listed;
	Map by_path;
	StrVec folders; /* folders below `folder` that were not read yet */
	VendoredDifferences found;
} Compare;

static void note_difference(Compare *c, Str path, VendoredState state)
{
	*vec_push(&c->arena, &c->found, VendoredDifference) =
		(VendoredDifference){ path_join(&c->arena, c->folder, path), state };
}

static void read_sums(Compare *c)
{
	Diag silent = { 0 };
	scoped_json root = json_read(c->list, &silent);
	map_init(&c->by_path, &c->arena, 64);
	json_each(file, json_get(root, "files"))
	{
		const Str path = path_normalise(&c->arena, arena_str(&c->arena, json_key(file)));
		if (map_put(&c->by_path, path, (uint32_t)c->listed.count) == c->listed.count)
			*vec_push(&c->arena, &c->listed, Listed) =
				(Listed){ path, arena_str(&c->arena, json_text(file)), false };
	}
}

static bool has_sum(Compare *c, Str path, Str wanted)
{
	char sum[DIGEST_HEX + 1];
	scoped_arena scratch = { 0 };
	const char *full = arena_cstr(&scratch, path_join(&scratch, c->folder, path));
	/* does not wait for a pipe */
	scoped_fd fd = open(full, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	return fd >= 0 && digest_of_file(fd, sum) && digest_eq(str_from(sum), wanted);
}

static void look_at(Compare *c, Str path)
{
	const uint32_t at = map_get(&c->by_path, path);
	if (at == MAP_NONE) {
		if (!str_eq(path, STR(".cargo-checksum.json")))
			note_difference(c, path, VENDORED_ADDED);
		return;
	}
	c->listed.items[at].seen = true;
	if (!has_sum(c, path, c->listed.items[at].sum))
		note_difference(c, path, VENDORED_CHANGED);
}

static void look_into(Compare *c, Str below)
{
	FsEntry *entries;
	size_t count;
	const Str folder = path_join(&c->arena, c->folder, below);
	if (!fs_list(arena_cstr(&c->arena, folder), &c->arena, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++) {
		const Str path =
			below.len ? path_join(&c->arena, below, entries[i].name) : entries[i].name;
		if (entries[i].type == DT_DIR)
			*vec_push(&c->arena, &c->folders, Str) = path;
		else
			look_at(c, path);
	}
}

static int by_path(const void *a, const void *b)
{
	return str_compare(((const VendoredDifference *)a)->path,
	                   ((const VendoredDifference *)b)->path);
}

static void compare_task(WorkerTask *task)
{
	Compare *c = (Compare *)(void *)task;
	read_sums(c);
	look_into(c, STR(""));
	while (c->folders.count)
		look_into(c, c->folders.items[--c->folders.count]);
	for (size_t i = 0; i < c->listed.count; i++)
		if (!c->listed.items[i].seen)
			note_difference(c, c->listed.items[i].path, VENDORED_MISSING);
	if (c->found.count)
		qsort(c->found.items, c->found.count, sizeof(VendoredDifference), by_path);
}

/* Reads and checks the list before the task, because here an error can be reported. */
static bool open_list(Arena *a, Diag *diag, Compare *c)
{
	const Str path = path_join(a, c->folder, STR(".cargo-checksum.json"));
	c->list = fs_read_source(arena_cstr(a, path), NULL, a, diag);
	scoped_json root = c->list ? json_read(c->list, diag) : NULL;
	if (!root)
		return false;
	return json_kind(json_get(root, "files")) == JSON_OBJECT ||
	       diag_error(diag, NO_SPAN, "%s: it has no list of `files`", c->list->path) ||
	       diag_help(diag, "run `cargo vendor` or `l4cargo vendor` again");
}

static void run_all(Compare *all, size_t count)
{
	Workers *workers = workers_new(workers_besides());
	for (size_t i = 0; i < count; i++) {
		all[i].task.run = compare_task;
		workers_add(workers, &all[i].task);
	}
	workers_finish(&workers);
}

bool vendored_compare(Arena *a, Diag *diag, const Str *folders, size_t count,
                      VendoredDifferences *out)
{
	Compare *all = arena_array(a, Compare, count + 1);
	bool good = true;
	for (size_t i = 0; i < count; i++) {
		all[i].folder = folders[i];
		good &= open_list(a, diag, &all[i]);
	}
	if (good)
		run_all(all, count);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < all[i].found.count; k++) {
			const VendoredDifference *d = &all[i].found.items[k];
			*vec_push(a, out, VendoredDifference) =
				(VendoredDifference){ arena_str(a, d->path), d->state };
		}
		arena_free(&all[i].arena);
	}
	return good;
}
