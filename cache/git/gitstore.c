// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/gitstore.h"

#include "base/core/str_list.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/git/gitstore_internal.h"
#include "cache/git/modules.h"

#include <stdlib.h>

enum { DEPTH_MAX = 20, SUBMODULES_MAX = 1000 };

GitStore *gitstore_open(const GitOptions *options, Diag *diag)
{
	GitStore *s = xcalloc(1, sizeof *s);
	s->options = *options;
	s->diag = diag;
	if (!s->options.limits)
		s->options.limits = &gittree_limits;
	place_init(&s->place, options->folder);
	return s;
}

void gitstore_close(GitStore **store)
{
	GitStore *s = *store;
	if (!s)
		return;
	libgit_unload(&s->lib);
	place_close(&s->place);
	arena_free(&s->arena);
	free(s);
	*store = NULL;
}

Str gitstore_checkouts(Arena *a, Str store)
{
	return path_join(a, store, STR("git/checkouts"));
}

/* --- one checkout: a repository, and its submodules one after the other --- */

typedef struct CheckoutTask {
	GitRemote remote;
	GitRevision revision;
	Str below; /* path of a submodule, relative to the top; empty for the repository itself */
	const char *into; /* the folder for its files; NULL if none are made (Making.home) */
	unsigned depth;
} CheckoutTask;

typedef struct Making {
	GitStore *s;
	const GitHome *home; /* NULL: make a checkout; else copy repositories for Cargo */
	VEC(CheckoutTask) open;
	size_t submodules;
} Making;

static Str task_subject(const Making *m, const CheckoutTask *t)
{
	Arena *a = &m->s->arena;
	if (!t->below.len)
		return arena_printf(a, "git repository `" STR_FMT "`", STR_ARG(t->remote.shown));
	return arena_printf(a, "git submodule `" STR_FMT "` from `" STR_FMT "`", STR_ARG(t->below),
	                    STR_ARG(t->remote.shown));
}

static bool refuse_checkout(const Making *m, const CheckoutTask *t, const char *what, Str why)
{
	const Str who = task_subject(m, t);
	diag_error(m->s->diag, t->remote.at, STR_FMT " at commit %.12s %s: " STR_FMT, STR_ARG(who),
	           t->revision.commit, what, STR_ARG(why));
	return diag_help(
		m->s->diag,
		"if the repository is damaged, `l4cargo clean` removes it; else ask its owners");
}

static bool add_submodule(Making *m, const CheckoutTask *of, const GitSubmodule *sub,
                          const GitModule *mod)
{
	GitStore *s = m->s;
	Arena *a = &s->arena;
	const char *why;
	Str url;
	if (!gitmodules_url(a, of->remote.url, mod->url, &url, &why))
		return refuse_checkout(m, of, "has a submodule that cannot be fetched",
		                       arena_printf(a, "`" STR_FMT "` is at `" STR_FMT "`: %s",
		                                    STR_ARG(sub->path), STR_ARG(mod->url), why));
	if (of->depth >= DEPTH_MAX || ++m->submodules > SUBMODULES_MAX)
		return refuse_checkout(m, of, "cannot be used", STR("it has too many submodules"));
	CheckoutTask *t = vec_push(a, &m->open, CheckoutTask);
	*t = (CheckoutTask){
		.remote = gitdb_remote(a, url, "submodule", of->remote.at),
		.revision = { GIT_DEFAULT, STR(""), sub->commit },
		.below = of->below.len ? path_join(a, of->below, sub->path) : sub->path,
		.into = of->into ? arena_printf(a, "%s/" STR_FMT, of->into, STR_ARG(sub->path)).ptr
		                 : NULL,
		.depth = of->depth + 1,
	};
	return true;
}

/* As in Cargo: entries of .gitmodules that the tree does not have are ignored, but a submodule
 * without an entry is an error. */
static bool add_submodules(Making *m, const CheckoutTask *of, const GitRepo *repo,
                           const GitTree *tree)
{
	GitStore *s = m->s;
	GitModules modules = { 0 };
	Str text;
	unsigned line;
	if (!tree->submodules.count)
		return true;
	if (tree->modules && (!libgit_read(repo, tree->modules, &s->arena, &text) ||
	                      !gitmodules_read(text, &s->arena, &modules, &line)))
		return refuse_checkout(m, of, "cannot be used",
		                       STR("its file `.gitmodules` is broken"));
	for (size_t i = 0; i < tree->submodules.count; i++) {
		const GitSubmodule *sub = &tree->submodules.items[i];
		const CheckoutTask copy = *of; /* `of` may be in a list that grows */
		const GitModule *mod = gitmodules_find(&modules, sub->path);
		if (!mod || !mod->url.len)
			return refuse_checkout(
				m, of, "cannot be used",
				arena_printf(&s->arena,
			                     "`.gitmodules` has no URL for its submodule "
			                     "`" STR_FMT "`",
			                     STR_ARG(sub->path)));
		if (mod->skipped)
			diag_status(s->diag, "Skipping",
			            "git submodule `" STR_FMT
			            "` due to update strategy in .gitmodules",
			            STR_ARG(mod->url));
		else if (!add_submodule(m, &copy, sub, mod))
			return false;
	}
	return true;
}

