// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/store.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "cache/git/proxy.h"
#include "cache/registry/index_file.h"
#include "cache/store/store_internal.h"
#include "cache/trust.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

enum { PROGRESS_MS = 100 };

/* Checks that nobody else may have put files into the cache: its owner and mode, and those of its
 * parents, in which others could replace it. */
static bool is_ours(Diag *diag, Str folder, Str home)
{
	scoped_arena a = { 0 };
	scoped_buf why = { 0 };
	Str bad = folder;
	const char *path = arena_cstr(&a, folder);
	Trust trust = trust_of_path(path);
	if (trust == TRUST_GOOD || trust == TRUST_ABSENT ||
	    (trust == TRUST_WRITABLE && trust_is_closed_off(path)))
		trust = trust_of_parents(&a, folder, home, &bad);
	if (trust == TRUST_GOOD)
		return true;
	trust_explain(&why, trust, arena_cstr(&a, bad));
	diag_error(diag, NO_SPAN, "the cache cannot be trusted: `" STR_FMT "` %s", STR_ARG(bad),
	           why.ptr);
	if (bad.len < folder.len)
		return diag_help(diag, "set XDG_CACHE_HOME to a folder of your own, whose parent "
		                       "folders belong to you or to root");
	if (trust == TRUST_OTHERS)
		return diag_help(diag, "set XDG_CACHE_HOME to a folder of your own; root's cache "
		                       "can be a layer: L4CARGO_CACHE_LAYERS");
	return diag_help(diag, "remove it, or check its contents and run `chmod -R go-w` on it");
}

/* If the umask lets others write to files that we make, closes the cache to them. They must not be
 * able to change its parents either. */
static void close_off(Str folder)
{
	scoped_arena a = { 0 };
	struct stat st;
	Diag silent = { 0 };
	const char *path = arena_cstr(&a, folder);
	if (!trust_umask_is_open())
		return;
	scoped_fd there = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (there < 0 && errno == ENOENT)
		fs_make_private_folders(path, &silent);
	else if (there >= 0 && fstat(there, &st) == 0 && st.st_uid == geteuid() &&
	         st.st_mode & 0077)
		fchmod(there, st.st_mode & 0700);
}

bool store_default_folder(Arena *a, char *const *env, Diag *diag, Str *out)
{
	const Str cache = env_get(env, "XDG_CACHE_HOME"), home = env_get(env, "HOME");
	if (path_is_absolute(cache)) /* the standard says to ignore a relative path */
		*out = path_join(a, path_normalise(a, cache), STR("l4cargo"));
	else if (path_is_absolute(home))
		*out = path_join(a, path_normalise(a, home), STR(".cache/l4cargo"));
	else {
		diag_error(diag, NO_SPAN,
		           "no place for the cache: neither HOME nor "
		           "XDG_CACHE_HOME is set to an absolute path");
		return diag_help(diag, "set HOME");
	}
	close_off(*out);
	return is_ours(diag, *out, path_is_absolute(home) ? path_normalise(a, home) : STR(""));
}

Store *store_open(const StoreOptions *options, Diag *diag)
{
	Store *s = xcalloc(1, sizeof(Store));
	s->options = *options;
	s->diag = diag;
	s->ready_end = &s->ready;
	map_init(&s->counted, &s->arena, 0);
	if (!s->options.network)
		s->options.network = &network_defaults;
	place_init(&s->place, options->folder);
	s->workers = workers_new(options->workers);
	s->fetcher =
		fetcher_new(s->options.network, git_proxy, workers_descriptor(s->workers), diag);
	cargo_home_init(&s->home);
	s->lock = place_lock_shared(options->folder);
	s->index = (Index){
		.folder = options->folder,
		.layers = options->layers,
		.cargo_home = options->cargo_home,
		.offline = options->offline,
		.gits = options->gits,
		.credentials = options->credentials,
		.fetcher = s->fetcher,
		.diag = diag,
	};
	if (options->fill.len)
		s->index.folder = path_join(&s->arena, options->fill, STR("registry"));
	return s;
}

GitStore *store_gits(const Store *s)
{
	return s->options.gits;
}

void store_close(Store **store)
{
	Store *s = *store;
	if (!s)
		return;
	fetcher_free(&s->fetcher);
	credentials_close(s->options.credentials);
	workers_free(&s->workers); /* before crate_free closes their files */
	for (size_t i = 0; i < s->fetches.count; i++)
		crate_free(s->fetches.items[i]);
	for (size_t i = 0; i < s->registries.count; i++)
		home_free_names(s->registries.items[i]);
	gitstore_close(&s->options.gits);
	place_close(&s->place);
	cargo_home_close(&s->home);
	fs_close(&s->lock);
	arena_free(&s->arena);
	free(s);
	*store = NULL;
}

