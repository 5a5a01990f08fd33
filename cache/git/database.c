// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/clock.h"
#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/text/secret.h"
#include "cache/cargo_hash.h"
#include "cache/git/command_line.h"
#include "cache/git/gitstore_internal.h"
#include "cache/git/modules.h"
#include "cache/git/proxy.h"
#include "cache/net/retry.h"
#include "resolver/terms/url.h"

#include <dirent.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* --- names --- */

/* As in Cargo: the last part of the canonical URL, and a hash of all of it. */
static Str folder_of(Arena *a, Str url)
{
	const SourceId s = source_git(a, url, GIT_DEFAULT, STR(""), STR(""));
	char hash[CARGO_HASH_HEX + 1];
	Url parts;
	const char *why;
	Str name = STR("");
	if (url_parse(a, s.canonical, &parts, &why))
		name = path_name(parts.path);
	cargo_hash(arena_printf(a, STR_FMT "\xff", STR_ARG(s.canonical)), hash);
	return arena_printf(a, STR_FMT "-%s", STR_ARG(name.len ? name : STR("_empty")), hash);
}

GitRemote gitdb_remote(Arena *a, Str url, const char *what, Span at)
{
	return (GitRemote){ url, folder_of(a, url), secret_masked(a, url), what, at };
}

const char *gitdb_path(GitStore *s, const GitRemote *r)
{
	return arena_printf(&s->arena, STR_FMT "/git/db/" STR_FMT, STR_ARG(s->options.folder),
	                    STR_ARG(r->id))
	        .ptr;
}

bool gitdb_load(GitStore *s)
{
	scoped_buf why = { 0 };
	if (!s->lib)
		s->lib = libgit_load(s->options.network, s->options.env, &why);
	if (s->lib)
		return true;
	diag_error(s->diag, NO_SPAN, "git repositories need libgit2: " STR_FMT,
	           STR_ARG(buf_str(&why)));
	diag_help(s->diag, "install the library that l4cargo was built with");
	return false;
}

const char *gitdb_temp(GitStore *s)
{
	if (!place_make_temp(&s->place, &s->arena, s->diag))
		return NULL;
	return arena_printf(&s->arena, STR_FMT "/git%u", STR_ARG(s->place.temp), s->made++).ptr;
}

/* --- finding a commit --- */

static void add_if_there(GitStore *s, const char *path, const char *commit, GitPaths *out)
{
	scoped_repo *repo = libgit_open(s->lib, path);
	if (repo && libgit_has_commit(repo, commit))
		*vec_push(&s->arena, out, const char *) = path;
}

/* Looks at the repositories in a folder of CARGO_HOME/git: a repository for each entry. */
static void add_from_cargo(GitStore *s, Str folder, const char *commit, GitPaths *out)
{
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(&s->arena, folder), &s->arena, &entries, &count))
		return;
	for (size_t i = 0; i < count && !out->count; i++)
		if (entries[i].type == DT_DIR)
			add_if_there(s, path_join(&s->arena, folder, entries[i].name).ptr, commit,
			             out);
}

/* Lists Cargo's folders for a repository, in `db` or `checkouts`. Their names equal ours up to the
 * hash, which may differ between versions of Cargo. */
static GitPaths in_cargo(GitStore *s, const GitRemote *r, const char *kind)
{
	Arena *a = &s->arena;
	const Str name = str_sub(r->id, 0, (size_t)str_rfind(r->id, '-') + 1);
	const Str folder = arena_printf(a, STR_FMT "/git/%s", STR_ARG(s->options.cargo_home), kind);
	GitPaths out = { 0 };
	FsEntry *entries;
	size_t count;
	if (!s->options.cargo_home.len || !fs_list(folder.ptr, a, &entries, &count))
		return out;
	for (size_t i = 0; i < count; i++)
		if (str_starts_with(entries[i].name, name))
			*vec_push(a, &out, const char *) =
				path_join(a, folder, entries[i].name).ptr;
	return out;
}

/* Any copy will do: a commit's id is a hash of its content. */
static void find_in_cargo(GitStore *s, const GitRemote *r, const char *commit, GitPaths *out)
{
	const GitPaths db = in_cargo(s, r, "db");
	for (size_t i = 0; i < db.count && !out->count; i++)
		add_if_there(s, db.items[i], commit, out);
	const GitPaths checkouts = in_cargo(s, r, "checkouts");
	for (size_t i = 0; i < checkouts.count && !out->count; i++)
		add_from_cargo(s, str_from(checkouts.items[i]), commit, out);
}

