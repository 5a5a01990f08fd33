// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/modules.h"

#include "base/core/buf.h"
#include "base/core/vec.h"
#include "resolver/terms/url.h"

#include <strings.h>

/* --- git's configuration format --- */

typedef struct ModulesParser {
	Arena *arena;
	Str rest;
	unsigned line;
	VEC(GitModule) list;
	GitModule *current; /* NULL outside of [submodule] */
} ModulesParser;

static bool at_end(const ModulesParser *p)
{
	return p->rest.len == 0;
}

static char peek_char(const ModulesParser *p)
{
	return p->rest.len ? p->rest.ptr[0] : '\0';
}

static char take_char(ModulesParser *p)
{
	const char c = peek_char(p);
	p->line += c == '\n';
	p->rest = str_sub(p->rest, 1, p->rest.len);
	return c;
}

static void skip_blanks(ModulesParser *p)
{
	while (peek_char(p) == ' ' || peek_char(p) == '\t' || peek_char(p) == '\r')
		take_char(p);
}

static void skip_line(ModulesParser *p)
{
	while (!at_end(p) && peek_char(p) != '\n')
		take_char(p);
}

static bool is_word(char c)
{
	return char_is_alnum(c) || c == '-' || c == '.';
}

static Str take_word(ModulesParser *p)
{
	const char *from = p->rest.ptr;
	while (is_word(peek_char(p)))
		take_char(p);
	return (Str){ from, (size_t)(p->rest.ptr - from) };
}

static bool is_name(Str word, const char *name)
{
	return word.len == strlen(name) && strncasecmp(word.ptr, name, word.len) == 0;
}

/* Reads the `"..."` in a section's header. A backslash only escapes the next character. */
static bool take_name(ModulesParser *p, Str *out)
{
	scoped_buf name = { 0 };
	take_char(p);
	while (peek_char(p) != '"') {
		if (peek_char(p) == '\\')
			take_char(p);
		if (at_end(p) || peek_char(p) == '\n')
			return false;
		buf_char(&name, take_char(p));
	}
	take_char(p);
	*out = arena_str(p->arena, buf_str(&name));
	return true;
}

static GitModule *module_called(ModulesParser *p, Str name)
{
	for (size_t i = 0; i < p->list.count; i++)
		if (str_eq(p->list.items[i].name, name))
			return &p->list.items[i];
	GitModule *m = vec_push(p->arena, &p->list, GitModule);
	*m = (GitModule){ .name = name, .path = STR(""), .url = STR("") };
	return m;
}

static bool take_section(ModulesParser *p)
{
	Str name = { 0 };
	take_char(p);
	const Str section = take_word(p);
	skip_blanks(p);
	if (peek_char(p) == '"' && !take_name(p, &name))
		return false;
	if (take_char(p) != ']')
		return false;
	p->current = is_name(section, "submodule") && name.ptr ? module_called(p, name) : NULL;
	return true;
}

static bool take_escape(ModulesParser *p, Buf *value)
{
	static const char from[] = "nt\\\"b", to[] = "\n\t\\\"\b";
	take_char(p);
	if (peek_char(p) == '\r')
		take_char(p);
	const char c = take_char(p);
	const char *at = c ? strchr(from, c) : NULL;
	if (at)
		buf_char(value, to[at - from]);
	return at || c == '\n'; /* the value continues on the next line */
}

static bool take_value(ModulesParser *p, Str *out)
{
	scoped_buf value = { 0 };
	bool quoted = false;
	size_t solid = 0; /* length without trailing blanks */
	while (!at_end(p) && peek_char(p) != '\n' && (quoted || !strchr("#;", peek_char(p)))) {
		if (peek_char(p) == '\\') {
			if (!take_escape(p, &value))
				return false;
			solid = value.len;
		} else if (peek_char(p) == '"') {
			quoted = !quoted;
			take_char(p);
			solid = value.len;
		} else {
			const char c = take_char(p);
			buf_char(&value, c);
			solid = quoted || !strchr(" \t\r", c) ? value.len : solid;
		}
	}
	skip_line(p);
	*out = arena_str(p->arena, str_sub(buf_str(&value), 0, solid));
	return !quoted;
}

