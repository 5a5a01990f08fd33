// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/glob.h"

#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/text/unicode_ident.h"

#include <dirent.h>
#include <errno.h>

enum { MAX_VISITS = 1000000 };

bool glob_is_pattern(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (memchr("*?[]", s.ptr[i], 4))
			return true;
	return false;
}

/* Length of the `[...]` at the start of `s`; 0 if it is not closed. A `]` right after the opening
 * is a member. */
static size_t class_length(Str s)
{
	const size_t first = s.len > 1 && s.ptr[1] == '!' ? 2 : 1;
	if (first >= s.len)
		return 0;
	Str rest = str_sub(s, first, s.len);
	str_next_char(&rest);
	const ptrdiff_t close = str_find(rest, ']');
	return close < 0 ? 0 : s.len - rest.len + (size_t)close + 1;
}

static bool stars_are_wrong(Str pattern, size_t from, size_t count, const char **why)
{
	const size_t end = from + count;
	if (count > 2)
		*why = "wildcards are either regular `*` or recursive `**`";
	else if (count == 2 && ((from && pattern.ptr[from - 1] != '/') ||
	                        (end < pattern.len && pattern.ptr[end] != '/')))
		*why = "recursive wildcards must form a single path component";
	else
		return false;
	return true;
}

static bool check_part(Str pattern, const char **why, size_t *at)
{
	for (size_t i = 0; i < pattern.len;) {
		size_t step = 1;
		*at = i;
		if (pattern.ptr[i] == '*') {
			while (i + step < pattern.len && pattern.ptr[i + step] == '*')
				step++;
			if (stars_are_wrong(pattern, i, step, why))
				return false;
		} else if (pattern.ptr[i] == '[') {
			step = class_length(str_sub(pattern, i, pattern.len));
			if (!step) {
				*why = "invalid range pattern";
				return false;
			}
		}
		i += step;
	}
	return true;
}

bool glob_check(Str pattern, const char **why, size_t *at)
{
	if (!check_part(pattern, why, at))
		return false;
	/* a `[` without `]` may match a `]` behind a slash */
	for (Str rest = pattern, part; str_next(&rest, '/', &part);)
		if (!check_part(part, why, at)) {
			*at += (size_t)(part.ptr - pattern.ptr);
			return false;
		}
	return true;
}

bool glob_help(Diag *diag)
{
	return diag_help(diag, "in a pattern, `*` stands for any text, `?` for one character and "
	                       "`[a-z]` for one of several; `[*]` is a plain `*`");
}

bool glob_accept(Diag *diag, Span at, const char *cannot, Str pattern)
{
	const char *why;
	size_t offset;
	if (glob_check(pattern, &why, &offset))
		return true;
	diag_error(diag, at, "%s `" STR_FMT "`: %s", cannot, STR_ARG(pattern), why);
	return glob_help(diag);
}

/* `class` includes its brackets. */
static bool class_has(Str class, uint32_t c)
{
	const bool negated = class.ptr[1] == '!';
	Str rest = str_sub(class, negated ? 2 : 1, class.len - 1);
	bool found = false;
	while (rest.len && !found) {
		const uint32_t from = str_next_char(&rest);
		if (rest.len > 1 && rest.ptr[0] == '-') {
			rest = str_sub(rest, 1, rest.len);
			found = from <= c && c <= str_next_char(&rest);
		} else {
			found = c == from;
		}
	}
	return found != negated;
}

/* If the token at the start of `*pattern` matches the next character of `*name`, moves both on. */
static bool step_char(Str *pattern, Str *name)
{
	if (!name->len || !pattern->len)
		return false;
	if (pattern->ptr[0] == '[') {
		const size_t len = class_length(*pattern);
		if (!len || !class_has(str_sub(*pattern, 0, len), str_next_char(name)))
			return false;
		*pattern = str_sub(*pattern, len, pattern->len);
		return true;
	}
	const uint32_t c = str_next_char(name);
	return pattern->ptr[0] == '?' ? (str_next_char(pattern), true)
	                              : c == str_next_char(pattern);
}

bool glob_matches(Str pattern, Str name)
{
	Str after_star = { 0 }, retry = { 0 };
	bool starred = false;
	for (;;) {
		if (pattern.len && pattern.ptr[0] == '*') {
			pattern = str_sub(pattern, 1, pattern.len);
			after_star = pattern, retry = name, starred = true;
			continue;
		}
		if (!pattern.len && !name.len)
			return true;
		if (step_char(&pattern, &name))
			continue;
		if (!starred || !retry.len)
			return false;
		str_next_char(&retry); /* the last star matches one character more */
		pattern = after_star, name = retry;
	}
}

typedef struct GlobVisit {
	Str path;
	size_t next; /* index of the component to match against this path's name; or DONE */
} GlobVisit;

enum { DONE = -1 };

typedef struct GlobWalk {
	Arena *arena;
	StrVec components;
	VEC(GlobVisit) todo;
	StrVec found;
	bool only_folders; /* the pattern ends in a slash */
	size_t visits;
	Str culprit;
} GlobWalk;

