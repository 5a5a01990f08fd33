// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/digest.h"
#include "base/text/path.h"
#include "base/text/secret.h"
#include "emitters/report/sbom.h"
#include "resolver/terms/url.h"

/* In a purl all characters but letters, digits and these are written as %XX. */
static void put_encoded(Buf *out, Str s, const char *also)
{
	for (size_t i = 0; i < s.len; i++) {
		const char c = s.ptr[i];
		const bool plain =
			char_is_alnum(c) || (c && (strchr("-._~", c) || strchr(also, c)));
		if (plain)
			buf_char(out, c);
		else
			buf_printf(out, "%%%02X", (unsigned char)c);
	}
}

/* `git+URL@COMMIT`, the form of SPDX and purl. */
static Str git_place(Arena *a, const SourceId *s)
{
	return arena_printf(a, "git+" STR_FMT "%s" STR_FMT, STR_ARG(secret_masked(a, s->url)),
	                    s->precise.len ? "@" : "", STR_ARG(s->precise));
}

/* The qualifier with the place of a package that is not from crates.io. */
static Str place_of(Arena *a, const SourceId *s, Str root, const char **key)
{
	switch (s->kind) {
	case SOURCE_GIT:
		*key = "vcs_url";
		return git_place(a, s);
	case SOURCE_PATH: {
		*key = "download_url";
		const Str way = path_relative(a, root, s->url);
		const bool bare = str_eq(way, STR(".")) || str_starts_with(way, STR(".."));
		return arena_printf(a, "file://%s" STR_FMT, bare ? "" : "./", STR_ARG(way));
	}
	default:
		*key = "repository_url";
		return source_is_crates_io(s) ? STR("") : secret_masked(a, s->url);
	}
}

Str sbom_purl(Arena *a, const Package *p, const SourceId *source, Str root)
{
	scoped_buf text = { 0 };
	const char *key;
	const Str place = place_of(a, source, root, &key);
	buf_add(&text, STR("pkg:cargo/"));
	put_encoded(&text, p->name, "");
	buf_char(&text, '@');
	put_encoded(&text, p->version.text, "");
	if (place.len) {
		buf_printf(&text, "?%s=", key);
		put_encoded(&text, place, ":/");
	}
	return arena_str(a, buf_str(&text));
}

Str sbom_download(Arena *a, const Package *p, const SourceId *source)
{
	if (source->kind == SOURCE_GIT)
		return git_place(a, source);
	if (!source_is_crates_io(source))
		return STR("");
	return arena_printf(a, "https://crates.io/api/v1/crates/" STR_FMT "/" STR_FMT "/download",
	                    STR_ARG(p->name), STR_ARG(p->version.text));
}

bool sbom_is_url(Str text)
{
	if (!str_starts_with(text, STR("https://")) && !str_starts_with(text, STR("http://")))
		return false;
	const size_t host = (size_t)str_find(text, '/') + 2;
	if (host >= text.len || strchr("/:?#@", text.ptr[host]))
		return false;
	for (size_t i = 0; i < text.len; i++) {
		const unsigned char c = (unsigned char)text.ptr[i];
		if (c <= ' ' || c >= 0x7f || strchr("\"<>\\^`{|}[]%", c))
			return false;
	}
	return str_find(text, '#') == str_rfind(text, '#');
}

Str sbom_uuid(Arena *a, Str text)
{
	char sum[DIGEST_HEX + 1];
	digest_of(text, sum);
	sum[12] = '8'; /* RFC 9562: version 8, variant 10 */
	sum[16] = "89ab"[sum[16] & 3];
	return arena_printf(a, "%.8s-%.4s-%.4s-%.4s-%.12s", sum, sum + 8, sum + 12, sum + 16,
	                    sum + 20);
}