static bool take_variable(ModulesParser *p)
{
	const Str key = take_word(p);
	Str value = STR("");
	skip_blanks(p);
	if (!key.len || (peek_char(p) && !strchr("=\n#;", peek_char(p))))
		return false;
	if (peek_char(p) == '=') {
		take_char(p);
		skip_blanks(p);
		if (!take_value(p, &value))
			return false;
	}
	if (p->current && is_name(key, "path"))
		p->current->path = value;
	else if (p->current && is_name(key, "url"))
		p->current->url = value;
	else if (p->current && is_name(key, "update"))
		p->current->skipped = str_eq(value, STR("none"));
	return true;
}

bool gitmodules_read(Str text, Arena *a, GitModules *out, unsigned *line)
{
	ModulesParser p = { .arena = a, .rest = text, .line = 1 };
	bool good = str_find(text, '\0') < 0;
	if (str_starts_with(text, STR("\xef\xbb\xbf")))
		p.rest = str_sub(text, 3, text.len);
	while (good && !at_end(&p)) {
		*line = p.line;
		skip_blanks(&p);
		if (peek_char(&p) == '\n')
			take_char(&p);
		else if (peek_char(&p) == '#' || peek_char(&p) == ';')
			skip_line(&p);
		else if (peek_char(&p) == '[')
			good = take_section(&p);
		else if (!at_end(&p))
			good = take_variable(&p);
	}
	*out = (GitModules){ p.list.items, p.list.count };
	return good;
}

const GitModule *gitmodules_find(const GitModules *m, Str path)
{
	for (size_t i = 0; i < m->count; i++) {
		Str own = m->items[i].path;
		while (own.len > 1 && str_ends_with(own, STR("/")))
			own.len--;
		if (str_eq(own, path))
			return &m->items[i];
	}
	return NULL;
}

/* --- addresses --- */

bool gitmodules_url_is_sound(Arena *a, Str url, const char **why)
{
	static const Str schemes[] = { STR_INIT("https"), STR_INIT("http"), STR_INIT("ssh"),
		                       STR_INIT("git"), STR_INIT("file") };
	Url parts;
	if (!url_parse(a, url, &parts, why))
		return false;
	*why = "the host begins with a dash";
	if (str_starts_with(parts.host, STR("-")))
		return false;
	*why = "git repositories are at https, http, ssh, git and file addresses";
	for (size_t i = 0; i < COUNT_OF(schemes); i++)
		if (str_eq(parts.scheme, schemes[i]))
			return true;
	return false;
}

/* As in Cargo, the parent's URL counts as a folder, whether or not it ends in a slash. */
static Str url_below(Arena *a, Str parent, Str url)
{
	const char *slash = str_ends_with(parent, STR("/")) ? "" : "/";
	return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(parent), slash, STR_ARG(url));
}

/* Converts `user@host:path`, which is not a URL, to ssh. `name::` is not converted: it would call a
 * helper of git. */
static Str as_ssh(Arena *a, Str url)
{
	Str host, path;
	if (str_contains(url, STR("://")) || !str_cut(url, ':', &host, &path) || !host.len ||
	    str_find(host, '/') >= 0 || str_starts_with(path, STR(":")))
		return url;
	const char *slash = str_starts_with(path, STR("/")) ? "" : "/";
	return arena_printf(a, "ssh://" STR_FMT "%s" STR_FMT, STR_ARG(host), slash, STR_ARG(path));
}

bool gitmodules_url(Arena *a, Str parent, Str url, Str *out, const char **why)
{
	const bool relative = str_starts_with(url, STR("./")) || str_starts_with(url, STR("../"));
	const Str whole = relative ? url_below(a, parent, url) : as_ssh(a, url);
	Url parts;
	if (!gitmodules_url_is_sound(a, whole, why) || !url_parse(a, whole, &parts, why))
		return false;
	*out = url_text(a, &parts);
	*why = "a remote repository must not have a repository of this machine as a submodule";
	return !str_starts_with(*out, STR("file:")) || str_starts_with(parent, STR("file:"));
}
