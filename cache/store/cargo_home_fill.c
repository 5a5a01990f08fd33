// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output.h"
#include "base/files/fs.h"
#include "cache/store/store_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

enum { PIECE_SIZE = 64 * 1024 };

/* --- tasks, in a worker thread --- */

typedef enum Copied { COPIED, COPY_NOT_READ, COPY_NOT_WRITTEN } Copied;

/* Copies from the current offset of both files. */
static Copied copy_by_pieces(int from, int to)
{
	char piece[PIECE_SIZE];
	for (;;) {
		const ssize_t n = read(from, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n == 0 ? COPIED : COPY_NOT_READ;
		if (!output_write(to, (Str){ piece, (size_t)n }))
			return COPY_NOT_WRITTEN;
	}
}

static Copied copy_bytes(int from, int to)
{
	enum { PIECE = 1 << 30 };
	ssize_t n;
	do
		n = copy_file_range(from, NULL, to, NULL, PIECE, 0);
	while (n > 0);
	/* Some kernels and file systems do not support this, or not between two file systems. */
	return n == 0 ? COPIED : copy_by_pieces(from, to);
}

/* Verifies the copy instead of the original, which may change meanwhile. */
int crate_take_copy(CrateFetch *j, const char *from)
{
	scoped_fd in = open(from, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (in < 0)
		return -1;
	const int out = crate_create_archive(j, O_RDWR);
	const Copied copied = out < 0 ? COPY_NOT_WRITTEN : copy_bytes(in, out);
	if (copied == COPY_NOT_WRITTEN)
		crate_fail(j, "cannot write the archive");
	if (copied == COPIED && crate_is_good(out, j->crate.checksum))
		return out;
	fs_close(&out);
	return -1;
}

static int borrow_archive(CrateFetch *j)
{
	scoped_arena scratch = { 0 };
	const char **archives;
	const size_t count = crate_archives(j, &scratch, &archives);
	for (size_t i = 0; i < count; i++) {
		const int copy = crate_take_copy(j, archives[i]);
		if (copy >= 0 || j->outcome.why.len)
			return copy;
	}
	return crate_take_copy(j, j->at.archive);
}

static void take_borrowed(CrateFetch *j)
{
	if (!crate_make_work_folder(j))
		return;
	scoped_fd copy = borrow_archive(j);
	if (copy >= 0)
		crate_unpack(j, copy, j->work.archive);
	else if (!j->outcome.why.len)
		j->outcome.end = CRATE_NOT_BORROWED;
}

void home_task(WorkerTask *task)
{
	CrateFetch *j = (CrateFetch *)(void *)task;
	scoped_fd kept = crate_open_good(j->at.home_archive, j->crate.checksum);
	if (kept < 0)
		take_borrowed(j);
	else if (cargo_home_is_unpacked(j->at.crate))
		j->outcome.end = CRATE_READY;
	else
		crate_unpack(j, kept, j->at.home_archive);
}

bool home_publish(CrateFetch *j, const char *archive)
{
	scoped_arena a = { 0 };
	const BelowPlace folder = crate_place(j, &a, j->at.crate),
			 kept = crate_place(j, &a, j->at.home_archive);
	const BelowPlace made =
		crate_place(j, &a,
	                    arena_printf(&a, "%s/" STR_FMT, j->work.folder, STR_ARG(j->root)).ptr);
	if (!cargo_home_finish(made) ||
	    (archive != j->at.home_archive && !below_rename(crate_place(j, &a, archive), kept)))
		return false;
	return below_remove_tree(folder.top, folder.path) && below_rename(made, folder);
}

/* --- the index, from which Cargo resolves a lock file --- */

/* The question about one name, and the crates that wait for its answer. */
typedef struct HomeName {
	IndexAsk ask;
	Arena arena; /* for the answer */
	CrateFetch *waiting;
	bool asked;
} HomeName;

static void start_if_same(CrateFetch *j, Str checksum)
{
	if (digest_eq(checksum, j->crate.checksum)) {
		crate_start(j);
		return;
	}
	store_failed(j, "the lock file is from another registry, or was tampered with",
	             "the checksum of `" STR_FMT "` changed: the lock file has " STR_FMT
	             ", the registry's index has " STR_FMT,
	             STR_ARG(j->shown), STR_ARG(j->crate.checksum), STR_ARG(checksum));
}

static void start_if_found(CrateFetch *j, const IndexVersions *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (str_eq(found->items[i].version.text, j->crate.version)) {
			start_if_same(j, found->items[i].checksum);
			return;
		}
	store_failed(j, "check that the lock file is for this registry",
	             "registry `" STR_FMT "` has no crate `" STR_FMT "`",
	             STR_ARG(j->from->registry.shown), STR_ARG(j->shown));
}

static void name_answered(void *owner, IndexAnswer answer, const IndexVersions *found)
{
	HomeName *n = owner;
	const IndexVersions none = { 0 };
	CrateFetch *j = n->waiting;
	n->waiting = NULL;
	n->asked = false;
	if (answer == INDEX_FAILED)
		j->store->failed = true;
	for (CrateFetch *next; j && !j->store->failed; j = next) {
		next = j->next;
		start_if_found(j, answer == INDEX_FOUND ? found : &none);
	}
	buf_free(&n->ask.body);
	arena_free(&n->arena);
}

static HomeName *name_of(CrateFetch *j)
{
	StoreRegistry *from = j->from;
	Arena *a = &j->store->arena;
	if (!from->names_known.arena)
		map_init(&from->names_known, a, 64);
	const uint32_t fresh = (uint32_t)from->names.count;
	const uint32_t at = map_put(&from->names_known, j->crate.name, fresh);
	if (at != fresh)
		return from->names.items[at];
	HomeName *n = arena_new(a, HomeName);
	*vec_push(a, &from->names, HomeName *) = n;
	return n;
}

static void ask_registry(CrateFetch *j)
{
	Store *s = j->store;
	HomeName *n = name_of(j);
	j->next = n->waiting;
	n->waiting = j;
	if (n->asked)
		return;
	n->asked = true;
	n->ask = (IndexAsk){
		.index = &s->index,
		.query = { &j->from->registry, j->crate.name, INDEX_NEWEST },
		.arena = &n->arena,
		.owner = n,
		.done = name_answered,
	};
	if (!index_ask(&n->ask))
		s->failed = true;
}

void home_free_names(StoreRegistry *from)
{
	for (size_t i = 0; i < from->names.count; i++) {
		arena_free(&from->names.items[i]->arena);
		buf_free(&from->names.items[i]->ask.body);
	}
}

/* --- the start of a crate --- */

static bool open_home(Store *s)
{
	return s->home.temp_top >= 0 ||
	       cargo_home_open(&s->home, s->options.fill, &s->arena, s->diag);
}

bool store_home(Store *s, GitHome *out)
{
	*out = (GitHome){ 0 };
	if (!s->options.fill.len)
		return true;
	if (!open_home(s))
		return false;
	*out = (GitHome){ s->options.fill, s->home.temp, s->home.folder, s->home.temp_top };
	return true;
}

static bool fill_index(Store *s, const Registry *r)
{
	GitHome home;
	const GitIndex index = { .url = r->index, .id = r->id };
	return !r->is_git ||
	       (store_home(s, &home) && gitstore_fill_index(s->options.gits, &index, &home));
}

static bool open_registry(Store *s, StoreRegistry *from)
{
	const Registry *r = &from->registry;
	if (from->in_home)
		return true;
	from->in_home = cargo_home_add(&s->home, r->id, &s->arena, s->diag) && fill_index(s, r);
	return from->in_home;
}

/* No need to ask the network: the repository has all names. */
static void look_up_in_git(CrateFetch *j)
{
	Store *s = j->store;
	const IndexQuery query = { &j->from->registry, j->crate.name, INDEX_ANY_COPY };
	IndexVersions found;
	if (index_versions(&s->index, &query, &s->arena, &found) == INDEX_FAILED)
		s->failed = true;
	else
		start_if_found(j, &found);
}

bool home_start(CrateFetch *j)
{
	Store *s = j->store;
	const Registry *r = &j->from->registry;
	if (!open_home(s) || !open_registry(s, j->from) || !crate_configure_registry(j)) {
		s->failed = true;
		return false;
	}
	j->at.home_archive =
		arena_printf(&s->arena, STR_FMT "/cache/" STR_FMT "/" STR_FMT ".crate",
	                     STR_ARG(s->home.registry), STR_ARG(r->id), STR_ARG(j->root))
			.ptr;
	j->at.crate = arena_printf(&s->arena, STR_FMT "/src/" STR_FMT "/" STR_FMT,
	                           STR_ARG(s->home.registry), STR_ARG(r->id), STR_ARG(j->root))
	                      .ptr;
	const IndexQuery query = { r, j->crate.name, INDEX_ANY_COPY };
	Str checksum;
	if (r->is_git)
		look_up_in_git(j);
	else if (index_has(&s->index, &query, j->crate.version, &s->arena, &checksum))
		start_if_same(j, checksum);
	else if (s->options.offline)
		store_failed(j, "run the command once without `--offline`",
		             "the index entry of `" STR_FMT "` is not cached, and --offline is set",
		             STR_ARG(j->shown));
	else
		ask_registry(j);
	return !s->failed;
}
