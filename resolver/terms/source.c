// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/source.h"

#include "resolver/terms/url.h"

#define CRATES_IO "https://github.com/rust-lang/crates.io-index"

const SourceId source_crates_io = {
	.kind = SOURCE_REGISTRY,
	.url = STR_INIT(CRATES_IO),
	.canonical = STR_INIT(CRATES_IO),
	.ref_kind = GIT_DEFAULT,
};

const SourceId source_some_path = {
	.kind = SOURCE_PATH, .url = STR_INIT(""), .canonical = STR_INIT(""), .ref_kind = GIT_DEFAULT
};

const Str source_crates_io_sparse = STR_INIT("sparse+https://index."
                                             "crates"
                                             ".io/");

static bool is_crates_io_sparse(Str url)
{
	const Str sparse = source_crates_io_sparse;
	return str_eq(url, sparse) || str_eq(url, str_sub(sparse, 0, sparse.len - 1));
}

bool source_is_crates_io(const SourceId *s)
{
	return s->kind == SOURCE_REGISTRY && str_eq(s->canonical, source_crates_io.canonical);
}

const SourceId *source_keep(Arena *a, SourceId s)
{
	if (!s.name.len && source_is_crates_io(&s))
		return &source_crates_io;
	SourceId *kept = arena_new(a, SourceId);
	*kept = s;
	return kept;
}

SourceId source_path(Str folder)
{
	return (SourceId){
		.kind = SOURCE_PATH, .url = folder, .canonical = folder, .ref_kind = GIT_DEFAULT
	};
}

/* Keeps a text that is not a URL unchanged. Callers that get URLs from a user check them first. */
static void set_url(Arena *a, SourceId *s, Str url)
{
	Url parts;
	const char *why;
	s->url = s->canonical = url;
	if (!url_parse(a, url, &parts, &why))
		return;
	s->url = url_text(a, &parts);
	s->canonical = url_canonical(a, &parts);
}

SourceId source_registry(Arena *a, Str index_url)
{
	if (str_eq(index_url, source_crates_io.url) || is_crates_io_sparse(index_url))
		return source_crates_io;
	bool sparse = str_starts_with(index_url, STR("sparse+"));
	SourceId s = { .kind = sparse ? SOURCE_SPARSE : SOURCE_REGISTRY, .ref_kind = GIT_DEFAULT };
	set_url(a, &s, index_url);
	return is_crates_io_sparse(s.url) ? source_crates_io : s;
}

SourceId source_git(Arena *a, Str url, GitRefKind ref_kind, Str ref, Str precise)
{
	SourceId s = { .kind = SOURCE_GIT, .ref_kind = ref_kind, .ref = ref, .precise = precise };
	set_url(a, &s, url);
	return s;
}

static const struct {
	Str key;
	GitRefKind kind;
} ref_keys[] = {
	{ STR_INIT("ref"), GIT_BRANCH }, /* written by Cargo before 1.0 */
	{ STR_INIT("branch"), GIT_BRANCH },
	{ STR_INIT("tag"), GIT_TAG },
	{ STR_INIT("rev"), GIT_REV },
};

static bool parse_git(Arena *a, Str text, SourceId *out)
{
	Url url;
	const char *why;
	if (!url_parse(a, text, &url, &why))
		return false;
	*out = (SourceId){ .kind = SOURCE_GIT, .ref_kind = GIT_DEFAULT };
	for (size_t i = 0; i < COUNT_OF(ref_keys); i++) {
		if (url_query_get(a, url.query, ref_keys[i].key, &out->ref))
			out->ref_kind = ref_keys[i].kind;
	}
	if (url.fragment.ptr)
		out->precise = url.fragment;
	url.query = url.fragment = (Str){ NULL, 0 };
	out->url = url_text(a, &url);
	out->canonical = url_canonical(a, &url);
	return true;
}

static bool is_encoded(Arena *a, Str written, Str decoded)
{
	Str again = { 0 };
	const Str query = arena_printf(a, "x=" STR_FMT, STR_ARG(decoded));
	for (size_t i = 0; i < written.len; i++)
		if (memchr("+#&", written.ptr[i], 3))
			return false;
	return str_find(decoded, ' ') < 0 && url_query_get(a, query, STR("x"), &again) &&
	       str_eq(again, decoded);
}

