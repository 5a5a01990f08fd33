// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/library_copy.h"

#include "base/files/fs.h"
#include "base/system/digest.h"
#include "base/text/path.h"
#include "bridge/project/install_paths.h"
#include "cache/store/store.h"

#include <dirent.h>
#include <errno.h>

enum { KEY_LENGTH = 16 };

typedef struct LibraryWalk { /* a walk through a tree, to copy it or to compute its digest */
	Arena *arena;
	Diag *diag;
	Str from, to; /* to.ptr is NULL if only the digest is computed */
	Digest *digest;
	StrVec open; /* folders below `from` */
} LibraryWalk;

/* Returns whether a build does not need the folder: tests, benchmarks, and crates that are found
 * elsewhere. */
static bool is_left_out(Str below)
{
	static const Str names[] = { STR_INIT("tests"), STR_INIT("benches"), STR_INIT("target") };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(path_name(below), names[i]) && !str_contains(below, STR("/src/")))
			return true;
	return str_eq(below, STR("vendor")) || str_eq(below, STR(".git"));
}

static bool add_file(const LibraryWalk *w, Str path, Str below)
{
	scoped_arena scratch = { 0 };
	Str text;
	if (!fs_read(path.ptr, &scratch, w->diag, &text))
		return false;
	digest_add(w->digest, arena_printf(&scratch, STR_FMT " %zu\n", STR_ARG(below), text.len));
	digest_add(w->digest, text);
	return true;
}

static bool copy_file(const LibraryWalk *w, Str path, Str below)
{
	scoped_arena scratch = { 0 };
	Str text;
	return fs_read(path.ptr, &scratch, w->diag, &text) &&
	       fs_write_new(path_join(&scratch, w->to, below).ptr, text, w->diag);
}

static bool visit_entry(LibraryWalk *w, Str below, unsigned char type)
{
	const Str path = path_join(w->arena, w->from, below);
	if (type == DT_REG)
		return w->to.ptr ? copy_file(w, path, below) : add_file(w, path, below);
	if (type != DT_DIR)
		return true; /* links and devices are not sources */
	if (!is_left_out(below))
		*vec_push(w->arena, &w->open, Str) = below;
	return true;
}

static bool walk_folder(LibraryWalk *w, Str folder)
{
	FsEntry *entries;
	size_t count;
	const Str path = path_join(w->arena, w->from, folder);
	if (w->to.ptr && !fs_make_folders(path_join(w->arena, w->to, folder).ptr, w->diag))
		return false;
	if (!fs_list(path.ptr, w->arena, &entries, &count))
		return diag_errno(w->diag, "cannot read folder `" STR_FMT "`", STR_ARG(path));
	for (size_t i = 0; i < count; i++) {
		const Str below =
			folder.len ? path_join(w->arena, folder, entries[i].name) : entries[i].name;
		if (!visit_entry(w, below, entries[i].type))
			return false;
	}
	return true;
}

static bool walk_library(LibraryWalk *w)
{
	*vec_push(w->arena, &w->open, Str) = STR("");
	for (size_t i = 0; i < w->open.count; i++)
		if (!walk_folder(w, w->open.items[i]))
			return false;
	return true;
}

static bool is_l4re(const TargetInfo *t)
{
	return cfg_set_has(&t->cfg, STR("target_os"), STR("l4re"), true);
}

static bool target_is_l4re(const Toolchain *t)
{
	for (size_t i = 0; i < t->target_count; i++)
		if (is_l4re(&t->targets[i]))
			return true;
	return false;
}

/* Returns whether the patch is for the processors of all targets of L4Re. */
static bool is_for_targets(const LibraryCopy *c, const Patch *p)
{
	const Toolchain *t = c->toolchain;
	for (size_t i = 0; p->processors.len && i < t->target_count; i++) {
		bool named = !is_l4re(&t->targets[i]);
		Str names = p->processors, name;
		while (str_next(&names, ' ', &name))
			named |= cfg_set_has(&t->targets[i].cfg, STR("target_arch"), name, true);
		if (!named)
			return false;
	}
	return true;
}

static bool read_patches(LibraryCopy *c)
{
	Session *s = c->session;
	Arena *a = &s->arena;
	Str folder;
	FsEntry *entries;
	size_t count;
	if (!tool_find_data(s, "sysroot/patches", &folder))
		return false;
	if (!fs_list(folder.ptr, a, &entries, &count))
		return diag_errno(&s->diag, "cannot read folder `" STR_FMT "`", STR_ARG(folder));
	for (size_t i = 0; i < count; i++) {
		const Str path = path_join(a, folder, entries[i].name);
		if (!str_ends_with(path, STR(".patch")))
			continue;
		const Source *src = fs_read_source(path.ptr, NULL, a, &s->diag);
		if (!src || !patch_read(src, a, &s->diag, vec_push(a, &c->patches, Patch)))
			return false;
	}
	return true;
}

