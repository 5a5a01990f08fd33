// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/index.h"

#include "base/text/path.h"
#include "cache/registry/index_file.h"
#include "cache/registry/index_git.h"
#include "cache/registry/index_internal.h"

enum { FILE_LIMIT = 64 << 20 }; /* bytes of a crate's index file; the largest have a few MiB */

/* --- copies --- */

typedef struct IndexCopy {
	bool there;
	Str http_version;
	IndexVersions versions;
} IndexCopy;

static Str file_of(Str name, Arena *a)
{
	return path_join(a, STR(".cache"), registry_index_path(a, name));
}

/* Finds our copy, or else that of a layer or of Cargo. */
static IndexCopy find_copy(const Index *x, const IndexQuery *q, Arena *a)
{
	const Str *roots, file = file_of(q->name, a);
	const size_t count = index_roots(x, a, &roots);
	IndexCopy c = { 0 };
	for (size_t i = 0; i < count && !c.there; i++) {
		Str bytes;
		const char *path = index_copy_path(a, roots[i], q->registry, file);
		c.there = index_read_copy(x, i, path, a, &bytes) &&
		          index_file_read(bytes, q->name, a, &c.http_version, &c.versions);
	}
	return c;
}

bool index_has(const Index *x, const IndexQuery *query, Str version, Arena *a, Str *checksum)
{
	scoped_arena scratch = { 0 };
	const Str *roots, file = file_of(query->name, &scratch);
	const size_t count = index_roots(x, &scratch, &roots);
	const CrateName crate = { .name = query->name, .version = version };
	for (size_t i = 0; i < count; i++) {
		Str bytes;
		const char *path = index_copy_path(&scratch, roots[i], query->registry, file);
		if (!index_read_copy(x, i, path, &scratch, &bytes) ||
		    !index_file_find(bytes, &crate, a, checksum))
			continue;
		if (i > 0)
			index_keep(x, index_copy_path(&scratch, x->folder, query->registry, file),
			           bytes);
		return true;
	}
	return false;
}

/* --- questions --- */

/* Converts `etag: X` to the header that asks for a newer file; empty if there is none. */
static Str condition_header(Str http_version, Arena *a)
{
	Str kind, value;
	str_cut(http_version, ':', &kind, &value);
	value = str_trim(value);
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < 0x20)
			return (Str){ 0 };
	if (str_eq(kind, STR("etag")))
		return arena_printf(a, "if-none-match: " STR_FMT, STR_ARG(value));
	if (str_eq(kind, STR("last-modified")))
		return arena_printf(a, "if-modified-since: " STR_FMT, STR_ARG(value));
	return (Str){ 0 };
}

static bool begin_body(void *owner, int64_t length)
{
	IndexAsk *ask = owner;
	(void)length;
	buf_clear(&ask->body);
	return true;
}

static bool take_body(void *owner, Str bytes)
{
	IndexAsk *ask = owner;
	buf_add(&ask->body, bytes);
	return true;
}

static void keep_answer(const IndexAsk *ask, Str http_version, const IndexVersions *versions)
{
	scoped_buf text = { 0 };
	index_file_write(&text, http_version, versions);
	index_keep(ask->index, ask->path, buf_str(&text));
}

static void take_answer(void *owner, const FetchResult *got)
{
	IndexAsk *ask = owner;
	const IndexQuery *q = &ask->query;
	IndexVersions found = ask->copy->versions;
	IndexAnswer answer = INDEX_FOUND;
	if (got->status == FETCH_ABSENT) {
		answer = INDEX_NO_CRATE;
	} else if (got->status == FETCH_DONE) {
		index_read(arena_str(ask->arena, buf_str(&ask->body)), q->name, ask->arena, &found);
		keep_answer(ask, got->version, &found);
	} else if (got->status != FETCH_UNCHANGED || !ask->copy->there) {
		const Str what =
			arena_printf(ask->arena, "the versions of `" STR_FMT "`", STR_ARG(q->name));
		index_not_answered(ask->index, q->registry, what, got);
		answer = INDEX_FAILED;
	}
	ask->done(ask->owner, answer, &found);
}

static void ask_git(IndexAsk *ask)
{
	IndexVersions found;
	const IndexAnswer answer = index_git_versions(ask->index, &ask->query, ask->arena, &found);
	ask->done(ask->owner, answer, &found);
}

bool index_ask(IndexAsk *ask)
{
	Arena *a = ask->arena;
	const IndexQuery *q = &ask->query;
	if (q->registry->is_git) {
		ask_git(ask);
		return true;
	}
	Str headers[3] = { STR("cargo-protocol: version=1"), STR("accept: text/plain") };
	size_t count = 2;
	ask->path = index_copy_path(a, ask->index->folder, q->registry, file_of(q->name, a));
	IndexCopy *copy = arena_new(a, IndexCopy);
	*copy = find_copy(ask->index, q, a);
	ask->copy = copy;
	if (ask->copy->there) {
		headers[count] = condition_header(ask->copy->http_version, a);
		count += headers[count].len > 0;
	}
	FetchRequest request = {
		.url = registry_index_path(a, q->name),
		.headers = headers,
		.header_count = count,
		.max_bytes = FILE_LIMIT,
		.owner = ask,
		.begin = begin_body,
		.take = take_body,
		.done = take_answer,
	};
	if (!index_request(ask->index, q->registry, &request, a))
		return false;
	fetch_start(ask->index->fetcher, &request);
	return true;
}

/* --- waiting for the answer --- */

typedef struct Waiting {
	bool ended;
	IndexAnswer answer;
	IndexVersions *found;
} Waiting;

static void take_over(void *owner, IndexAnswer answer, const IndexVersions *found)
{
	Waiting *w = owner;
	w->ended = true;
	w->answer = answer;
	*w->found = *found;
}

static IndexAnswer answer_offline(const Index *x, const IndexQuery *q)
{
	diag_error(x->diag, NO_SPAN,
	           "the index entry of `" STR_FMT "` is not cached, and --offline is set",
	           STR_ARG(q->name));
	diag_help(x->diag, "run the command once without `--offline`");
	return INDEX_FAILED;
}

IndexAnswer index_versions(const Index *x, const IndexQuery *query, Arena *a, IndexVersions *out)
{
	if (query->registry->is_git)
		return index_git_versions(x, query, a, out);
	const IndexCopy copy = find_copy(x, query, a);
	*out = copy.versions;
	if (copy.there && (x->offline || query->how == INDEX_ANY_COPY))
		return INDEX_FOUND;
	if (x->offline)
		return answer_offline(x, query);
	Waiting w = { .found = out };
	IndexAsk ask = { .index = x, .query = *query, .arena = a, .owner = &w, .done = take_over };
	if (!index_ask(&ask))
		return INDEX_FAILED;
	while (!w.ended)
		fetch_run(x->fetcher, -1);
	buf_free(&ask.body);
	return w.answer;
}
