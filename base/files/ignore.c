// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/ignore.h"

#include "base/core/buf.h"
#include "base/files/glob.h"
#include "base/text/path.h"

enum { ALTERNATIVES_MAX = 256, PARTS_MAX = 512 };

/* --- patterns --- */

/* The end of the `[...]` at `at`. Returns `at` if it is not closed: then the `[` is an ordinary
 * character. */
static size_t class_end(Str s, size_t at)
{
	size_t i = at + 1;
	if (i < s.len && (s.ptr[i] == '!' || s.ptr[i] == '^'))
		i++;
	if (i < s.len && s.ptr[i] == ']')
		i++;
	while (i < s.len && s.ptr[i] != ']' && s.ptr[i] != '/')
		i++;
	return i < s.len && s.ptr[i] == ']' ? i : at;
}

/* Length of the token at `at`. */
static size_t token_length(Str s, size_t at)
{
	if (s.ptr[at] == '\\' && at + 1 < s.len)
		return 2;
	return s.ptr[at] == '[' ? class_end(s, at) - at + 1 : 1;
}

/* The first character of `wanted` outside of classes, escapes and inner braces; s.len if there is
 * none. */
static size_t find_token(Str s, size_t from, const char *wanted)
{
	size_t depth = 0;
	for (size_t i = from; i < s.len; i += token_length(s, i)) {
		if (depth == 0 && strchr(wanted, s.ptr[i]))
			return i;
		depth += s.ptr[i] == '{';
		depth -= s.ptr[i] == '}' && depth;
	}
	return s.len;
}

/* Expands `a{b,c}d` to `abd` and `acd`. */
static bool expand_braces(Arena *a, Str pattern, StrVec *out, const char **why)
{
	StrVec todo = { 0 };
	*vec_push(a, &todo, Str) = pattern;
	while (todo.count) {
		const Str s = todo.items[--todo.count];
		const size_t open = find_token(s, 0, "{}");
		if (open == s.len) {
			*vec_push(a, out, Str) = s;
			continue;
		}
		const size_t close = find_token(s, open + 1, "}");
		if (s.ptr[open] == '}' || close == s.len) {
			*why = s.ptr[open] == '}' ? "`}` without `{`" : "`{` without `}`";
			return false;
		}
		for (size_t from = open + 1, to; from <= close; from = to + 1) {
			to = find_token(str_sub(s, 0, close), from, ",");
			const Str parts[] = { str_sub(s, 0, open), str_sub(s, from, to),
				              str_sub(s, close + 1, s.len) };
			*vec_push(a, &todo, Str) =
				arena_printf(a, STR_FMT STR_FMT STR_FMT, STR_ARG(parts[0]),
			                     STR_ARG(parts[1]), STR_ARG(parts[2]));
		}
		if (todo.count + out->count > ALTERNATIVES_MAX) {
			*why = "too many alternatives";
			return false;
		}
	}
	return true;
}

static void add_literal(Buf *to, char c)
{
	if (strchr("*?[]", c))
		buf_printf(to, "[%c]", c);
	else
		buf_char(to, c);
}

/* Converts to the syntax of base/files/glob.h: no escapes, `[!...]`, single stars. */
static Str part_pattern(Arena *a, Str s)
{
	scoped_buf out = { 0 };
	for (size_t i = 0, n; i < s.len; i += n) {
		n = token_length(s, i);
		if (s.ptr[i] == '\\' && n == 2) {
			add_literal(&out, s.ptr[i + 1]);
		} else if (s.ptr[i] == '[' && n > 1) {
			const bool negated = s.ptr[i + 1] == '^';
			buf_add(&out, negated ? STR("[!") : STR("["));
			buf_add(&out, str_sub(s, i + 1 + negated, i + n));
		} else if (s.ptr[i] == '*') {
			if (!out.len || out.ptr[out.len - 1] != '*')
				buf_char(&out, '*');
		} else if (s.ptr[i] == '?') {
			buf_char(&out, '?');
		} else {
			add_literal(&out, s.ptr[i]);
		}
	}
	return arena_str(a, buf_str(&out));
}

