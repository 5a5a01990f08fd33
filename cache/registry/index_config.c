// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/below.h"
#include "base/text/path.h"
#include "cache/registry/index.h"
#include "cache/registry/index_git.h"
#include "cache/registry/index_internal.h"

#include <strings.h>
#include <sys/stat.h>
#include <time.h>

enum {
	CONFIG_AGE = 24 * 3600, /* seconds for which a copy of config.json is used without asking */
	CONFIG_LIMIT = 1 << 20
};

static bool wants_token(const Index *x, const Registry *r)
{
	diag_error(x->diag, NO_SPAN, "registry `" STR_FMT "` requires a token", STR_ARG(r->shown));
	diag_help(x->diag, "registries that require a token cannot be read");
	return false;
}

bool index_not_answered(const Index *x, const Registry *r, Str what, const FetchResult *result)
{
	if (result->status == FETCH_DENIED && r->wants_token && x->credentials)
		return credentials_rejected(x->credentials, r);
	diag_error(x->diag, NO_SPAN, "cannot get " STR_FMT " from registry `" STR_FMT "`: " STR_FMT,
	           STR_ARG(what), STR_ARG(r->shown), STR_ARG(result->why));
	if (result->status == FETCH_FAILED)
		diag_help(x->diag, "check the network connection and the registry's address; "
		                   "`--offline` uses what is in the cache");
	return false;
}

const char *index_copy_path(Arena *a, Str root, const Registry *r, Str file)
{
	return arena_printf(a, STR_FMT "/index/" STR_FMT "/" STR_FMT, STR_ARG(root), STR_ARG(r->id),
	                    STR_ARG(file))
	        .ptr;
}

Str index_cargo_registry(const Index *x, Arena *a)
{
	return path_join(a, x->cargo_home, STR("registry"));
}

size_t index_roots(const Index *x, Arena *a, const Str **out)
{
	Str *all = arena_array(a, Str, x->layers.count + 2);
	size_t count = 0;
	all[count++] = x->folder;
	for (size_t i = 0; i < x->layers.count; i++)
		all[count++] = x->layers.items[i];
	if (x->cargo_home.len)
		all[count++] = index_cargo_registry(x, a);
	*out = all;
	return count;
}

bool index_read_copy(const Index *x, size_t which, const char *path, Arena *a, Str *out)
{
	const bool in_layer = which > 0 && which <= x->layers.count;
	return (!in_layer || layers_may_read(path)) && fs_read_quietly(path, a, out);
}

void index_keep(const Index *x, const char *path, Str text)
{
	below_keep(x->folder, str_from(path), text, FS_FLEETING);
}

bool index_authorize(const Index *x, const Registry *r, FetchRequest *request)
{
	if (!r->wants_token)
		return true;
	if (!x->credentials)
		return wants_token(x, r);
	/* A rule of l4cargo: if the index came over https, the token is not sent without it. */
	if (str_starts_with(r->index, STR("https:")) &&
	    !str_starts_with(request->url, STR("https:"))) {
		diag_error(x->diag, NO_SPAN,
		           "registry `" STR_FMT
		           "` requires a token, but its crates are not at an https address",
		           STR_ARG(r->shown));
		return diag_help(
			x->diag,
			"ask its owners for an https address: a token is not sent in the clear");
	}
	return credentials_token(x->credentials, r, &request->authorization);
}

bool index_request(const Index *x, const Registry *r, FetchRequest *request, Arena *a)
{
	request->url = arena_printf(a, STR_FMT STR_FMT, STR_ARG(r->index), STR_ARG(request->url));
	request->decode = true;
	request->allow_file = r->is_file;
	return index_authorize(x, r, request);
}

/* --- config.json --- */

static bool is_recent(const char *path)
{
	struct stat st;
	const time_t now = time(NULL);
	return stat(path, &st) == 0 && st.st_mtime <= now && now - st.st_mtime < CONFIG_AGE;
}

typedef struct IndexPlace {
	size_t root; /* number of the root */
	const char *path, *ours;
} IndexPlace;

/* Reads a copy. Keeps one of a layer or of Cargo as our own. */
static void configure_from(const Index *x, const IndexPlace *from, Registry *r, Arena *a)
{
	Diag silent = { 0 };
	Source src = { .path = from->path };
	if (index_read_copy(x, from->root, from->path, a, &src.text) &&
	    src.text.len < CONFIG_LIMIT && registry_configure(r, &src, a, &silent) &&
	    from->root > 0)
		index_keep(x, from->ours, src.text);
}

/* Finds the URL in `www-authenticate: Cargo login_url="URL"`. */
static Str login_url(const FetchResult *got, Arena *a)
{
	static const Str header = STR_INIT("www-authenticate:"), key = STR_INIT("login_url=\"");
	for (size_t i = 0; i < got->denied_count; i++) {
		Str line = got->denied[i], url, rest;
		if (line.len < header.len || strncasecmp(line.ptr, header.ptr, header.len) != 0)
			continue;
		while (line.len && !str_starts_with(line, key))
			line = str_sub(line, 1, line.len);
		if (str_cut(str_sub(line, key.len, line.len), '"', &url, &rest))
			return arena_str(a, url);
	}
	return STR("");
}

/* Asks for config.json. If the registry refuses, asks once more with its token, as Cargo does. */
static bool ask_for_config(const Index *x, Registry *r, Arena *a, Buf *body)
{
	FetchResult got;
	do {
		FetchRequest request = { .url = STR("config.json"), .max_bytes = CONFIG_LIMIT };
		if (!index_request(x, r, &request, a))
			return false;
		const bool sent = request.authorization.len > 0;
		got = fetch_text(x->fetcher, &request, a, body);
		if (got.status != FETCH_DENIED || sent)
			break;
		r->wants_token = true;
		r->login_url = login_url(&got, a);
		r->challenge = got.denied;
		r->challenge_count = got.denied_count;
	} while (true);
	return got.status == FETCH_DONE || index_not_answered(x, r, STR("config.json"), &got);
}

static bool configure_from_network(const Index *x, Registry *r, const char *copy, Arena *a)
{
	scoped_buf body = { 0 };
	if (!ask_for_config(x, r, a, &body))
		return false;
	const bool denied = r->wants_token;
	const char *shown = arena_printf(a, STR_FMT "config.json", STR_ARG(r->index)).ptr;
	const Source src = { .path = shown, .text = buf_str(&body) };
	if (!registry_configure(r, &src, a, x->diag))
		return false;
	r->wants_token = r->wants_token || denied;
	index_keep(x, copy, src.text);
	return true;
}

bool index_configure(const Index *x, Registry *r, Arena *a)
{
	if (r->configured || r->is_git)
		return r->configured || index_git_configure(x, r, a);
	const Str *roots;
	const size_t count = index_roots(x, a, &roots);
	const char *ours = index_copy_path(a, x->folder, r, STR("config.json"));
	for (size_t i = 0; i < count && !r->configured; i++) {
		const char *copy = index_copy_path(a, roots[i], r, STR("config.json"));
		if (x->offline || is_recent(copy))
			configure_from(x, &(IndexPlace){ i, copy, ours }, r, a);
	}
	if (!r->configured && x->offline) {
		diag_error(x->diag, NO_SPAN,
		           "registry `" STR_FMT "` was never used, and --offline is set",
		           STR_ARG(r->shown));
		diag_help(x->diag, "run the command once without `--offline`");
		return false;
	}
	return r->configured || configure_from_network(x, r, ours, a);
}