static FileKind kind_of(const GlobWalk *w, Str path)
{
	return fs_kind(arena_cstr(w->arena, path));
}

static bool is_recursive(const GlobWalk *w, size_t i)
{
	return str_eq(w->components.items[i], STR("**"));
}

static void push_visit(GlobWalk *w, Str path, size_t next)
{
	*vec_push(w->arena, &w->todo, GlobVisit) = (GlobVisit){ path, next };
}

/* Pushes the entries of a folder in reverse order, so that they are popped in order. */
static GlobResult push_entries(GlobWalk *w, Str folder, size_t component)
{
	FsEntry *entries;
	size_t count;
	w->culprit = folder;
	if (!fs_list(arena_cstr(w->arena, folder), w->arena, &entries, &count))
		return GLOB_UNREADABLE;
	w->visits += count;
	if (w->visits > MAX_VISITS)
		return GLOB_TOO_MANY;
	for (size_t i = count; i-- > 0;)
		push_visit(w, path_join(w->arena, folder, entries[i].name), component);
	return GLOB_OK;
}

/* `path` matches all components before `component`. Follows the next components as long as they are
 * plain names. Returns false if there is no such place. */
static bool follow_names(GlobWalk *w, Str *path, size_t *component)
{
	for (; *component < w->components.count; ++*component) {
		const Str part = w->components.items[*component];
		const bool dots = str_eq(part, STR(".")) || str_eq(part, STR(".."));
		if (glob_is_pattern(part))
			break;
		if (dots && kind_of(w, *path) != FILE_FOLDER)
			return false;
		*path = path_join(w->arena, *path, part);
		if (!dots && fs_kind_link(arena_cstr(w->arena, *path)) == FILE_ABSENT)
			return false;
	}
	return true;
}

/* Pushes the candidates for the components from `component` on, below `path`. */
static GlobResult push_candidates(GlobWalk *w, Str path, size_t component)
{
	static const Str dots[] = { STR_INIT("."), STR_INIT("..") };
	if (!follow_names(w, &path, &component))
		return GLOB_OK;
	if (component == w->components.count) {
		push_visit(w, path, (size_t)DONE);
		return GLOB_OK;
	}
	if (kind_of(w, path) != FILE_FOLDER)
		return GLOB_OK;
	GlobResult result = push_entries(w, path, component);
	/* folders do not list these; a pattern matches them only if it begins with a dot */
	const Str part = w->components.items[component];
	for (size_t i = 0; part.ptr[0] == '.' && i < COUNT_OF(dots) && result == GLOB_OK; i++)
		if (glob_matches(part, dots[i]))
			result = push_candidates(w, path_join(w->arena, path, dots[i]),
			                         component + 1);
	return result;
}

static void add_found(GlobWalk *w, Str path)
{
	if (!w->only_folders || kind_of(w, path) == FILE_FOLDER)
		*vec_push(w->arena, &w->found, Str) = path;
}

/* `v->path` is matched against `**`: it may be a folder to enter, or match the next component.
 * Returns false if `v` is complete. */
static bool visit_recursive(GlobWalk *w, GlobVisit *v, GlobResult *result)
{
	const size_t last = w->components.count - 1;
	size_t next = v->next;
	while (next < last && is_recursive(w, next + 1))
		next++;
	if (kind_of(w, v->path) == FILE_FOLDER) {
		*result = push_entries(w, v->path, next);
		if (next == last) {
			*vec_push(w->arena, &w->found, Str) = v->path;
			return false;
		}
	} else if (next == last) {
		return false;
	}
	v->next = next + 1;
	return *result == GLOB_OK;
}

static GlobResult visit_path(GlobWalk *w, GlobVisit v)
{
	GlobResult result = GLOB_OK;
	if (v.next == (size_t)DONE) {
		add_found(w, v.path);
		return result;
	}
	if (is_recursive(w, v.next) && !visit_recursive(w, &v, &result))
		return result;
	if (!glob_matches(w->components.items[v.next], path_name(v.path)))
		return result;
	if (v.next + 1 < w->components.count)
		return push_candidates(w, v.path, v.next + 1);
	add_found(w, v.path);
	return result;
}

GlobResult glob_expand(Arena *a, Str root, Str pattern, GlobFound *out)
{
	GlobWalk w = { .arena = a, .only_folders = str_ends_with(pattern, STR("/")) };
	Str rest = pattern, part;
	while (str_next(&rest, '/', &part))
		if (part.len)
			*vec_push(a, &w.components, Str) = part;
	const Str start = path_is_absolute(pattern) ? STR("/") : root;
	GlobResult result = push_candidates(&w, start, 0);
	while (result == GLOB_OK && w.todo.count)
		result = visit_path(&w, w.todo.items[--w.todo.count]);
	*out = (GlobFound){ w.found.items, w.found.count, w.culprit };
	return result;
}