static bool add_pattern(IgnoreList *list, Str s, IgnorePattern p, const char **why)
{
	Str rest = s, part;
	p.parts = arena_array(list->arena, Str, PARTS_MAX);
	while (str_next(&rest, '/', &part)) {
		if (p.part_count == PARTS_MAX) {
			*why = "too many slashes";
			return false;
		}
		p.parts[p.part_count++] =
			str_eq(part, STR("**")) ? part : part_pattern(list->arena, part);
	}
	*vec_push(list->arena, &list->patterns, IgnorePattern) = p;
	return true;
}

static Str without_end(Str s, size_t n)
{
	return str_sub(s, 0, s.len - n);
}

static Str trim_end(Str s)
{
	while (s.len && strchr(" \t\r\n\v\f", s.ptr[s.len - 1]))
		s = without_end(s, 1);
	return s;
}

/* Removes the marks around a pattern. *anchored is set if it applies only to the list's own
 * folder. */
static Str take_marks(Str s, IgnorePattern *p, bool *anchored)
{
	if (str_starts_with(s, STR("\\!")) || str_starts_with(s, STR("\\#"))) {
		s = str_sub(s, 1, s.len);
	} else {
		p->keep = s.ptr[0] == '!';
		s = p->keep ? str_sub(s, 1, s.len) : s;
		*anchored = s.len && s.ptr[0] == '/';
		s = *anchored ? str_sub(s, 1, s.len) : s;
	}
	if (str_ends_with(s, STR("/"))) {
		p->folders = true;
		s = without_end(s, 1);
		s = str_ends_with(s, STR("\\")) ? without_end(s, 1) : s;
	}
	return s;
}

bool ignore_add(IgnoreList *list, Str line, const char **why)
{
	Arena *a = list->arena;
	IgnorePattern p = { 0 };
	bool anchored = false;
	StrVec all = { 0 };
	if (str_find(line, '\0') >= 0) /* no path contains a NUL */
		return true;
	if (!str_ends_with(line, STR("\\ ")))
		line = trim_end(line);
	if (line.len == 0 || line.ptr[0] == '#')
		return true;
	Str s = take_marks(line, &p, &anchored);
	if (!anchored && str_find(s, '/') < 0 && !str_eq(s, STR("**")))
		s = arena_printf(a, "**/" STR_FMT, STR_ARG(s));
	if (str_ends_with(s, STR("/**"))) /* the contents of the folder, but not the folder */
		s = arena_printf(a, STR_FMT "/*", STR_ARG(s));
	if (!expand_braces(a, s, &all, why))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (!add_pattern(list, all.items[i], p, why))
			return false;
	return true;
}

/* --- paths --- */

/* Computes row by row whether the rest of the pattern matches the rest of the path. */
static bool matches_parts(const IgnorePattern *p, const Str *names, size_t count)
{
	bool now[PARTS_MAX + 1], below[PARTS_MAX + 1];
	memset(below, 0, count + 1);
	below[count] = true;
	for (size_t i = p->part_count; i-- > 0;) {
		const bool any = str_eq(p->parts[i], STR("**"));
		now[count] = any && below[count];
		for (size_t k = count; k-- > 0;)
			now[k] = any ? below[k] || now[k + 1]
			             : below[k + 1] && glob_matches(p->parts[i], names[k]);
		memcpy(below, now, count + 1);
	}
	return below[0];
}

static IgnoreMatch match_one(const IgnoreList *list, const Str *names, size_t count, bool is_folder)
{
	for (size_t i = list->patterns.count; i-- > 0;) {
		const IgnorePattern *p = &list->patterns.items[i];
		if ((is_folder || !p->folders) && matches_parts(p, names, count))
			return p->keep ? IGNORE_KEEP : IGNORE_IT;
	}
	return IGNORE_NOT_NAMED;
}

IgnoreMatch ignore_match(const IgnoreList *list, Str path, bool is_folder)
{
	Str names[PARTS_MAX], rest = path, name;
	size_t count = 0;
	while (count < PARTS_MAX && str_next(&rest, '/', &name))
		names[count++] = name;
	IgnoreMatch found = IGNORE_NOT_NAMED;
	for (size_t n = count; n && found == IGNORE_NOT_NAMED; n--)
		found = match_one(list, names, n, n < count || is_folder);
	return found;
}
