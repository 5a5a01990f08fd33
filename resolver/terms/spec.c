// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/spec.h"

#include "resolver/terms/url.h"

#include <ctype.h>

/*
 * Accepts any character beyond ASCII. No package has an invalid one in its name, so such a
 * specification matches nothing.
 */
static bool name_part_ok(Str part, const char **why)
{
	*why = "a package name cannot be empty";
	if (!part.len)
		return false;
	*why = "a package name cannot start with a digit";
	if (isdigit((unsigned char)part.ptr[0]))
		return false;
	*why = "a package name consists of letters, digits, `-` and `_`";
	if (part.ptr[0] == '-')
		return false;
	for (size_t i = 0; i < part.len; i++) {
		unsigned char c = (unsigned char)part.ptr[i];
		if (!isalnum(c) && c != '-' && c != '_' && c < 0x80)
			return false;
	}
	return true;
}

/* Accepts `a::b`, the form of an unstable feature of Cargo, because it is a valid name. */
static bool name_ok(Str name, const char **why)
{
	for (size_t i = 0; i + 1 < name.len; i++) {
		if (name.ptr[i] != ':' || name.ptr[i + 1] != ':')
			continue;
		if (!name_part_ok(str_sub(name, 0, i), why))
			return false;
		name = str_sub(name, i + 2, name.len);
		i = (size_t)-1;
	}
	return name_part_ok(name, why);
}

/* Parses `1`, `1.2`, `1.2.3`, `1.2.3-pre` or `1.2.3+build`. */
static bool parse_version(Str text, Arena *a, PackageSpec *out, const char **why)
{
	const char *ignored;
	VersionReq req;
	out->has_version = out->has_minor = out->has_patch = true;
	if (version_parse(text, &out->version, &ignored))
		return true;
	*why = "the version must be like `1.32`";
	if (!text.len || !isdigit((unsigned char)text.ptr[0]) || str_find(text, '+') >= 0 ||
	    !version_req_parse(text, a, &req, &ignored))
		return false;
	if (req.count != 1 || req.items[0].op != OP_CARET)
		return false;
	const Comparator *c = &req.items[0];
	out->has_minor = c->has_minor;
	out->has_patch = c->has_patch;
	out->version = (Version){
		.major = c->major, .minor = c->minor, .patch = c->patch, .pre = c->pre, .text = text
	};
	return true;
}

/*
 * Returns the index of the separator before the version: the last `@`, or else the last `:` that is
 * not part of `::`; -1 if there is none.
 */
static ptrdiff_t find_separator(Str text)
{
	ptrdiff_t at = str_rfind(text, '@');
	if (at >= 0)
		return at;
	at = str_rfind(text, ':');
	return at > 0 && text.ptr[at - 1] == ':' ? -1 : at;
}

static bool parse_name(Str text, Arena *a, PackageSpec *out, const char **why)
{
	ptrdiff_t at = find_separator(text);
	out->name = at < 0 ? text : str_sub(text, 0, (size_t)at);
	if (at >= 0 && !parse_version(str_sub(text, (size_t)at + 1, text.len), a, out, why))
		return false;
	return name_ok(out->name, why);
}

/* Parses `NAME@VERSION`, `NAME` or `VERSION`. A version alone leaves the name unchanged. */
static bool parse_fragment(Str text, Arena *a, PackageSpec *out, const char **why)
{
	*why = "nothing follows the `#`";
	if (!text.len)
		return false;
	if (find_separator(text) < 0 && isdigit((unsigned char)text.ptr[0]))
		return parse_version(text, a, out, why);
	return parse_name(text, a, out, why);
}

static const struct {
	Str prefix;
	SourceKind kind;
	bool stays; /* the prefix remains part of the URL */
} kinds[] = {
	{ STR_INIT("git"), SOURCE_GIT, false },
	{ STR_INIT("registry"), SOURCE_REGISTRY, false },
	{ STR_INIT("sparse"), SOURCE_SPARSE, true },
	{ STR_INIT("path"), SOURCE_PATH, false },
};

static const struct {
	Str key;
	GitRefKind kind;
} references[] = {
	{ STR_INIT("ref"), GIT_BRANCH },
	{ STR_INIT("branch"), GIT_BRANCH },
	{ STR_INIT("tag"), GIT_TAG },
	{ STR_INIT("rev"), GIT_REV },
};

