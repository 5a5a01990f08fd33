// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/index.h"

#include "base/fs.h"
#include "base/path.h"
#include "cache/index_file.h"

#include <errno.h>
#include <sys/stat.h>
#include <time.h>

enum {
	CONFIG_AGE = 24 * 3600, /* seconds that a copy of config.json is used unasked */
	CONFIG_LIMIT = 1 << 20,
	FILE_LIMIT = 64 << 20 /* bytes of one crate's index file; the largest have a few MiB */
};

/* Tells why the registry could not be asked for `what`; what to do depends on the reason. */
static bool not_answered(const Index *x, const Registry *r, Str what, const FetchResult *result)
{
	diag_error(x->diag, NO_SPAN, "cannot get " STR_FMT " from registry `" STR_FMT "`: " STR_FMT,
	           STR_ARG(what), STR_ARG(r->shown), STR_ARG(result->why));
	if (result->status == FETCH_DENIED)
		diag_help(x->diag, "registries that want a token cannot be read");
	else if (result->status == FETCH_FAILED)
		diag_help(x->diag, "check the network connection and the registry's address; "
		                   "`--offline` uses what is in the cache");
	return false;
}

/* A file of the index that Cargo or we keep; `root` is a CARGO_HOME's registry, or the store. */
static const char *copy_path(Arena *a, Str root, const Registry *r, Str file)
{
	return arena_printf(a, STR_FMT "/index/" STR_FMT "/" STR_FMT, STR_ARG(root), STR_ARG(r->id),
	                    STR_ARG(file))
	        .ptr;
}

static Str cargo_registry(const Index *x, Arena *a)
{
	return path_join(a, x->cargo_home, STR("registry"));
}

static FetchResult ask(const Index *x, const Registry *r, FetchRequest request, Arena *a, Buf *body)
{
	request.url = arena_printf(a, STR_FMT STR_FMT, STR_ARG(r->index), STR_ARG(request.url));
	request.decode = true;
	request.allow_file = r->is_file;
	return fetch_text(x->fetcher, &request, a, body);
}

/* --- config.json --- */

static bool is_recent(const char *path)
{
	struct stat st;
	const time_t now = time(NULL);
	return stat(path, &st) == 0 && st.st_mtime <= now && now - st.st_mtime < CONFIG_AGE;
}

static bool configure_from(const char *path, Registry *r, Arena *a)
{
	Diag silent = { 0 };
	Source src = { .path = path };
	return fs_read_quietly(path, a, &src.text) && src.text.len < CONFIG_LIMIT &&
	       registry_configure(r, &src, a, &silent);
}

static bool configure_from_network(const Index *x, Registry *r, const char *copy, Arena *a)
{
	scoped_buf body = { 0 };
	const FetchRequest request = { .url = STR("config.json"), .max_bytes = CONFIG_LIMIT };
	const FetchResult got = ask(x, r, request, a, &body);
	if (got.status != FETCH_DONE)
		return not_answered(x, r, STR("config.json"), &got);
	const char *shown = arena_printf(a, STR_FMT "config.json", STR_ARG(r->index)).ptr;
	const Source src = { shown, buf_str(&body) };
	if (!registry_configure(r, &src, a, x->diag))
		return false;
	Diag silent = { 0 }; /* without a copy it is merely asked for again */
	if (fs_make_folders(arena_cstr(a, path_parent(str_from(copy))), &silent))
		fs_write(copy, src.text, &silent);
	return true;
}

bool index_configure(const Index *x, Registry *r, Arena *a)
{
	if (r->configured)
		return true;
	const char *copies[] = {
		copy_path(a, x->folder, r, STR("config.json")),
		copy_path(a, cargo_registry(x, a), r, STR("config.json")),
	};
	const size_t count = x->cargo_home.len ? 2 : 1;
	for (size_t i = 0; i < count && !r->configured; i++)
		if (x->offline || is_recent(copies[i]))
			configure_from(copies[i], r, a);
	if (!r->configured && x->offline)
		return diag_error(x->diag, NO_SPAN,
		                  "registry `" STR_FMT "` was never asked, and we are offline",
		                  STR_ARG(r->shown));
	if (!r->configured && !configure_from_network(x, r, copies[0], a))
		return false;
	if (!r->wants_token)
		return true;
	diag_error(x->diag, NO_SPAN, "registry `" STR_FMT "` wants a token", STR_ARG(r->shown));
	diag_help(x->diag, "registries that want a token cannot be read");
	return false;
}

/* --- versions of a crate --- */

typedef struct Copy {
	bool there;
	Str http_version;
	IndexVersions versions;
} Copy;

static Copy read_copy(const char *path, Str name, Arena *a)
{
	Copy c = { 0 };
	Str bytes;
	c.there = fs_read_quietly(path, a, &bytes) &&
	          index_file_read(bytes, name, a, &c.http_version, &c.versions);
	return c;
}

static void keep_copy(const char *path, Str http_version, const IndexVersions *versions, Arena *a)
{
	scoped_buf text = { 0 };
	Diag silent = { 0 };
	index_file_write(&text, http_version, versions);
	if (fs_make_folders(arena_cstr(a, path_parent(str_from(path))), &silent))
		fs_write(path, buf_str(&text), &silent);
}

/* `etag: X` as the header that asks for something newer; empty: there is none. */
static Str condition(Str http_version, Arena *a)
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

static FetchResult ask_for_crate(const Index *x, const IndexQuery *q, const Copy *copy, Arena *a,
                                 Buf *body)
{
	Str headers[3] = { STR("cargo-protocol: version=1"), STR("accept: text/plain") };
	size_t count = 2;
	if (copy->there) {
		headers[count] = condition(copy->http_version, a);
		count += headers[count].len > 0;
	}
	const FetchRequest request = {
		.url = registry_index_path(a, q->name),
		.headers = headers,
		.header_count = count,
		.max_bytes = FILE_LIMIT,
	};
	return ask(x, q->registry, request, a, body);
}

static IndexAnswer answer_offline(const Index *x, const IndexQuery *q)
{
	diag_error(x->diag, NO_SPAN,
	           "what versions `" STR_FMT "` has is not in the cache, and we are offline",
	           STR_ARG(q->name));
	diag_help(x->diag, "run it once without `--offline`");
	return INDEX_FAILED;
}

IndexAnswer index_versions(const Index *x, const IndexQuery *query, Arena *a, IndexVersions *out)
{
	const Str file = path_join(a, STR(".cache"), registry_index_path(a, query->name));
	const char *path = copy_path(a, x->folder, query->registry, file);
	Copy copy = read_copy(path, query->name, a);
	if (!copy.there && x->cargo_home.len)
		copy = read_copy(copy_path(a, cargo_registry(x, a), query->registry, file),
		                 query->name, a);
	*out = copy.versions;
	if (copy.there && (x->offline || query->how == INDEX_ANY_COPY))
		return INDEX_FOUND;
	if (x->offline)
		return answer_offline(x, query);
	scoped_buf body = { 0 };
	const FetchResult got = ask_for_crate(x, query, &copy, a, &body);
	if (got.status == FETCH_UNCHANGED && copy.there)
		return INDEX_FOUND;
	if (got.status == FETCH_ABSENT)
		return INDEX_NO_CRATE;
	if (got.status != FETCH_DONE) {
		const Str what =
			arena_printf(a, "the versions of `" STR_FMT "`", STR_ARG(query->name));
		not_answered(x, query->registry, what, &got);
		return INDEX_FAILED;
	}
	index_read(arena_str(a, buf_str(&body)), query->name, a, out);
	keep_copy(path, got.version, out, a);
	return INDEX_FOUND;
}
