// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/sysroot/patch.h"

#include "base/core/buf.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"

typedef struct PatchReader {
	const Source *src;
	Arena *arena;
	Diag *diag;
	Str rest;
} PatchReader;

typedef VEC(PatchHunk) Hunks;

static Span span_of(const PatchReader *r, Str at)
{
	return (Span){ r->src, (uint32_t)(at.ptr - r->src->text.ptr), (uint32_t)at.len };
}

static bool wrong_patch(const PatchReader *r, Str at, const char *what)
{
	diag_error(r->diag, span_of(r, at), "%s", what);
	return diag_help(r->diag, "`diff -u` makes such a file");
}

static Str peek_line(const PatchReader *r)
{
	const ptrdiff_t end = str_find(r->rest, '\n');
	return str_sub(r->rest, 0, end < 0 ? r->rest.len : (size_t)end);
}

static Str next_line(PatchReader *r)
{
	const Str line = peek_line(r);
	r->rest = str_sub(r->rest, line.len + 1, r->rest.len);
	return line;
}

static bool take_field(PatchReader *r, Str name, Str *out)
{
	const Str line = next_line(r);
	if (!str_starts_with(line, name))
		return wrong_patch(r, line, "unexpected line in the head of a patch; see patch.h");
	*out = str_trim(str_sub(line, name.len, line.len));
	return true;
}

static bool read_head(PatchReader *r, Patch *out)
{
	Str versions = { 0 };
	const char *why;
	if (!take_field(r, STR("package:"), &out->package) ||
	    !take_field(r, STR("versions:"), &versions))
		return false;
	if (!version_req_parse(versions, r->arena, &out->versions, &why))
		return wrong_patch(r, versions, why);
	if (str_starts_with(peek_line(r), STR("processors:")) &&
	    !take_field(r, STR("processors:"), &out->processors))
		return false;
	if (!take_field(r, STR("reason:"), &out->reason))
		return false;
	while (r->rest.len && !str_starts_with(peek_line(r), STR("--- ")))
		next_line(r);
	return true;
}

static bool read_number(Str *s, size_t *out)
{
	size_t n = 0;
	for (*out = 0; n < s->len && char_is_digit(s->ptr[n]) && n < 9; n++)
		*out = *out * 10 + (size_t)(s->ptr[n] - '0');
	*s = str_sub(*s, n, s->len);
	return n > 0;
}

/* Reads `-12,3 ` or `+12 `: the first line, and the number of lines, which is 1 if it is absent. */
static bool read_range(Str *s, char mark, size_t *line, size_t *count)
{
	*count = 1;
	if (!s->len || s->ptr[0] != mark)
		return false;
	*s = str_sub(*s, 1, s->len);
	if (!read_number(s, line))
		return false;
	if (s->len && s->ptr[0] == ',') {
		*s = str_sub(*s, 1, s->len);
		if (!read_number(s, count))
			return false;
	}
	*s = str_sub(*s, 1, s->len);
	return true;
}

static bool read_body(PatchReader *r, size_t old, size_t new, PatchHunk *out)
{
	const Str from = r->rest;
	while (old || new) {
		const Str line = peek_line(r);
		const char mark = line.len ? line.ptr[0] : 0;
		const bool of_old = mark == ' ' || mark == '-', of_new = mark == ' ' || mark == '+';
		if ((!of_old && !of_new) || (of_old && !old) || (of_new && !new))
			return wrong_patch(r, line, "this line is not part of the hunk above");
		old -= of_old;
		new -= of_new;
		next_line(r);
	}
	out->body = str_sub(from, 0, from.len - r->rest.len);
	return true;
}

static bool read_hunk(PatchReader *r, Hunks *out)
{
	const Str head = next_line(r);
	Str s = str_sub(head, 3, head.len);
	size_t old, new, line;
	PatchHunk h = { .at = span_of(r, head) };
	if (!read_range(&s, '-', &h.line, &old) || !read_range(&s, '+', &line, &new))
		return wrong_patch(r, head, "a hunk begins with `@@ -LINE,COUNT +LINE,COUNT @@`");
	if (!read_body(r, old, new, &h))
		return false;
	*vec_push(r->arena, out, PatchHunk) = h;
	return true;
}

static bool path_is_inside(Str path)
{
	Str rest = path, part;
	while (str_next(&rest, '/', &part))
		if (!part.len || str_eq(part, STR("..")) || str_eq(part, STR(".")))
			return false;
	return path.len > 0;
}