typedef enum CheckoutUse { TAKEN, NOT_TAKEN /* it is broken or gone */, REFUSED } CheckoutUse;

static bool write_files(const Making *m, const CheckoutTask *t, const char *from)
{
	Arena *a = &m->s->arena;
	scoped_buf why = { 0 };
	const GitCheckout what = { from, t->revision.commit, t->into };
	if (!libgit_check_out(m->s->lib, &what, &why))
		return refuse_checkout(m, t, "cannot be written", buf_str(&why));
	/* Cargo writes this mark into a submodule's folder, where it counts as a file of the
	 * package. */
	const char *mark = arena_printf(a, "%s/.cargo-ok", t->into).ptr;
	if (!t->below.len)
		return true;
	const BelowPlace at = place_in_store(&m->s->place, a, mark);
	return below_write(at.top, at.path, STR(""), FS_FLEETING) ||
	       diag_errno(m->s->diag, "cannot write `%s`", mark);
}

/* Returns whether `from` is already the repository at `target` in the CARGO_HOME. */
static bool is_in_home(GitStore *s, const char *from, const GitHome *home, Str target)
{
	return str_eq(str_from(from), path_join(&s->arena, home->folder, target));
}

static bool copy_to_home(const Making *m, const CheckoutTask *t, const char *from)
{
	const Str target = path_join(&m->s->arena, STR("git/db"), t->remote.id);
	return is_in_home(m->s, from, m->home, target) ||
	       gitdb_copy(m->s, &(GitCopy){ from, target, t->revision.commit, false }, m->home);
}

static CheckoutUse take_from(Making *m, const CheckoutTask *t, const char *from)
{
	GitStore *s = m->s;
	GitTree tree;
	scoped_buf why = { 0 };
	scoped_repo *repo = libgit_open(s->lib, from);
	if (!repo)
		return NOT_TAKEN;
	const GitTreeCheck check = { repo, t->revision.commit, s->options.limits };
	switch (gittree_check(&check, &s->arena, &tree, &why)) {
	case GIT_TREE_REFUSED:
		refuse_checkout(m, t, "cannot be used", buf_str(&why));
		return REFUSED;
	case GIT_TREE_BROKEN:
		return NOT_TAKEN;
	case GIT_TREE_SOUND:
		break;
	}
	if (!(m->home ? copy_to_home(m, t, from) : write_files(m, t, from)))
		return REFUSED;
	return add_submodules(m, t, repo, &tree) ? TAKEN : REFUSED;
}

/* Uses an existing repository. If there is none, or all are broken, fetches it. */
static bool check_out(Making *m, const CheckoutTask *t)
{
	GitStore *s = m->s;
	const GitPaths there = gitdb_with(s, &t->remote, t->revision.commit);
	const char *own = gitdb_path(s, &t->remote);
	bool afresh = false;
	for (size_t i = 0; i < there.count; i++) {
		const CheckoutUse taken = take_from(m, t, there.items[i]);
		if (taken != NOT_TAKEN)
			return taken == TAKEN;
		afresh |= strcmp(there.items[i], own) == 0;
	}
	if (!gitdb_fetch(s, &t->remote, &t->revision, afresh))
		return false;
	const CheckoutUse taken = take_from(m, t, own);
	if (taken == NOT_TAKEN)
		refuse_checkout(m, t, "cannot be used", STR("objects of it are missing"));
	return taken == TAKEN;
}

static bool make_checkouts(GitStore *s, const CheckoutTask *top, const GitHome *home)
{
	Making m = { .s = s, .home = home };
	*vec_push(&s->arena, &m.open, CheckoutTask) = *top;
	while (m.open.count) {
		const CheckoutTask t = m.open.items[--m.open.count];
		if (!check_out(&m, &t))
			return false;
	}
	return true;
}

static bool make_and_publish(GitStore *s, CheckoutTask *top, const char *target)
{
	if (!gitdb_load(s))
		return false;
	top->into = gitdb_temp(s);
	if (!top->into || !make_checkouts(s, top, NULL))
		return false;
	return place_publish(&s->place, top->into, target) ||
	       diag_errno(s->diag, "cannot make `%s`", target);
}

static bool is_commit(Str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (char_hex_value(text.ptr[i]) < 0)
			return false;
	return text.len == GIT_ID_HEX;
}

static bool check_source(GitStore *s, const GitWanted *w)
{
	const SourceId *of = w->source;
	if (is_commit(of->precise))
		return true;
	const GitRemote r = gitdb_remote(&s->arena, of->url, "repository", w->at);
	if (of->precise.len)
		diag_error(s->diag, w->at,
		           "git repository `" STR_FMT "` is locked to `" STR_FMT
		           "`, which is not a commit of 40 hex digits",
		           STR_ARG(r.shown), STR_ARG(of->precise));
	else
		diag_error(s->diag, w->at, "git repository `" STR_FMT "` is not locked to a commit",
		           STR_ARG(r.shown));
	diag_help(s->diag, "run `cargo update` to lock it again");
	return false;
}