bool gitstore_find_commit(GitStore *s, Str url, Str digits, Str *commit)
{
	const GitRemote r = gitdb_remote(&s->arena, url, "repository", NO_SPAN);
	const GitPaths db = in_cargo(s, &r, "db");
	char id[GIT_ID_HEX + 1];
	for (size_t i = 0; gitdb_load(s) && i < db.count; i++) {
		scoped_repo *repo = libgit_open(s->lib, db.items[i]);
		if (!repo || !libgit_commit(repo, arena_cstr(&s->arena, digits), id))
			continue;
		*commit = arena_str(&s->arena, str_from(id));
		return true;
	}
	return false;
}

const char *gitdb_in_layer(GitStore *s, size_t layer, const GitRemote *r)
{
	const char *below = arena_printf(&s->arena, "git/db/" STR_FMT, STR_ARG(r->id)).ptr;
	return layers_tree(&s->options.layers, layer, below, &s->arena);
}

GitPaths gitdb_with(GitStore *s, const GitRemote *r, const char *commit)
{
	GitPaths out = { 0 };
	add_if_there(s, gitdb_path(s, r), commit, &out);
	for (size_t i = 0; i < s->options.layers.count; i++) {
		const char *path = gitdb_in_layer(s, i, r);
		if (path)
			add_if_there(s, path, commit, &out);
	}
	GitPaths cargo = { 0 };
	find_in_cargo(s, r, commit, &cargo);
	if (cargo.count)
		*vec_push(&s->arena, &out, const char *) = cargo.items[0];
	return out;
}

/* --- fetching --- */

typedef struct Fetch {
	GitStore *s;
	const GitRemote *remote;
	const GitRevision *what;
	const char *path; /* the repository that is being made */
	GitRepo *repo;
	bool lenient; /* a failure is not final and is not reported */
} Fetch;

static void show_progress(void *ctx, const GitProgress *now)
{
	const Fetch *f = ctx;
	const GitEvents *e = &f->s->options.events;
	if (e->progress)
		e->progress(e->ctx, f->remote->shown, now);
}

static void pause_before(const Fetch *f, unsigned failures)
{
	const uint64_t ms = retry_pause(failures, f->s->options.network->pause_ms, clock_us());
	const struct timespec rest = { (time_t)(ms / 1000), (long)(ms % 1000) * 1000000 };
	nanosleep(&rest, NULL);
}

static bool cannot_fetch(const Fetch *f, GitFetched result, Str why)
{
	Diag *d = f->s->diag;
	diag_error(d, f->remote->at, "cannot fetch git %s `" STR_FMT "`: " STR_FMT, f->remote->what,
	           STR_ARG(f->remote->shown), STR_ARG(why));
	if (result == GIT_FETCH_DENIED && str_starts_with(f->remote->url, STR("http")))
		diag_help(d, "git's credential helpers have no valid password: set one up, or set "
		             "`net.git-fetch-with-cli = true` so that the program `git` fetches");
	else if (result == GIT_FETCH_DENIED)
		diag_help(d, "give the key to an ssh agent, or set `net.git-fetch-with-cli = true` "
		             "so that the program `git` fetches with its keys and helpers");
	else if (f->s->options.with_cli)
		diag_help(d, "check the address and the network connection");
	else
		diag_help(d, "check the address and the network connection; "
		             "`net.git-fetch-with-cli = true` lets the program `git` fetch");
	return false;
}

static bool has_own_ssh(const Fetch *f)
{
	Str command = STR("");
	return libgit_setting(f->s->lib, "core.sshCommand", &f->s->arena, &command) && command.len;
}

/* Cargo calls git's credential helpers itself. Here git asks them while it fetches. */
static GitFetched fetch_with_helpers(const Fetch *f, const GitFetch *what)
{
	scoped_buf unheard = { 0 };
	return gitcli_fetch(f->path, what, f->s->options.env, &unheard) == GIT_FETCHED
	               ? GIT_FETCHED
	               : GIT_FETCH_DENIED;
}