/* --- registries --- */

static bool has_archives_of(Str folder, const Registry *r, Arena *a)
{
	return str_eq(folder, r->id) || (r->git_id.len && str_eq(folder, r->git_id)) ||
	       str_starts_with(folder, arena_printf(a, STR_FMT "-", STR_ARG(r->host)));
}

/* Finds the folders in Cargo's cache that may have its archives. Each archive is verified before
 * use. */
static void find_borrowable(Store *s, StoreRegistry *from)
{
	FsEntry *entries;
	size_t count;
	const char *cache =
		arena_printf(&s->arena, STR_FMT "/registry/cache", STR_ARG(s->options.cargo_home))
			.ptr;
	if (!s->options.cargo_home.len || !fs_list(cache, &s->arena, &entries, &count))
		return;
	from->borrow = arena_array(&s->arena, const char *, count + 1);
	for (size_t i = 0; i < count; i++)
		if (has_archives_of(entries[i].name, &from->registry, &s->arena))
			from->borrow[from->borrow_count++] =
				arena_printf(&s->arena, "%s/" STR_FMT, cache,
			                     STR_ARG(entries[i].name))
					.ptr;
}

static void init_local(Store *s, StoreRegistry *from, const SourceId *source, Str folder)
{
	from->local = arena_str(&s->arena, folder);
	from->registry = (Registry){ .source = *source, .shown = from->local };
	from->borrow = arena_array(&s->arena, const char *, 1);
	from->borrow[0] = from->local.ptr;
	from->borrow_count = 1;
}

StoreRegistry *store_registry(Store *s, const SourceId *source, Str local)
{
	for (size_t i = 0; i < s->registries.count; i++) {
		StoreRegistry *known = s->registries.items[i];
		if (str_eq(known->local, local) && source_eq(&known->registry.source, source))
			return known;
	}
	StoreRegistry *from = arena_new(&s->arena, StoreRegistry);
	if (local.len)
		init_local(s, from, source, local);
	else if (registry_init(&from->registry, source, &s->arena, s->diag))
		find_borrowable(s, from);
	else
		return NULL;
	*vec_push(&s->arena, &s->registries, StoreRegistry *) = from;
	return from;
}

/* --- requests --- */

void store_ready(CrateFetch *j)
{
	Store *s = j->store;
	j->next = NULL;
	*s->ready_end = j;
	s->ready_end = &j->next;
	s->pending--;
	s->progress.done += j->counts;
}

void store_failed(CrateFetch *j, const char *help, const char *fmt, ...)
{
	Store *s = j->store;
	if (s->failed)
		return;
	s->failed = true;
	scoped_arena scratch = { 0 };
	va_list args;
	va_start(args, fmt);
	const Str text = arena_vprintf(&scratch, fmt, args);
	va_end(args);
	diag_error(s->diag, NO_SPAN, STR_FMT, STR_ARG(text));
	if (help)
		diag_help(s->diag, "%s", help);
}

static IndexAnswer local_versions(Store *s, Str folder, Str name, IndexVersions *out)
{
	Str lines;
	const Str file = path_join(&s->arena, STR("index"), registry_index_path(&s->arena, name));
	const Str path = path_join(&s->arena, folder, file);
	*out = (IndexVersions){ 0 };
	if (!fs_read_quietly(arena_cstr(&s->arena, path), &s->arena, &lines)) {
		if (errno == ENOENT)
			return INDEX_NO_CRATE;
		diag_errno(s->diag, "cannot read `" STR_FMT "`", STR_ARG(path));
		return INDEX_FAILED;
	}
	index_read(lines, name, &s->arena, out);
	return INDEX_FOUND;
}

IndexAnswer store_versions(Store *s, const StoreRegistry *from, const IndexQuery *query,
                           IndexVersions *out)
{
	if (from->local.len)
		return local_versions(s, from->local, query->name, out);
	return index_versions(&s->index, query, &s->arena, out);
}

