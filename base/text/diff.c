// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/diff.h"

#include "base/core/map.h"
#include "base/core/vec.h"

enum { CONTEXT = 3, LINES_MAX = 200000 };

typedef struct DiffLines {
	const Str *items; /* with their line feeds */
	uint32_t *ids;    /* equal lines of both sides have the same id */
	bool *changed;    /* to be removed, or added */
	int count;
} DiffLines;

typedef struct Diff {
	Arena *arena;
	DiffLines old, new;
	int start;            /* number of equal lines at the beginning */
	int old_end, new_end; /* the lines from here on are equal */
} Diff;

static void read_lines(Diff *d, Str text, Map *known, DiffLines *out)
{
	StrVec lines = { 0 };
	for (size_t at = 0; at < text.len;) {
		const char *feed = memchr(text.ptr + at, '\n', text.len - at);
		const size_t end = feed ? (size_t)(feed - text.ptr) + 1 : text.len;
		*vec_push(d->arena, &lines, Str) = str_sub(text, at, end);
		at = end;
	}
	*out = (DiffLines){
		.items = lines.count ? lines.items : arena_array(d->arena, Str, 1),
		.ids = arena_array(d->arena, uint32_t, lines.count + 1),
		.changed = arena_array(d->arena, bool, lines.count + 1),
		.count = (int)lines.count,
	};
	for (int i = 0; i < out->count; i++)
		out->ids[i] = map_put(known, out->items[i], (uint32_t)known->count);
}

static void trim_ends(Diff *d)
{
	const DiffLines *a = &d->old, *b = &d->new;
	d->old_end = a->count;
	d->new_end = b->count;
	while (d->start < a->count && d->start < b->count && a->ids[d->start] == b->ids[d->start])
		d->start++;
	while (d->old_end > d->start && d->new_end > d->start &&
	       a->ids[d->old_end - 1] == b->ids[d->new_end - 1]) {
		d->old_end--;
		d->new_end--;
	}
}

/* --- Myers --- */

/* Returns whether the path on diagonal k comes from above (an added line) or from the left (a
 * removed one). */
static bool comes_from_above(const int *furthest, int edits, int k)
{
	return k == -edits || (k != edits && furthest[k - 1] < furthest[k + 1]);
}

/* Follows the furthest paths back, from the highest number of edits to 0, and marks their lines. */
static void mark_path(Diff *d, int *const *rows, int edits)
{
	int x = d->old_end - d->start, y = d->new_end - d->start;
	for (; edits > 0; edits--) {
		const int *before = rows[edits - 1], k = x - y;
		const bool above = comes_from_above(before, edits, k);
		x = before[above ? k + 1 : k - 1];
		y = x - (above ? k + 1 : k - 1);
		if (above)
			d->new.changed[d->start + y] = true;
		else
			d->old.changed[d->start + x] = true;
	}
}

/* A row with indexes [-edits - 2, edits + 2]. It has, for each diagonal (old minus new line), the
 * old line that this number of edits reaches. */
static int *make_row(Diff *d, int edits)
{
	return arena_array(d->arena, int, (size_t)(2 * edits + 5)) + edits + 2;
}

static bool find_path(Diff *d)
{
	const int n = d->old_end - d->start, m = d->new_end - d->start;
	const uint32_t *a = d->old.ids + d->start, *b = d->new.ids + d->start;
	int **rows = arena_array(d->arena, int *, DIFF_EDITS + 1);
	for (int edits = 0; edits <= DIFF_EDITS; edits++) {
		const int *before = edits ? rows[edits - 1] : NULL;
		int *row = rows[edits] = make_row(d, edits);
		for (int k = -edits; k <= edits; k += 2) {
			int x = 0;
			if (before)
				x = comes_from_above(before, edits, k) ? before[k + 1]
				                                       : before[k - 1] + 1;
			while (x < n && x - k < m && x - k >= 0 && a[x] == b[x - k])
				x++;
			row[k] = x;
			if (x >= n && x - k >= m) {
				mark_path(d, rows, edits);
				return true;
			}
		}
	}
	return false;
}

