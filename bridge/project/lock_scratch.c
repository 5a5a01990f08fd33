// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/lock_scratch.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/project/cargo_args.h"
#include "cache/store/store.h"
#include "emitters/vendor/manifest.h"

#include <stdlib.h>
#include <unistd.h>

/* Lists the files of all targets, even absent ones: only a build needs them. */
static StrList target_files(Arena *a, const Manifest *m)
{
	Str *paths = arena_array(a, Str, m->target_count + 1);
	size_t count = 0;
	for (size_t i = 0; i < m->target_count; i++)
		paths[count++] = m->targets[i].path;
	if (m->script)
		paths[count++] = m->script->path;
	qsort(paths, count, sizeof *paths, str_compare_items);
	return (StrList){ paths, count };
}

static bool write_published(const LockScratch *x, const Manifest *m, ScratchDev dev)
{
	Arena *a = &x->session->arena;
	Diag silent = { 0 };
	scoped_buf text = { 0 };
	VendorManifest v = { .manifest = m,
		             .doc = toml_parse(m->src, a, &silent),
		             .workspace = m->workspace.table,
		             .workspace_folder = m->folder,
		             .files = target_files(a, m),
		             .no_dev = dev == SCRATCH_WITHOUT_DEV,
		             .published = true };
	vendor_manifest_emit(&v, &silent, &text);
	return fs_write_new(x->manifest.ptr, buf_str(&text), &x->session->diag);
}

/* Returns whether the folder gets a link to the project's file. The files that cargo writes are our
 * own. */
static bool is_linked(Str name)
{
	static const Str ours[] = { STR_INIT("Cargo.toml"), STR_INIT("Cargo.lock"),
		                    STR_INIT("target") };
	for (size_t i = 0; i < COUNT_OF(ours); i++)
		if (str_eq(ours[i], name))
			return false;
	return true;
}

static bool link_project(const LockScratch *x, const Manifest *top)
{
	Session *s = x->session;
	Arena *a = &s->arena;
	FsEntry *entries;
	size_t count;
	const BelowPlace at = place_in_store(&x->place, a, arena_cstr(a, x->folder));
	scoped_fd folder = below_open_folder(at.top, at.path);
	if (!fs_list(arena_cstr(a, top->folder), a, &entries, &count))
		return diag_errno(&s->diag, "cannot read `" STR_FMT "`", STR_ARG(top->folder));
	for (size_t i = 0; i < count; i++) {
		const char *from = arena_cstr(a, path_join(a, top->folder, entries[i].name));
		const char *name = arena_cstr(a, entries[i].name);
		if (is_linked(entries[i].name) && symlinkat(from, folder, name) != 0)
			return diag_errno(&s->diag, "cannot make the link `" STR_FMT "/%s`",
			                  STR_ARG(x->folder), name);
	}
	const Str root = path_join(a, x->folder, STR("Cargo.toml"));
	return fs_write_new(root.ptr, top->src->text, &s->diag);
}

static bool make_folder(LockScratch *x)
{
	Session *s = x->session;
	Arena *a = &s->arena;
	Str cache;
	if (!store_default_folder(a, s->env, &s->diag, &cache))
		return false;
	place_init(&x->place, cache);
	if (!place_make_temp(&x->place, a, &s->diag))
		return false;
	x->shared = place_lock_shared(cache);
	x->folder = path_join(a, x->place.temp, STR("target/package/crate"));
	return fs_make_folders(arena_cstr(a, x->folder), &s->diag);
}

bool lock_scratch_make(LockScratch *x, const Project *p, const Manifest *m, ScratchDev dev)
{
	Session *s = x->session;
	Arena *a = &s->arena;
	const Manifest *top = p->workspace->top;
	*x = (LockScratch){ .session = s, .place = { .top = -1, .lock = -1 }, .shared = -1 };
	if (!make_folder(x))
		return false;
	const Str way = path_relative(a, top->folder, m->path);
	x->manifest = path_join(a, x->folder, way);
	x->lock = path_join(a, x->folder, STR("Cargo.lock"));
	const Str build = path_join(a, x->place.temp, STR("build"));
	x->env = cargo_env_with(a, s->env, "CARGO_TARGET_DIR", arena_cstr(a, build));
	return p->published ? write_published(x, m, dev) : link_project(x, top);
}

void lock_scratch_close(LockScratch *x)
{
	place_close(&x->place);
	fs_close(&x->shared);
}