/* Finds the checksum in the registry's index. */
static bool look_up_checksum(Store *s, const StoreRegistry *from, CrateName *crate)
{
	IndexVersions found;
	for (IndexFreshness how = INDEX_ANY_COPY; how <= INDEX_NEWEST; how++) {
		const IndexQuery query = { &from->registry, crate->name, how };
		if (store_versions(s, from, &query, &found) == INDEX_FAILED)
			return false;
		for (size_t i = 0; i < found.count; i++)
			if (str_eq(found.items[i].version.text, crate->version)) {
				crate->checksum = found.items[i].checksum;
				return true;
			}
	}
	diag_error(s->diag, NO_SPAN,
	           "registry `" STR_FMT "` has no crate `" STR_FMT " v" STR_FMT "`",
	           STR_ARG(from->registry.shown), STR_ARG(crate->name), STR_ARG(crate->version));
	return diag_help(
		s->diag,
		"run `cargo update` if it was removed; check `[source]` in `.cargo/config.toml`");
}

static bool is_sound(Store *s, const CrateWanted *w)
{
	if (!crate_check_name(w->name, w->version, s->diag))
		return false;
	if (w->checksum.len && !digest_is_hex(w->checksum)) {
		diag_error(s->diag, NO_SPAN,
		           "the checksum of `" STR_FMT " v" STR_FMT "` is not a SHA-256: `" STR_FMT
		           "`",
		           STR_ARG(w->name), STR_ARG(w->version), STR_ARG(w->checksum));
		return diag_help(s->diag,
		                 "the lock file is damaged: run `cargo generate-lockfile`");
	}
	return true;
}

/* Counts a crate once, even if it is requested as an archive and later unpacked. */
static void count_once(CrateFetch *j)
{
	Store *s = j->store;
	const uint32_t new = (uint32_t)s->progress.total;
	j->counts = map_put(&s->counted, str_from(j->at.key_folder), new) == new;
	s->progress.total += j->counts;
}

bool store_request(Store *s, const CrateWanted *wanted)
{
	if (!is_sound(s, wanted))
		return false;
	StoreRegistry *from = store_registry(s, wanted->registry, wanted->local);
	if (!from)
		return false;
	CrateFetch *j = arena_new(&s->arena, CrateFetch);
	*j = (CrateFetch){ .store = s, .from = from, .tag = wanted->tag, .download.fd = -1 };
	j->goal = s->options.fill.len && !wanted->local.len ? GOAL_HOME
	          : wanted->archive_only                    ? GOAL_ARCHIVE
	                                                    : GOAL_CRATE;
	j->crate = (CrateName){ arena_str(&s->arena, wanted->name),
		                arena_str(&s->arena, wanted->version),
		                arena_str(&s->arena, wanted->checksum) };
	if (!j->crate.checksum.len && !look_up_checksum(s, from, &j->crate))
		return false;
	j->at.key = place_crate_key(&s->arena, j->crate.checksum).ptr;
	j->at.key_folder = place_crate(&s->arena, &s->place, j->crate.checksum).ptr;
	j->root = arena_printf(&s->arena, STR_FMT "-" STR_FMT, STR_ARG(j->crate.name),
	                       STR_ARG(j->crate.version));
	j->shown = arena_printf(&s->arena, STR_FMT " v" STR_FMT, STR_ARG(j->crate.name),
	                        STR_ARG(j->crate.version));
	s->pending++;
	if (j->goal == GOAL_HOME) {
		count_once(j);
		return home_start(j);
	}
	j->at.crate =
		arena_printf(&s->arena, "%s/" STR_FMT, j->at.key_folder, STR_ARG(j->root)).ptr;
	if (crate_is_here(j) || (!j->found.suspect && crate_is_in_layer(j))) {
		place_touch(&s->place, j->at.key_folder);
		store_ready(j);
		return true;
	}
	count_once(j);
	return crate_start(j);
}

/* --- results --- */

static void show_progress(Store *s)
{
	if (!s->options.events.progress || s->progress.total == 0)
		return;
	s->progress.phase =
		s->progress.bytes < s->progress.bytes_known ? STORE_DOWNLOADING : STORE_UNPACKING;
	s->options.events.progress(s->options.events.ctx, &s->progress);
}

static void collect_finished(Store *s)
{
	for (WorkerTask *t; (t = workers_finished(s->workers));)
		crate_task_ended((CrateFetch *)(void *)t);
}

bool store_has_next(const Store *s)
{
	return s->ready != NULL;
}

bool store_next(Store *s, uint32_t *tag, Str *folder)
{
	if (s->pending)
		collect_finished(s);
	while (!s->ready && s->pending && !s->failed) {
		show_progress(s);
		fetch_run(s->fetcher, s->options.events.progress ? PROGRESS_MS : -1);
		collect_finished(s);
	}
	if (s->failed || !s->ready)
		return false;
	CrateFetch *j = s->ready;
	s->ready = j->next;
	if (!s->ready)
		s->ready_end = &s->ready;
	*tag = j->tag;
	*folder = str_from(j->at.crate);
	return true;
}