static void find_changes(Diff *d)
{
	trim_ends(d);
	if (d->old.count + d->new.count <= LINES_MAX && find_path(d))
		return;
	memset(d->old.changed + d->start, true, (size_t)(d->old_end - d->start));
	memset(d->new.changed + d->start, true, (size_t)(d->new_end - d->start));
}

/* --- text --- */

typedef struct Hunk { /* lines [from, to) of each side */
	int old_from, old_to, new_from, new_to;
} Hunk;

/* Finds the next hunk, at or behind the end of `h`. Returns false if there is none. */
static bool next_hunk(const Diff *d, Hunk *h)
{
	int i = h->old_to, j = h->new_to, equal = 0;
	while (i < d->old.count && j < d->new.count && !d->old.changed[i] && !d->new.changed[j])
		i++, j++;
	if (i == d->old.count && j == d->new.count)
		return false;
	const int lead = i - h->old_to < CONTEXT ? i - h->old_to : CONTEXT;
	h->old_from = i - lead;
	h->new_from = j - lead;
	while (equal <= 2 * CONTEXT && (i < d->old.count || j < d->new.count)) {
		const bool out = i < d->old.count && d->old.changed[i];
		const bool in = j < d->new.count && d->new.changed[j];
		equal = out || in ? 0 : equal + 1;
		i += out || !in;
		j += in || !out;
	}
	const int rest = equal > CONTEXT ? equal - CONTEXT : 0;
	h->old_to = i - rest;
	h->new_to = j - rest;
	return true;
}

static void put_line(Buf *out, char sign, Str line)
{
	buf_char(out, sign);
	buf_add(out, line);
	if (!str_ends_with(line, STR("\n")))
		buf_add(out, STR("\n\\ No newline at end of file\n"));
}

static void put_range(Buf *out, char sign, int from, int count)
{
	buf_printf(out, "%c%d", sign, count ? from + 1 : from);
	if (count != 1)
		buf_printf(out, ",%d", count);
	buf_char(out, ' ');
}

static void put_hunk(const Diff *d, const Hunk *h, Buf *out)
{
	buf_add(out, STR("@@ "));
	put_range(out, '-', h->old_from, h->old_to - h->old_from);
	put_range(out, '+', h->new_from, h->new_to - h->new_from);
	buf_add(out, STR("@@\n"));
	for (int i = h->old_from, j = h->new_from; i < h->old_to || j < h->new_to;) {
		if (i < h->old_to && d->old.changed[i])
			put_line(out, '-', d->old.items[i++]);
		else if (j < h->new_to && d->new.changed[j])
			put_line(out, '+', d->new.items[j++]);
		else {
			put_line(out, ' ', d->old.items[i++]);
			j++;
		}
	}
}

void diff_unified(const DiffSide *before, const DiffSide *after, Buf *out)
{
	scoped_arena a = { 0 };
	Diff d = { .arena = &a };
	Hunk h = { 0 };
	Map known;
	if (str_eq(before->text, after->text))
		return;
	if (str_find(before->text, '\0') >= 0 || str_find(after->text, '\0') >= 0) {
		buf_printf(out, "Binary files " STR_FMT " and " STR_FMT " differ\n",
		           STR_ARG(before->name), STR_ARG(after->name));
		return;
	}
	map_init(&known, &a, 256);
	read_lines(&d, before->text, &known, &d.old);
	read_lines(&d, after->text, &known, &d.new);
	find_changes(&d);
	buf_printf(out, "--- " STR_FMT "\n+++ " STR_FMT "\n", STR_ARG(before->name),
	           STR_ARG(after->name));
	while (next_hunk(&d, &h))
		put_hunk(&d, &h, out);
}