/* Reads the prefix of the scheme, such as `git+`, and removes it unless it is part of the URL. */
static bool take_kind(Url *url, PackageSpec *out, const char **why)
{
	Str prefix, scheme;
	if (!str_cut(url->scheme, '+', &prefix, &scheme))
		return true;
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		if (!str_eq(prefix, kinds[i].prefix))
			continue;
		out->has_kind = true;
		out->source.kind = kinds[i].kind;
		if (!kinds[i].stays)
			url->scheme = scheme;
		*why = "only `path+file` URLs name paths";
		return kinds[i].kind != SOURCE_PATH || str_eq(scheme, STR("file"));
	}
	*why = "before a `+` only `git`, `path`, `registry` and `sparse` are known";
	return false;
}

static bool take_query(Arena *a, Url *url, PackageSpec *out, const char **why)
{
	*why = "only URLs that start with `git+` may have a `?`";
	if (!url->query.ptr)
		return true;
	if (!out->has_kind || out->source.kind != SOURCE_GIT)
		return false;
	for (size_t i = 0; i < COUNT_OF(references); i++) {
		if (url_query_get(a, url->query, references[i].key, &out->source.ref))
			out->source.ref_kind = references[i].kind;
	}
	url->query.ptr = NULL;
	return true;
}

static bool parse_url(Str text, Arena *a, PackageSpec *out, const char **why)
{
	Url url;
	if (!url_parse(a, text, &url, why) || !take_kind(&url, out, why) ||
	    !take_query(a, &url, out, why))
		return false;
	*why = "the URL has no path";
	if (!url.path.len)
		return false;
	Str fragment = url.fragment;
	url.fragment.ptr = NULL;
	url.fragment.len = url.query.len = 0;
	out->url = url_text(a, &url);
	ptrdiff_t slash = str_rfind(url.path, '/');
	out->name = url_percent_decode(a, str_sub(url.path, (size_t)(slash + 1), url.path.len));
	if (fragment.ptr && !parse_fragment(fragment, a, out, why))
		return false;
	return name_ok(out->name, why);
}

bool spec_parse(Str text, Arena *a, PackageSpec *out, const char **why)
{
	*out = (PackageSpec){ .source.ref_kind = GIT_DEFAULT };
	if (str_contains(text, STR("://")))
		return parse_url(text, a, out, why);
	*why = "it looks like a path: write `path+file://` and the absolute path of the folder";
	return str_find(text, '/') < 0 && parse_name(text, a, out, why);
}

/* Cargo matches a pre-release only if the specification names it. */
static bool version_matches(const PackageSpec *s, const Version *v)
{
	return s->version.major == v->major && (!s->has_minor || s->version.minor == v->minor) &&
	       (!s->has_patch || s->version.patch == v->patch) && str_eq(s->version.pre, v->pre) &&
	       (!s->version.build.len || str_eq(s->version.build, v->build));
}

static bool url_matches(Str url, const SourceId *source)
{
	static const Str file = STR_INIT("file://");
	if (source->kind != SOURCE_PATH)
		return str_eq(url, source->url);
	if (!str_starts_with(url, file))
		return false;
	scoped_arena a = { 0 };
	return str_eq(url_percent_decode(&a, str_sub(url, file.len, url.len)), source->url);
}

static bool kind_matches(const SourceId *want, const SourceId *have)
{
	return want->kind == have->kind &&
	       (want->kind != SOURCE_GIT ||
	        (want->ref_kind == have->ref_kind && str_eq(want->ref, have->ref)));
}

bool spec_read(Str text, Arena *a, Diag *diag, PackageSpec *out)
{
	const char *why;
	if (spec_parse(text, a, out, &why))
		return true;
	diag_error(diag, NO_SPAN, "invalid package ID specification: `" STR_FMT "`: %s",
	           STR_ARG(text), why);
	return diag_help(diag, "name one package: `NAME` or `NAME@VERSION`");
}

bool spec_matches(const PackageSpec *spec, Str name, const Version *version, const SourceId *source)
{
	return str_eq(spec->name, name) && (!spec->has_version || version_matches(spec, version)) &&
	       (!spec->url.len || url_matches(spec->url, source)) &&
	       (!spec->has_kind || kind_matches(&spec->source, source));
}
