// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/url.h"

#include "base/core/buf.h"

#include <ctype.h>

static const struct {
	Str scheme, port;
} special[] = {
	/* Schemes with case-insensitive hosts and a default port, which is omitted. */
	{ STR_INIT("http"), STR_INIT("80") }, { STR_INIT("https"), STR_INIT("443") },
	{ STR_INIT("ws"), STR_INIT("80") },   { STR_INIT("wss"), STR_INIT("443") },
	{ STR_INIT("ftp"), STR_INIT("21") },  { STR_INIT("file"), STR_INIT("") },
};

static const char hex_digits[] = "0123456789ABCDEF";

/* Returns the byte that `%XX` at the start of `s` stands for, or -1 if there is none. */
static int percent_value(Str s)
{
	if (s.len < 3 || s.ptr[0] != '%')
		return -1;
	int high = char_hex_value(s.ptr[1]), low = char_hex_value(s.ptr[2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

static void add_percent(Buf *b, char c)
{
	buf_char(b, '%');
	buf_char(b, hex_digits[(unsigned char)c >> 4]);
	buf_char(b, hex_digits[(unsigned char)c & 15]);
}

static Str decode_percent(Arena *a, Str s, char plus)
{
	scoped_buf b = { 0 };
	for (size_t i = 0; i < s.len; i++) {
		int value = percent_value(str_sub(s, i, s.len));
		if (value >= 0) {
			buf_char(&b, (char)value);
			i += 2;
		} else {
			buf_char(&b, s.ptr[i] == '+' ? plus : s.ptr[i]);
		}
	}
	return arena_str(a, buf_str(&b));
}

Str url_percent_decode(Arena *a, Str s)
{
	return decode_percent(a, s, '+');
}

Str url_query_encode(Arena *a, Str value)
{
	scoped_buf b = { 0 };
	for (size_t i = 0; i < value.len; i++) {
		char c = value.ptr[i];
		if (isalnum((unsigned char)c) || (c && strchr("*-._", c)))
			buf_char(&b, c);
		else if (c == ' ')
			buf_char(&b, '+');
		else
			add_percent(&b, c);
	}
	return arena_str(a, buf_str(&b));
}

bool url_query_get(Arena *a, Str query, Str key, Str *out)
{
	bool found = false;
	Str pair, name, value;
	while (str_next(&query, '&', &pair)) {
		str_cut(pair, '=', &name, &value);
		if (!str_eq(decode_percent(a, name, ' '), key))
			continue;
		*out = decode_percent(a, value, ' ');
		found = true;
	}
	return found;
}

/* Returns whether a path must have this byte as %XX. */
static bool must_encode(char c)
{
	return (unsigned char)c <= 0x20 || (unsigned char)c >= 0x7f || strchr("\"<>`{}", c);
}

static bool needs_encoding(char c, const char *also)
{
	return must_encode(c) || strchr(also, c);
}

static Str percent_encode(Arena *a, Str s, const char *also)
{
	size_t i = 0;
	while (i < s.len && !needs_encoding(s.ptr[i], also))
		i++;
	if (i == s.len)
		return s;
	scoped_buf b = { 0 };
	for (i = 0; i < s.len; i++) {
		if (needs_encoding(s.ptr[i], also))
			add_percent(&b, s.ptr[i]);
		else
			buf_char(&b, s.ptr[i]);
	}
	return arena_str(a, buf_str(&b));
}

static Str encode_unsafe(Arena *a, Str s)
{
	return percent_encode(a, s, "");
}

Str url_path_encode(Arena *a, Str path)
{
	return percent_encode(a, path, "%#?");
}

static bool has_dot_segment(Str path)
{
	return str_contains(path, STR("/./")) || str_contains(path, STR("/../")) ||
	       str_ends_with(path, STR("/.")) || str_ends_with(path, STR("/.."));
}

/* Removes `.` and `..` only: double slashes are significant in URLs. */
static Str drop_dots(Arena *a, Str path)
{
	if (!has_dot_segment(path))
		return path;
	scoped_buf b = { 0 };
	Str rest = str_sub(path, 1, path.len), part;
	bool more = true;
	while (more) {
		more = str_cut(rest, '/', &part, &rest);
		if (str_eq(part, STR(".."))) {
			ptrdiff_t slash = str_rfind(buf_str(&b), '/');
			b.len = slash < 0 ? 0 : (size_t)slash;
		} else if (!str_eq(part, STR("."))) {
			buf_char(&b, '/');
			buf_add(&b, part);
			continue;
		}
		if (!more)
			buf_char(&b, '/');
	}
	return arena_str(a, buf_str(&b));
}

static bool scheme_ok(Str s)
{
	if (!s.len || !isalpha((unsigned char)s.ptr[0]))
		return false;
	for (size_t i = 1; i < s.len; i++) {
		if (!isalnum((unsigned char)s.ptr[i]) && !(s.ptr[i] && strchr("+-.", s.ptr[i])))
			return false;
	}
	return true;
}

/* Rejects characters that would end or change the authority when the URL is parsed again. */
static bool authority_ok(Str s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (must_encode(s.ptr[i]) || strchr("\\^|?#", s.ptr[i]))
			return false;
	}
	return true;
}

static bool host_ok(Str host)
{
	if (str_starts_with(host, STR("[")) && str_ends_with(host, STR("]")))
		host = str_sub(host, 1, host.len - 1); /* the host is an IPv6 address */
	else if (str_find(host, ':') >= 0)
		return false;
	return str_find(host, '[') < 0 && str_find(host, ']') < 0;
}

/*
 * Rejects characters that a domain name cannot have, percent-encoded or not. Accepts any IPv6
 * address.
 */
static bool domain_ok(Arena *a, Str host)
{
	const Str plain = str_starts_with(host, STR("[")) ? STR("") : url_percent_decode(a, host);
	for (size_t i = 0; i < plain.len; i++)
		if ((unsigned char)plain.ptr[i] <= ' ' ||
		    strchr("#%/:<>?@[\\]^|\x7f", plain.ptr[i]))
			return false;
	return true;
}

/*
 * Sets authority and host. Returns false if they are malformed. `special_port` is the default port;
 * its ptr is NULL for other schemes, whose authority stays unchanged.
 */
static bool set_authority(Arena *a, Url *u, Str text, Str special_port)
{
	ptrdiff_t at = str_rfind(text, '@');
	Str user = str_sub(text, 0, (size_t)(at + 1)), host = str_sub(text, user.len, text.len);
	ptrdiff_t colon = str_rfind(host, ':');
	bool bracketed = colon >= 0 && str_find(str_sub(host, (size_t)colon, host.len), ']') >= 0;
	Str port = { "", 0 };
	if (colon >= 0 && !bracketed) {
		port = str_sub(host, (size_t)colon + 1, host.len);
		host = str_sub(host, 0, (size_t)colon);
	}
	for (size_t i = 0; i < port.len; i++) {
		if (!isdigit((unsigned char)port.ptr[i]))
			return false;
	}
	if (!authority_ok(text) || !host_ok(host) || (text.len && !host.len))
		return false;
	if (special_port.ptr) {
		if (!domain_ok(a, host))
			return false;
		host = arena_lower(a, host);
		if (str_eq(port, special_port))
			port = STR("");
	}
	u->authority = arena_printf(a, STR_FMT STR_FMT "%s" STR_FMT, STR_ARG(user), STR_ARG(host),
	                            port.len ? ":" : "", STR_ARG(port));
	u->host = str_sub(u->authority, user.len, user.len + host.len);
	return true;
}

static const Str *default_port(Str scheme)
{
	for (size_t i = 0; i < COUNT_OF(special); i++) {
		if (str_eq(special[i].scheme, scheme))
			return &special[i].port;
	}
	return NULL;
}

/* Moves `#fragment` and `?query` from `*rest` to `*u`. */
static void take_tail(Arena *a, Str *rest, Url *u)
{
	Str head, tail;
	if (str_cut(*rest, '#', &head, &tail)) {
		u->fragment = encode_unsafe(a, tail);
		u->fragment.ptr = tail.len ? u->fragment.ptr : "";
		*rest = head;
	}
	if (str_cut(*rest, '?', &head, &tail)) {
		u->query = encode_unsafe(a, tail);
		u->query.ptr = tail.len ? u->query.ptr : "";
		*rest = head;
	}
}

bool url_parse(Arena *a, Str text, Url *out, const char **why)
{
	*out = (Url){ 0 };
	Str scheme, rest;
	*why = "it has no scheme such as `https:`";
	if (!str_cut(str_trim(text), ':', &scheme, &rest) || !scheme_ok(scheme))
		return false;
	out->scheme = arena_lower(a, scheme);
	const Str *port = default_port(out->scheme);
	*why = "`//` and a host are missing after the scheme";
	if (!str_starts_with(rest, STR("//")))
		return false;
	rest = str_sub(rest, 2, rest.len);
	take_tail(a, &rest, out);
	ptrdiff_t slash = str_find(rest, '/');
	size_t end = slash < 0 ? rest.len : (size_t)slash;
	Str authority = str_sub(rest, 0, end);
	bool is_file = str_eq(out->scheme, STR("file"));
	if (is_file && str_eq(authority, STR("localhost")))
		authority = STR("");
	*why = "the host is missing";
	if (!authority.len && port && !is_file)
		return false;
	*why = "the host or the port is malformed";
	if (!set_authority(a, out, authority, port ? *port : (Str){ NULL, 0 }))
		return false;
	out->path = drop_dots(a, encode_unsafe(a, str_sub(rest, end, rest.len)));
	if (!out->path.len && port)
		out->path = STR("/");
	*why = NULL;
	return true;
}

Str url_text(Arena *a, const Url *u)
{
	Str query = u->query, fragment = u->fragment;
	return arena_printf(a, STR_FMT "://" STR_FMT STR_FMT "%s" STR_FMT "%s" STR_FMT,
	                    STR_ARG(u->scheme), STR_ARG(u->authority), STR_ARG(u->path),
	                    query.ptr ? "?" : "", STR_ARG(query), fragment.ptr ? "#" : "",
	                    STR_ARG(fragment));
}

Str url_canonical(Arena *a, const Url *u)
{
	Url c = *u;
	if (c.path.len > 1 && str_ends_with(c.path, STR("/")))
		c.path.len--;
	if (str_find(c.scheme, '+') < 0) {
		if (str_eq(c.host, STR("github.com"))) {
			c.scheme = STR("https");
			c.path = arena_lower(a, c.path);
		}
		if (str_ends_with(c.path, STR(".git")))
			c.path.len -= 4;
	}
	return url_text(a, &c);
}
