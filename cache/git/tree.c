// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/tree.h"

#include "base/core/map.h"
#include "base/text/path.h"

#include <strings.h>

const GitTreeLimits gittree_limits = { .bytes = 16ULL << 30, .entries = 1U << 20, .path = 4000 };

typedef struct GitFolder {
	Str path; /* empty for the top folder */
	const char *id;
} GitFolder;

typedef struct GitTreeWalk {
	const GitTreeCheck *what;
	Arena *arena; /* for the result */
	Arena *scratch;
	GitTree *out;
	Buf *why;
	VEC(GitFolder) open;
	size_t entries;
	uint64_t bytes;
} GitTreeWalk;

__attribute__((format(printf, 2, 3))) static GitTreeState refuse_tree(const GitTreeWalk *w,
                                                                      const char *fmt, ...)
{
	scoped_arena scratch = { 0 };
	va_list args;
	va_start(args, fmt);
	buf_add(w->why, arena_vprintf(&scratch, fmt, args));
	va_end(args);
	return GIT_TREE_REFUSED;
}

static GitTreeState object_broken(const GitTreeWalk *w, const char *id)
{
	buf_printf(w->why, "object %s is missing or broken", id);
	return GIT_TREE_BROKEN;
}

static bool is_git_folder(Str name)
{
	static const Str names[] = { STR_INIT(".git"), STR_INIT("git~1") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (name.len == names[i].len && strncasecmp(name.ptr, names[i].ptr, name.len) == 0)
			return true;
	return false;
}

static GitTreeState check_name(const GitTreeWalk *w, Str path, Str name)
{
	if (!name.len || str_eq(name, STR(".")) || str_eq(name, STR("..")) ||
	    str_find(name, '/') >= 0)
		return refuse_tree(w, "it has an entry that leaves its folder: `" STR_FMT "`",
		                   STR_ARG(path));
	if (is_git_folder(name))
		return refuse_tree(w, "it has an entry that git keeps for itself: `" STR_FMT "`",
		                   STR_ARG(path));
	if (path.len > w->what->limits->path)
		return refuse_tree(w, "it has a path of %zu bytes", path.len);
	return GIT_TREE_SOUND;
}

static GitTreeState add_file(GitTreeWalk *w, const GitEntry *e)
{
	uint64_t size;
	if (!libgit_size(w->what->repo, e->id, &size))
		return object_broken(w, e->id);
	if (__builtin_add_overflow(w->bytes, size, &w->bytes) || w->bytes > w->what->limits->bytes)
		return refuse_tree(w, "its files have more than %llu bytes",
		                   (unsigned long long)w->what->limits->bytes);
	return GIT_TREE_SOUND;
}

static GitTreeState add_entry(GitTreeWalk *w, const GitFolder *in, const GitEntry *e)
{
	const Str path = in->path.len ? path_join(w->scratch, in->path, e->name) : e->name;
	const GitTreeState name = check_name(w, path, e->name);
	if (name != GIT_TREE_SOUND)
		return name;
	if (++w->entries > w->what->limits->entries)
		return refuse_tree(w, "it has more than %zu files and folders",
		                   w->what->limits->entries);
	switch (e->kind) {
	case GIT_ENTRY_FILE:
		if (!in->path.len && str_eq(e->name, STR(".gitmodules")))
			w->out->modules = arena_cstr(w->arena, str_from(e->id));
		return add_file(w, e);
	case GIT_ENTRY_LINK:
		return add_file(w, e);
	case GIT_ENTRY_FOLDER:
		*vec_push(w->scratch, &w->open, GitFolder) = (GitFolder){ path, e->id };
		return GIT_TREE_SOUND;
	case GIT_ENTRY_SUBMODULE:
		*vec_push(w->arena, &w->out->submodules, GitSubmodule) =
			(GitSubmodule){ arena_str(w->arena, path),
			                arena_cstr(w->arena, str_from(e->id)) };
		return GIT_TREE_SOUND;
	default:
		return refuse_tree(w, "`" STR_FMT "` is neither a file nor a folder nor a link",
		                   STR_ARG(path));
	}
}

/* Refuses two entries of one name. Names that differ only in case are two files. On a file system
 * that ignores case they are one: then nothing may be written through a link. */
static GitTreeState check_twins(const GitTreeWalk *w, const GitEntry *entries, size_t count)
{
	Map seen, alike;
	map_init(&seen, w->scratch, count);
	map_init(&alike, w->scratch, count);
	for (uint32_t i = 0; i < count; i++) {
		const GitEntry *e = &entries[i];
		if (map_put(&seen, e->name, i) != i)
			return refuse_tree(w, "it has two entries `" STR_FMT "` in one folder",
			                   STR_ARG(e->name));
		const uint32_t first = map_put(&alike, arena_lower(w->scratch, e->name), i);
		if (first == i)
			continue;
		const GitEntry *other = &entries[first];
		if (other->kind == GIT_ENTRY_LINK || e->kind == GIT_ENTRY_LINK ||
		    other->kind == GIT_ENTRY_SUBMODULE || e->kind == GIT_ENTRY_SUBMODULE)
			return refuse_tree(w,
			                   "`" STR_FMT "` and `" STR_FMT
			                   "` differ in case only, and are not both files",
			                   STR_ARG(other->name), STR_ARG(e->name));
	}
	return GIT_TREE_SOUND;
}

static GitTreeState check_folder(GitTreeWalk *w, const GitFolder *f)
{
	GitEntry *entries;
	size_t count;
	if (!libgit_list(w->what->repo, f->id, w->scratch, &entries, &count))
		return object_broken(w, f->id);
	GitTreeState state = check_twins(w, entries, count);
	for (size_t i = 0; state == GIT_TREE_SOUND && i < count; i++)
		state = add_entry(w, f, &entries[i]);
	return state;
}

GitTreeState gittree_check(const GitTreeCheck *what, Arena *a, GitTree *out, Buf *why)
{
	scoped_arena scratch = { 0 };
	GitTreeWalk w = { .what = what, .arena = a, .scratch = &scratch, .out = out, .why = why };
	GitTreeState state = GIT_TREE_SOUND;
	*out = (GitTree){ 0 };
	*vec_push(&scratch, &w.open, GitFolder) = (GitFolder){ STR(""), what->commit };
	while (state == GIT_TREE_SOUND && w.open.count) {
		const GitFolder f = w.open.items[--w.open.count];
		state = check_folder(&w, &f);
	}
	return state;
}