/* Returns whether git must fetch: libgit2 ignores a proxy if the URL is not https. */
static bool needs_git(const Fetch *f)
{
	static const char *const variables[] = { "http_proxy", "all_proxy", "ALL_PROXY" };
	GitStore *s = f->s;
	if (!str_starts_with(f->remote->url, STR("http://")))
		return false;
	const Str configured = git_proxy(s->options.network, &s->arena);
	bool found = configured.len > 0;
	for (size_t i = 0; !configured.ptr && i < COUNT_OF(variables); i++)
		found |= env_get(s->options.env, variables[i]).len > 0;
	return found;
}

static GitFetched fetch_once(const Fetch *f, const GitFetch *what, Buf *why)
{
	const GitOptions *o = &f->s->options;
	GitFetch by_git = *what;
	by_git.own_ssh = has_own_ssh(f);
	if (o->with_cli)
		return gitcli_fetch(f->path, &by_git, o->env, why);
	if (needs_git(f)) {
		by_git.proxy = o->network->proxy;
		return gitcli_fetch(f->path, &by_git, o->env, why);
	}
	const GitFetched result = libgit_fetch(f->repo, what, why);
	if (result == GIT_FETCH_DENIED && str_starts_with(f->remote->url, STR("http")))
		return fetch_with_helpers(f, what);
	return result;
}

static bool fetch_refs(const Fetch *f, const char *const *refspecs, size_t count, bool tags)
{
	const GitStore *s = f->s;
	const GitFetch what = { .url = f->remote->url.ptr,
		                .refspecs = refspecs,
		                .refspec_count = count,
		                .tags = tags,
		                .ctx = (void *)(uintptr_t)f,
		                .progress = show_progress };
	for (unsigned failures = 1;; failures++) {
		scoped_buf why = { 0 };
		const GitFetched result = fetch_once(f, &what, &why);
		if (s->options.events.done)
			s->options.events.done(s->options.events.ctx);
		if (result == GIT_FETCHED || f->lenient)
			return result == GIT_FETCHED;
		if (result != GIT_FETCH_UNLUCKY || failures > s->options.network->retries)
			return cannot_fetch(f, result, buf_str(&why));
		const unsigned left = s->options.network->retries - failures + 1;
		diag_warning(s->diag, NO_SPAN, "spurious network error (%u %s remaining): " STR_FMT,
		             left, left == 1 ? "try" : "tries", STR_ARG(buf_str(&why)));
		pause_before(f, failures);
	}
}

static bool has_it(const Fetch *f)
{
	if (!f->what->commit)
		return true;
	/* Opens it again: otherwise libgit2 does not see what another program has added. */
	scoped_repo *repo = libgit_open(f->s->lib, f->path);
	return repo && libgit_has_commit(repo, f->what->commit);
}

/* Fetches the reference in the manifest. It usually contains the locked commit. */
static bool fetch_reference(const Fetch *f)
{
	Arena *a = &f->s->arena;
	const Str ref = f->what->ref;
	const char *spec = "+HEAD:refs/remotes/origin/HEAD";
	if (f->what->kind == GIT_BRANCH)
		spec = arena_printf(a, "+refs/heads/" STR_FMT ":refs/remotes/origin/" STR_FMT,
		                    STR_ARG(ref), STR_ARG(ref))
		               .ptr;
	else if (f->what->kind == GIT_TAG)
		spec = arena_printf(a, "+refs/tags/" STR_FMT ":refs/remotes/origin/tags/" STR_FMT,
		                    STR_ARG(ref), STR_ARG(ref))
		               .ptr;
	else if (f->what->kind == GIT_REV && str_starts_with(ref, STR("refs/")))
		spec = arena_printf(a, "+" STR_FMT ":" STR_FMT, STR_ARG(ref), STR_ARG(ref)).ptr;
	else if (f->what->kind == GIT_REV)
		return true;
	return fetch_refs(f, &spec, 1, false);
}

static bool fetch_everything(const Fetch *f)
{
	static const char *const specs[] = { "+refs/heads/*:refs/remotes/origin/*",
		                             "+HEAD:refs/remotes/origin/HEAD" };
	return fetch_refs(f, specs, COUNT_OF(specs), true);
}

static bool not_there(const Fetch *f)
{
	Diag *d = f->s->diag;
	diag_error(d, f->remote->at, "git %s `" STR_FMT "` has no commit %s", f->remote->what,
	           STR_ARG(f->remote->shown), f->what->commit);
	diag_help(
		d,
		"no branch or tag contains it any more: run `cargo update` to lock another commit");
	return false;
}