void source_ref_as_written(Arena *a, Str text, SourceId *s)
{
	Str url, query, key, ref;
	if (s->kind != SOURCE_GIT || !str_cut(text, '?', &url, &query) ||
	    !str_cut(query, '=', &key, &ref))
		return;
	size_t end = ref.len;
	while (end > 0 && ref.ptr[end - 1] != '#')
		end--;
	const Str written = str_sub(ref, 0, end ? end - 1 : ref.len);
	for (size_t i = 0; i < COUNT_OF(ref_keys); i++)
		if (str_eq(ref_keys[i].key, key) && !is_encoded(a, written, s->ref)) {
			s->ref_kind = ref_keys[i].kind;
			s->ref = written;
			s->precise = str_sub(ref, end ? end : ref.len, ref.len);
		}
}

static bool parse_path(Arena *a, Str text, SourceId *out)
{
	Url url;
	const char *why;
	if (!url_parse(a, text, &url, &why) || !str_eq(url.scheme, STR("file")))
		return false;
	while (url.path.len > 1 && str_ends_with(url.path, STR("/")))
		url.path.len--;
	*out = source_path(url_percent_decode(a, url.path));
	return true;
}

static bool parse_registry(Arena *a, Str url, SourceId *out)
{
	Url parts;
	const char *why;
	if (!str_eq(url, source_crates_io.url) && !url_parse(a, url, &parts, &why))
		return false;
	*out = source_registry(a, url);
	return true;
}

bool source_parse(Arena *a, Str text, SourceId *out)
{
	Str kind, url;
	if (!str_cut(text, '+', &kind, &url))
		return false;
	url = str_trim(url); /* URL parsers ignore white space at both ends */
	if (str_eq(kind, STR("registry")))
		return !str_starts_with(arena_lower(a, url), STR("sparse+")) &&
		       parse_registry(a, url, out); /* the scheme of a URL is case-insensitive */
	if (str_eq(kind, STR("sparse")))
		return parse_registry(a, text, out);
	if (str_eq(kind, STR("git")))
		return parse_git(a, url, out);
	return str_eq(kind, STR("path")) && parse_path(a, url, out);
}

/*
 * The address of a git repository, its reference, and the first `digits` digits of the locked
 * commit.
 */
static Str git_text(Arena *a, const SourceId *s, size_t digits)
{
	static const char *const ref_names[] = { [GIT_DEFAULT] = "",
		                                 [GIT_BRANCH] = "?branch=",
		                                 [GIT_TAG] = "?tag=",
		                                 [GIT_REV] = "?rev=" };
	const Str ref = s->ref_kind == GIT_DEFAULT ? STR("") : url_query_encode(a, s->ref);
	const Str commit = s->precise.len ? str_sub(s->precise, 0, digits) : STR("");
	return arena_printf(a, STR_FMT "%s" STR_FMT "%s" STR_FMT, STR_ARG(s->url),
	                    ref_names[s->ref_kind], STR_ARG(ref), commit.len ? "#" : "",
	                    STR_ARG(commit));
}

Str source_text(Arena *a, const SourceId *s)
{
	if (s->kind == SOURCE_PATH) {
		const Str path = url_path_encode(a, s->url);
		return arena_printf(a, "path+file://" STR_FMT, STR_ARG(path));
	}
	if (s->kind == SOURCE_REGISTRY)
		return arena_printf(a, "registry+" STR_FMT, STR_ARG(s->url));
	if (s->kind == SOURCE_SPARSE)
		return s->url;
	const Str text = git_text(a, s, s->precise.len);
	return arena_printf(a, "git+" STR_FMT, STR_ARG(text));
}

Str source_shown(Arena *a, const SourceId *s)
{
	return s->kind == SOURCE_GIT ? git_text(a, s, 8) : s->url;
}

bool source_eq(const SourceId *a, const SourceId *b)
{
	return a == b || source_compare(a, b) == 0;
}

int source_compare(const SourceId *a, const SourceId *b)
{
	/* Cargo's order: path, registry, sparse, git. Git references: tag, branch, rev, default. */
	static const int ref_order[] = {
		[GIT_TAG] = 0, [GIT_BRANCH] = 1, [GIT_REV] = 2, [GIT_DEFAULT] = 3
	};
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == SOURCE_GIT && a->ref_kind != b->ref_kind)
		return ref_order[a->ref_kind] - ref_order[b->ref_kind];
	int order = a->kind == SOURCE_GIT ? str_compare(a->ref, b->ref) : 0;
	return order ? order : str_compare(a->canonical, b->canonical);
}