/* Reports that there are patches for the package, but none for its version or processor. */
static bool no_patch(const LibraryCopy *c, Str package, const Version *version)
{
	Diag *diag = &c->session->diag;
	diag_error(diag, NO_SPAN,
	           "l4cargo has no patch for `" STR_FMT "` " STR_FMT " for this target",
	           STR_ARG(package), STR_ARG(version->text));
	for (size_t i = 0; i < c->patches.count; i++) {
		const Patch *p = &c->patches.items[i];
		const bool all = !p->processors.len;
		if (str_eq(p->package, package))
			diag_note(diag, NO_SPAN, "there is `%s` for " STR_FMT "%s" STR_FMT,
			          path_name(str_from(p->src->path)).ptr, STR_ARG(p->versions.text),
			          all ? "" : " on ", STR_ARG(p->processors));
	}
	diag_help(diag, "use a version of Rust that has one, or leave std out with `-Z "
	                "build-std=core,alloc`");
	return false;
}

static bool apply_patches(const LibraryCopy *c, Str package, const Version *version, Str folder)
{
	bool any = false, good = true, known = false;
	for (size_t i = 0; i < c->patches.count; i++) {
		const Patch *p = &c->patches.items[i];
		if (!str_eq(p->package, package))
			continue;
		known = true;
		if (!version_req_matches(&p->versions, version) || !is_for_targets(c, p))
			continue;
		any = true;
		good &= patch_apply_folder(p, folder, &c->session->diag);
	}
	if (!good)
		diag_help(&c->session->diag,
		          "the sources of `" STR_FMT "` were changed, or the patch is for another "
		          "version: use unchanged sources of " STR_FMT,
		          STR_ARG(package), STR_ARG(version->text));
	return good && (any || !known || no_patch(c, package, version));
}

/* Patches the library's own packages, each once. */
static bool apply_to_library(const LibraryCopy *c, Str folder)
{
	Arena *a = &c->session->arena;
	for (size_t i = 0; i < c->patches.count; i++) {
		const Str name = c->patches.items[i].package, inside = path_join(a, folder, name);
		bool met = fs_kind(inside.ptr) != FILE_FOLDER;
		for (size_t k = 0; k < i; k++)
			met |= str_eq(c->patches.items[k].package, name);
		if (!met && !apply_patches(c, name, &c->toolchain->version, inside))
			return false;
	}
	return true;
}

/* Makes the copy in our temporary part of the cache and moves it to its place when it is
 * complete. */
static bool put_copy(LibraryCopy *c, Str from, Str to, Str package, const Version *version)
{
	Session *s = c->session;
	Arena *a = &s->arena;
	LibraryWalk w = { .arena = a, .diag = &s->diag, .from = from };
	const bool library = !package.len; /* the whole workspace */
	if (!c->place.temp.len && !place_make_temp(&c->place, a, &s->diag))
		return false;
	w.to = path_join(a, c->place.temp, path_name(to));
	if (!walk_library(&w) ||
	    !(library ? apply_to_library(c, w.to) : apply_patches(c, package, version, w.to)))
		return false;
	return place_publish(&c->place, w.to.ptr, arena_cstr(a, to)) ||
	       diag_errno(&s->diag, "cannot make `" STR_FMT "`", STR_ARG(to));
}

/* Sets c->folder. Its name has a digest of all that distinguishes one copy from another. */
static bool name_copy(LibraryCopy *c, Str library, Str cache)
{
	Session *s = c->session;
	scoped_digest digest = digest_new();
	char hex[DIGEST_HEX + 1];
	LibraryWalk w = { .arena = &s->arena, .diag = &s->diag, .from = library, .digest = digest };
	digest_add(digest, STR(L4CARGO_VERSION));
	for (size_t i = 0; i < c->patches.count; i++)
		digest_add(digest, c->patches.items[i].src->text);
	if (!walk_library(&w))
		return false;
	digest_hex(digest, hex);
	c->folder = arena_printf(&s->arena, STR_FMT "/library/" STR_FMT "-%.*s", STR_ARG(cache),
	                         STR_ARG(c->toolchain->version.text), KEY_LENGTH, hex);
	return true;
}

bool library_copy_make(LibraryCopy *c, Str *library)
{
	Session *s = c->session;
	Str cache;
	if (c->std && target_is_l4re(c->toolchain) && !read_patches(c))
		return false;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache) ||
	    !name_copy(c, *library, cache))
		return false;
	place_init(&c->place, cache);
	c->shared = place_lock_shared(cache);
	c->open = true;
	place_touch(&c->place, c->folder.ptr);
	const Str from = *library;
	*library = path_join(&s->arena, c->folder, STR("library"));
	return fs_kind(library->ptr) == FILE_FOLDER ||
	       put_copy(c, from, *library, STR(""), &c->toolchain->version);
}

bool library_copy_packages(LibraryCopy *c, const PackageGraph *library)
{
	Arena *a = &c->session->arena;
	for (size_t i = 0; c->folder.len && i < library->count; i++) {
		Package *p = &library->packages[i];
		if (p->is_path)
			continue;
		const Str to =
			arena_printf(a, STR_FMT "/crates/" STR_FMT "-" STR_FMT, STR_ARG(c->folder),
		                     STR_ARG(p->name), STR_ARG(p->version.text));
		if (fs_kind(to.ptr) != FILE_FOLDER &&
		    !put_copy(c, p->folder, to, p->name, &p->version))
			return false;
		p->folder = to;
	}
	return true;
}

void library_copy_close(LibraryCopy *c)
{
	if (!c->open)
		return;
	place_close(&c->place);
	fs_close(&c->shared);
	c->open = false;
}