/* The reference may be gone while its commits are still there. Then libgit2 fetches nothing, and
 * git reports a failure. */
static bool fetch_wanted(Fetch *f)
{
	if (!f->what->commit)
		return fetch_reference(f);
	f->lenient = f->s->options.with_cli && f->what->kind != GIT_DEFAULT;
	if (!fetch_reference(f) && !f->lenient)
		return false;
	f->lenient = false;
	return has_it(f) || (fetch_everything(f) && (has_it(f) || not_there(f)));
}

/* --- replacing the repository by a new one --- */

/* Takes over the objects and references of the old one, so that only new objects are fetched. */
static bool start_from(const Fetch *f, const char *old)
{
	const BelowPlace made = place_in_store(&f->s->place, &f->s->arena, f->path);
	return gitdb_take_packs(f->s, old, made) && gitdb_take_refs(f->s, old, made);
}

static bool publish_database(const Fetch *f, const char *target)
{
	GitStore *s = f->s;
	Arena *a = &s->arena;
	const BelowPlace made = place_in_store(&s->place, a, f->path),
			 there = place_in_store(&s->place, a, target);
	/* The old one takes our place in tmp. Files that others have open in it are also in the new
	 * one. */
	if (below_rename(made, there) || below_exchange(made, there))
		return true;
	const char *aside = gitdb_temp(s);
	if (aside && below_rename(there, place_in_store(&s->place, a, aside)) &&
	    below_rename(made, there))
		return true;
	return diag_errno(f->s->diag, "cannot replace `%s`", target);
}

static bool make_new(Fetch *f, const char *target, bool afresh)
{
	f->path = gitdb_temp(f->s);
	if (!f->path || !gitdb_create(f->s, f->path) || (!afresh && !start_from(f, target)))
		return false;
	scoped_repo *repo = libgit_open(f->s->lib, f->path);
	f->repo = repo;
	return repo && fetch_wanted(f) && publish_database(f, target);
}

static void tell_waiting(void *ctx)
{
	const GitStore *s = ctx;
	diag_status(s->diag, "Blocking", "waiting for another process that fetches it");
}

static bool refuse_offline(const Fetch *f)
{
	Diag *d = f->s->diag;
	if (f->what->commit)
		diag_error(d, f->remote->at,
		           "commit %.12s of git %s `" STR_FMT
		           "` is not in the cache, and --offline is set",
		           f->what->commit, f->remote->what, STR_ARG(f->remote->shown));
	else
		diag_error(d, f->remote->at,
		           "git %s `" STR_FMT "` was never fetched, and --offline is set",
		           f->remote->what, STR_ARG(f->remote->shown));
	diag_help(d, "run the command once without `--offline`");
	return false;
}

/* Locks the file beside the repository. Returns -1 after an error. */
static int lock_database(GitStore *s, const char *database)
{
	const char *path = arena_printf(&s->arena, "%s.lock", database).ptr, *name;
	if (!place_open(&s->place, s->diag))
		return -1;
	const BelowPlace lock = place_in_store(&s->place, &s->arena, path);
	scoped_fd in = below_make_parents(lock.top, lock.path)
	                       ? below_open_parent(lock.top, lock.path, &name)
	                       : -1;
	const int held = in < 0 ? -1 : fs_lock_at(in, name, tell_waiting, s);
	if (held < 0)
		diag_errno(s->diag, "cannot lock `%s`", path);
	return held;
}

bool gitdb_fetch(GitStore *s, const GitRemote *r, const GitRevision *what, bool afresh)
{
	const char *target = gitdb_path(s, r), *why;
	Fetch f = { .s = s, .remote = r, .what = what, .path = target };
	if (s->options.offline)
		return refuse_offline(&f);
	if (!gitmodules_url_is_sound(&s->arena, r->url, &why)) {
		diag_error(s->diag, r->at, "cannot fetch git %s `" STR_FMT "`: %s", r->what,
		           STR_ARG(r->shown), why);
		return diag_help(s->diag, "addresses of git repositories begin with `https://`, "
		                          "`http://`, `ssh://`, `git://` or `file://`");
	}
	scoped_fd held = lock_database(s, target);
	if (held < 0)
		return false;
	if (what->commit && !afresh && has_it(&f))
		return true; /* the process that we waited for has fetched it */
	if (s->options.events.updating)
		s->options.events.updating(s->options.events.ctx, r->what, r->shown);
	return make_new(&f, target, afresh);
}
