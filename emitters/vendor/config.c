// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/vendor/config.h"

#include "base/core/vec.h"
#include "base/toml/writer.h"

#include <stdlib.h>

typedef struct SourceTable { /* a table [source.KEY]; crates.io and the places have no location */
	Str key;
	const VendorSource *source;
	const VendorPlace *place;
} SourceTable;

typedef VEC(SourceTable) Rows;

/* Cargo's `as_url` of the source without its commit: it encodes nothing with percent signs. */
static Str key_of(Arena *a, const SourceId *s)
{
	static const char *const ref_names[] = {
		[GIT_BRANCH] = "branch", [GIT_TAG] = "tag", [GIT_REV] = "rev"
	};
	if (source_is_crates_io(s))
		return STR("crates-io");
	if (s->kind == SOURCE_SPARSE)
		return s->url;
	if (s->kind == SOURCE_REGISTRY)
		return arena_printf(a, "registry+" STR_FMT, STR_ARG(s->url));
	if (s->ref_kind == GIT_DEFAULT)
		return arena_printf(a, "git+" STR_FMT, STR_ARG(s->url));
	return arena_printf(a, "git+" STR_FMT "?%s=" STR_FMT, STR_ARG(s->url),
	                    ref_names[s->ref_kind], STR_ARG(s->ref));
}

static int by_key(const void *a, const void *b)
{
	return str_compare(((const SourceTable *)a)->key, ((const SourceTable *)b)->key);
}

static void add_line(Buf *to, const char *key, Str value)
{
	buf_printf(to, "%s = ", key);
	toml_write_string(to, value);
	buf_char(to, '\n');
}

static void add_source(Buf *to, const VendorSource *v)
{
	static const char *const ref_keys[] = {
		[GIT_BRANCH] = "branch", [GIT_TAG] = "tag", [GIT_REV] = "rev"
	};
	const SourceId *s = &v->source;
	if (s->kind == SOURCE_GIT) {
		add_line(to, "git", s->url);
		if (s->ref_kind != GIT_DEFAULT)
			add_line(to, ref_keys[s->ref_kind], s->ref);
	} else if (!source_is_crates_io(s)) {
		add_line(to, "registry", s->url);
	}
	add_line(to, "replace-with", v->by);
}

static void add_row(Buf *to, const SourceTable *r, bool first)
{
	buf_add(to, first ? STR("[source.") : STR("\n[source."));
	toml_write_key(to, r->key);
	buf_add(to, STR("]\n"));
	if (r->source)
		add_source(to, r->source);
	else
		add_line(to, r->place->archives ? "local-registry" : "directory", r->place->folder);
}

void vendor_config_emit(const VendorConfig *c, Buf *to)
{
	scoped_arena scratch = { 0 };
	Rows rows = { 0 };
	for (size_t i = 0; i < c->source_count; i++)
		*vec_push(&scratch, &rows, SourceTable) =
			(SourceTable){ key_of(&scratch, &c->sources[i].source), &c->sources[i],
			               NULL };
	for (size_t i = 0; i < c->place_count; i++)
		*vec_push(&scratch, &rows, SourceTable) =
			(SourceTable){ c->places[i].name, NULL, &c->places[i] };
	if (rows.count)
		qsort(rows.items, rows.count, sizeof(SourceTable), by_key);
	for (size_t i = 0; i < rows.count; i++)
		add_row(to, &rows.items[i], i == 0);
}