static bool read_file(PatchReader *r, PatchedFile *out)
{
	Hunks hunks = { 0 };
	const Str old = next_line(r), new = next_line(r);
	out->is_new = str_eq(old, STR("--- /dev/null"));
	if (!str_starts_with(old, STR("--- ")) || !str_starts_with(new, STR("+++ b/")))
		return wrong_patch(r, old, "`--- a/FILE` and `+++ b/FILE` are expected here");
	out->path = str_sub(new, 6, new.len);
	if (!path_is_inside(out->path))
		return wrong_patch(r, new, "the path leads out of the package");
	while (str_starts_with(peek_line(r), STR("@@ ")))
		if (!read_hunk(r, &hunks))
			return false;
	out->hunks = hunks.items;
	out->count = hunks.count;
	return true;
}

bool patch_read(const Source *src, Arena *a, Diag *diag, Patch *out)
{
	PatchReader r = { src, a, diag, src->text };
	VEC(PatchedFile) files = { 0 };
	*out = (Patch){ .src = src };
	if (!read_head(&r, out))
		return false;
	while (r.rest.len) {
		PatchedFile f = { 0 };
		if (!read_file(&r, &f))
			return false;
		*vec_push(a, &files, PatchedFile) = f;
	}
	out->files = files.items;
	out->count = files.count;
	return true;
}

static void split_lines(Arena *a, Str text, StrVec *out)
{
	while (text.len) {
		const ptrdiff_t end = str_find(text, '\n');
		const size_t n = end < 0 ? text.len : (size_t)end + 1;
		*vec_push(a, out, Str) = str_sub(text, 0, n);
		text = str_sub(text, n, text.len);
	}
}

static bool fits_at(const StrVec *old, size_t at, const StrVec *body)
{
	for (size_t i = 0; i < body->count; i++) {
		const Str line = body->items[i];
		if (line.ptr[0] == '+')
			continue;
		if (at >= old->count || !str_eq(old->items[at++], str_sub(line, 1, line.len)))
			return false;
	}
	return true;
}

/* Returns the place nearest to `want`, but not before `least`, or old->count + 1 if there is
 * none. */
static size_t find_place(const StrVec *old, size_t least, size_t want, const StrVec *body)
{
	for (size_t far = 0; far <= old->count; far++) {
		if (want + far <= old->count && want + far >= least &&
		    fits_at(old, want + far, body))
			return want + far;
		if (far && want >= far && want - far >= least && fits_at(old, want - far, body))
			return want - far;
	}
	return old->count + 1;
}

static size_t put_hunk(const StrVec *old, size_t at, const StrVec *body, Buf *out)
{
	for (size_t i = 0; i < body->count; i++) {
		const Str line = body->items[i];
		if (line.ptr[0] != '-')
			buf_add(out, str_sub(line, 1, line.len));
		at += line.ptr[0] != '+';
	}
	return old->count < at ? old->count : at;
}

const PatchHunk *patch_apply(const PatchedFile *f, Str text, Arena *a, Str *out)
{
	scoped_buf made = { 0 };
	StrVec old = { 0 };
	size_t done = 0;
	split_lines(a, text, &old);
	for (size_t i = 0; i < f->count; i++) {
		StrVec body = { 0 };
		split_lines(a, f->hunks[i].body, &body);
		const size_t want = f->hunks[i].line ? f->hunks[i].line - 1 : 0;
		const size_t at = find_place(&old, done, want, &body);
		if (at > old.count)
			return &f->hunks[i];
		for (; done < at; done++)
			buf_add(&made, old.items[done]);
		done = put_hunk(&old, at, &body, &made);
	}
	for (; done < old.count; done++)
		buf_add(&made, old.items[done]);
	*out = arena_str(a, buf_str(&made));
	return NULL;
}

static bool apply_file(const PatchedFile *f, Str folder, Diag *diag)
{
	scoped_arena a = { 0 };
	Str old = STR(""), new;
	const Str path = path_join(&a, folder, f->path);
	const Span at = f->count ? f->hunks[0].at : NO_SPAN;
	const FileKind kind = fs_kind_link(arena_cstr(&a, path));
	if (kind != (f->is_new ? FILE_ABSENT : FILE_REGULAR)) {
		diag_error(diag, at, "the patch does not apply: `" STR_FMT "` %s", STR_ARG(f->path),
		           f->is_new ? "already exists" : "does not exist");
		return diag_help(diag,
		                 "make a new patch for this version of the crate, or remove it");
	}
	if (!f->is_new && !fs_read(path.ptr, &a, diag, &old))
		return false;
	const PatchHunk *bad = patch_apply(f, old, &a, &new);
	if (bad) {
		diag_error(diag, bad->at,
		           "the patch does not apply: these lines are not in `" STR_FMT "`",
		           STR_ARG(f->path));
		return diag_help(diag,
		                 "make a new patch for this version of the crate, or remove it");
	}
	return fs_write(path.ptr, new, diag);
}

bool patch_apply_folder(const Patch *p, Str folder, Diag *diag)
{
	for (size_t i = 0; i < p->count; i++)
		if (!apply_file(&p->files[i], folder, diag))
			return false;
	return true;
}
