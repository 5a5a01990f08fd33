// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/licenses.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/text/screen.h"

#include <stdlib.h>

/* Licences are text from outside: each must stay on its line. */
static void put_line_text(Buf *out, Str s)
{
	scoped_screen word = { 0 };
	screen_add_word(&word, s);
	buf_add(out, screen_str(&word));
}

static void put_license(Buf *out, const SbomPackage *p)
{
	if (p->kind == LICENSE_NONE) {
		buf_char(out, '-');
		return;
	}
	put_line_text(out, p->license);
	if (p->from_file)
		buf_add(out, STR(" (file)"));
}

static int width_of(const LicenseList *l, bool version)
{
	size_t width = 0;
	for (size_t i = 0; i < l->sbom->count; i++) {
		const Package *p = l->sbom->packages[i].package;
		const size_t len = version ? p->version.text.len : p->name.len;
		if (l->use[i] && len > width)
			width = len;
	}
	return (int)(width < 100 ? width : 100);
}

void licenses_table(const LicenseList *l, Buf *out)
{
	const int name = width_of(l, false), version = width_of(l, true);
	for (size_t i = 0; i < l->sbom->count; i++) {
		const SbomPackage *p = &l->sbom->packages[i];
		if (!l->use[i])
			continue;
		buf_printf(out, "%-*.*s  %-*.*s  ", name, STR_ARG(p->package->name), version,
		           STR_ARG(p->package->version.text));
		put_license(out, p);
		buf_char(out, '\n');
	}
}

/* --- groups --- */

static int by_license(const void *a, const void *b)
{
	const SbomPackage *x = *(const SbomPackage *const *)a;
	const SbomPackage *y = *(const SbomPackage *const *)b;
	const int none = (x->kind == LICENSE_NONE) - (y->kind == LICENSE_NONE);
	const int order = none ? none : str_compare(x->license, y->license);
	const int file = order ? order : x->from_file - y->from_file;
	return file ? file : (x > y) - (x < y);
}

void licenses_groups(const LicenseList *l, Buf *out)
{
	scoped_arena a = { 0 };
	const SbomPackage **sorted = arena_array(&a, const SbomPackage *, l->sbom->count + 1);
	size_t count = 0;
	for (size_t i = 0; i < l->sbom->count; i++)
		if (l->use[i])
			sorted[count++] = &l->sbom->packages[i];
	if (count)
		qsort(sorted, count, sizeof(*sorted), by_license);
	for (size_t from = 0, to; from < count; from = to) {
		for (to = from + 1; to < count; to++)
			if (sorted[to]->from_file || sorted[to]->kind != sorted[from]->kind ||
			    !str_eq(sorted[to]->license, sorted[from]->license))
				break;
		put_license(out, sorted[from]);
		buf_printf(out, ": %zu crate%s\n", to - from, to - from == 1 ? "" : "s");
		for (size_t i = from; i < to; i++)
			buf_printf(out, "    " STR_FMT " " STR_FMT "\n",
			           STR_ARG(sorted[i]->package->name),
			           STR_ARG(sorted[i]->package->version.text));
	}
}

/* --- texts --- */

typedef struct Holder { /* a file with a given text */
	const SbomPackage *package;
	const LicenseFile *file;
} Holder;

typedef struct LicenseText {
	Str text;
	VEC(Holder) holders;
} LicenseText;

typedef struct Texts {
	Arena *arena;
	VEC(LicenseText) items;
	Map known;
} Texts;

static void add_text(Texts *t, Holder holder)
{
	const Str text = str_trim(holder.file->text);
	const uint32_t new = (uint32_t)t->items.count;
	const uint32_t at = map_put(&t->known, text, new);
	if (at == new)
		*vec_push(t->arena, &t->items, LicenseText) = (LicenseText){ .text = text };
	*vec_push(t->arena, &t->items.items[at].holders, Holder) = holder;
}

static void put_body(Buf *out, Str text)
{
	Str line;
	while (str_next(&text, '\n', &line)) {
		for (size_t i = 0; i < line.len; i++) {
			const char c = line.ptr[i];
			const bool odd =
				((unsigned char)c < ' ' && c != '\t' && c != '\f') || c == 0x7f;
			buf_char(out, odd ? '?' : c);
		}
		buf_char(out, '\n');
	}
}

static void put_text(Buf *out, const LicenseText *t)
{
	static const char rule[] = "----------------------------------------"
				   "----------------------------------------\n";
	buf_add(out, STR(rule));
	for (size_t i = 0; i < t->holders.count; i++) {
		const Holder *h = &t->holders.items[i];
		buf_printf(out, STR_FMT " " STR_FMT " (", STR_ARG(h->package->package->name),
		           STR_ARG(h->package->package->version.text));
		put_license(out, h->package);
		buf_add(out, STR("): "));
		put_line_text(out, h->file->path);
		buf_char(out, '\n');
	}
	buf_char(out, '\n');
	put_body(out, t->text);
	buf_char(out, '\n');
}

void licenses_texts(const LicenseList *l, Buf *out)
{
	scoped_arena a = { 0 };
	Texts t = { .arena = &a };
	map_init(&t.known, &a, l->sbom->count);
	for (size_t i = 0; i < l->sbom->count; i++)
		for (size_t f = 0; l->use[i] && f < l->files[i].count; f++)
			add_text(&t, (Holder){ &l->sbom->packages[i], &l->files[i].items[f] });
	for (size_t i = 0; i < t.items.count; i++)
		put_text(out, &t.items.items[i]);
}
