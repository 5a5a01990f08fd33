// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * The folders of a commit, which this program hands out in libgit2's place: entries of a kind, the
 * number of the folder they are (or the size they have), and a name that a NUL ends; 0xff ends a
 * folder. Folders may be in themselves. What is sound has no two paths that are one and none that
 * leads elsewhere, and is within the limits.
 */
#include "base/core/map.h"
#include "base/text/path.h"
#include "cache/git/tree.h"
#include "tests/fuzz/fuzz.h"

#include <strings.h>

enum { FOLDERS = 16, ENTRIES = 64, END_OF_FOLDER = 0xff, KINDS = GIT_ENTRY_OTHER + 1 };

typedef struct Folder {
	GitEntry entries[ENTRIES];
	size_t count;
} Folder;

static Folder folders[FOLDERS];
static size_t folder_count;

static const GitTreeLimits limits = { .bytes = 1 << 12, .entries = 256, .path = 100 };

static void read_folders(Arena *a, Str data)
{
	folder_count = 1;
	folders[0].count = 0;
	while (data.len > 2) {
		Folder *f = &folders[folder_count - 1];
		const unsigned char kind = (unsigned char)data.ptr[0];
		if (kind == END_OF_FOLDER || f->count == ENTRIES) {
			if (folder_count == FOLDERS)
				return;
			folders[folder_count++].count = 0;
			data = str_sub(data, 1, data.len);
			continue;
		}
		GitEntry *e = &f->entries[f->count++];
		e->kind = (GitEntryKind)(kind % KINDS);
		e->id = arena_printf(a, "%u", (unsigned char)data.ptr[1]).ptr;
		str_cut(str_sub(data, 2, data.len), '\0', &e->name, &data);
		e->name = arena_str(a, e->name);
	}
}

bool libgit_list(const GitRepo *r, const char *id, Arena *a, GitEntry **out, size_t *count)
{
	const size_t at = strtoul(id, NULL, 10);
	(void)r, (void)a;
	if (at >= folder_count)
		return false;
	*out = folders[at].entries;
	*count = folders[at].count;
	return true;
}

bool libgit_size(const GitRepo *r, const char *id, uint64_t *out)
{
	(void)r;
	*out = strtoul(id, NULL, 10);
	return *out != 99; /* that one is missing */
}

typedef struct Oracle {
	Arena *arena;
	Map seen;
	size_t entries;
	uint64_t bytes;
} Oracle;

static void check_entry(Oracle *o, Str path, const GitEntry *e)
{
	const Str name = e->name;
	CHECK(name.len && !str_eq(name, STR(".")) && !str_eq(name, STR("..")));
	CHECK(str_find(name, '/') < 0 && strcasecmp(name.ptr, ".git") != 0);
	CHECK(e->kind != GIT_ENTRY_OTHER && path.len <= limits.path);
	CHECK(map_get(&o->seen, path) == MAP_NONE);
	map_put(&o->seen, path, 0);
	CHECK(++o->entries <= limits.entries);
	if (e->kind == GIT_ENTRY_FILE || e->kind == GIT_ENTRY_LINK)
		o->bytes += strtoul(e->id, NULL, 10);
	CHECK(o->bytes <= limits.bytes);
}

/* The tree is sound, so it has no circles: they would be longer than any path may be. */
static void check_sound(Oracle *o, Str path, size_t at)
{
	CHECK(at < folder_count);
	for (size_t i = 0; i < folders[at].count; i++) {
		const GitEntry *e = &folders[at].entries[i];
		const Str below = path.len ? path_join(o->arena, path, e->name) : e->name;
		check_entry(o, below, e);
		if (e->kind == GIT_ENTRY_FOLDER)
			check_sound(o, below, strtoul(e->id, NULL, 10));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_buf why = { 0 };
	GitTree out;
	read_folders(&a, fuzz_text(data, size));
	const GitTreeCheck what = { .commit = "0", .limits = &limits };
	const GitTreeState state = gittree_check(&what, &a, &out, &why);
	CHECK((state == GIT_TREE_SOUND) == (why.len == 0));
	if (state != GIT_TREE_SOUND)
		return 0;
	Oracle o = { .arena = &a };
	map_init(&o.seen, &a, 64);
	check_sound(&o, STR(""), 0);
	for (size_t i = 0; i < out.submodules.count; i++)
		CHECK(map_get(&o.seen, out.submodules.items[i].path) != MAP_NONE);
	CHECK(!out.modules || map_get(&o.seen, STR(".gitmodules")) != MAP_NONE);
	return 0;
}