static CheckoutTask task_of(GitStore *s, const GitWanted *wanted)
{
	const SourceId *of = wanted->source;
	Arena *a = &s->arena;
	return (CheckoutTask){
		.remote = gitdb_remote(a, arena_str(a, of->url), "repository", wanted->at),
		.revision = { of->ref_kind, arena_str(a, of->ref), arena_lower(a, of->precise).ptr }
	};
}

bool gitstore_checkout(GitStore *s, const GitWanted *wanted, Str *folder)
{
	Arena *a = &s->arena;
	if (!check_source(s, wanted))
		return false;
	CheckoutTask top = task_of(s, wanted);
	const Str all = gitstore_checkouts(a, s->options.folder);
	*folder = arena_printf(a, STR_FMT "/" STR_FMT "/%s", STR_ARG(all), STR_ARG(top.remote.id),
	                       top.revision.commit);
	return fs_kind(folder->ptr) == FILE_FOLDER || make_and_publish(s, &top, folder->ptr);
}

bool gitstore_fill(GitStore *s, const GitWanted *wanted, const GitHome *home)
{
	if (!check_source(s, wanted) || !gitdb_load(s))
		return false;
	const CheckoutTask top = task_of(s, wanted);
	return make_checkouts(s, &top, home);
}

/* --- indexes --- */

static bool read_at(GitStore *s, const char *repo_path, Str path, Arena *a, Str *out)
{
	char id[GIT_ID_HEX + 1];
	scoped_repo *repo = libgit_open(s->lib, repo_path);
	return repo && libgit_find(repo, "refs/remotes/origin/HEAD", arena_cstr(a, path), id) &&
	       libgit_read(repo, id, a, out);
}

static bool has_branch(GitStore *s, const char *repo_path)
{
	char id[GIT_ID_HEX + 1];
	scoped_repo *repo = libgit_open(s->lib, repo_path);
	return repo && libgit_find(repo, "refs/remotes/origin/HEAD", "config.json", id);
}

static bool was_updated(const GitStore *s, Str id)
{
	return str_list_has((StrList){ s->updated.items, s->updated.count }, id);
}

/* Returns an existing copy: ours, a layer's or Cargo's; NULL if there is none. */
static const char *index_at_hand(GitStore *s, const GitRemote *r)
{
	const char *own = gitdb_path(s, r);
	if (has_branch(s, own))
		return own;
	for (size_t i = 0; i < s->options.layers.count; i++) {
		const char *path = gitdb_in_layer(s, i, r);
		if (path && has_branch(s, path))
			return path;
	}
	const Str cargos = arena_printf(&s->arena, STR_FMT "/registry/index/" STR_FMT,
	                                STR_ARG(s->options.cargo_home), STR_ARG(r->id));
	return s->options.cargo_home.len && has_branch(s, cargos.ptr) ? cargos.ptr : NULL;
}

/* Returns the repository of the index, updated if necessary; NULL after an error. */
static const char *find_index(GitStore *s, const GitIndex *index)
{
	Arena *a = &s->arena;
	GitRemote r = gitdb_remote(a, index->url, "index", NO_SPAN);
	r.id = arena_str(a, index->id);
	const GitRevision newest = { .kind = GIT_DEFAULT };
	const bool update = index->update && !s->options.offline && !was_updated(s, r.id);
	const char *there = update ? NULL : index_at_hand(s, &r);
	if (there)
		return there;
	if (!gitdb_fetch(s, &r, &newest, false))
		return NULL;
	*vec_push(a, &s->updated, Str) = r.id;
	return gitdb_path(s, &r);
}

GitIndexAnswer gitstore_index_file(GitStore *s, const GitIndex *index, Str path, Arena *a, Str *out)
{
	const char *from = gitdb_load(s) ? find_index(s, index) : NULL;
	if (!from)
		return GIT_INDEX_FAILED;
	return read_at(s, from, path, a, out) ? GIT_INDEX_FOUND : GIT_INDEX_NO_FILE;
}

static const char *head_of(GitStore *s, const char *path)
{
	GitRefs refs = { 0 };
	scoped_repo *repo = libgit_open(s->lib, path);
	if (repo)
		libgit_refs(repo, &s->arena, &refs);
	for (size_t i = 0; i < refs.count; i++)
		if (str_eq(refs.items[i].name, STR("refs/remotes/origin/HEAD")))
			return refs.items[i].id.ptr;
	return NULL;
}

bool gitstore_fill_index(GitStore *s, const GitIndex *index, const GitHome *home)
{
	const char *from = gitdb_load(s) ? find_index(s, index) : NULL;
	const Str target = path_join(&s->arena, STR("registry/index"), index->id);
	return from && (is_in_home(s, from, home, target) ||
	                gitdb_copy(s, &(GitCopy){ from, target, head_of(s, from), true }, home));
}
