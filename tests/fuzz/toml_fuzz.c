// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/toml.h"
#include "tests/fuzz/fuzz.h"

static void check_span(const Source *src, Span at)
{
	CHECK(at.src == src);
	CHECK((size_t)at.start + at.len <= src->text.len);
}

static void check_table(const Source *src, const TomlTable *t);

static void check_value(const Source *src, const TomlValue *v)
{
	check_span(src, v->at);
	CHECK(toml_kind_name(v->kind));
	if (v->kind == TOML_TABLE)
		check_table(src, v->table);
	for (size_t i = 0; v->kind == TOML_ARRAY && i < v->array.count; i++)
		check_value(src, &v->array.items[i]);
	if (v->kind == TOML_STRING)
		CHECK(v->text.ptr && str_hash(v->text) == str_hash(v->text));
}

static void check_table(const Source *src, const TomlTable *t)
{
	check_span(src, t->at);
	for (size_t i = 0; i < t->count; i++) {
		const TomlEntry *e = &t->entries[i];
		check_span(src, e->key_at);
		CHECK(toml_entry(t, e->key) == e);
		check_value(src, &e->value);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena arena = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	const Source src = { .path = "f.toml", .text = fuzz_text(data, size) };
	const TomlTable *root = toml_parse(&src, &arena, &diag);
	CHECK(!root == (diag.errors > 0));
	if (root)
		check_table(&src, root);
	return 0;
}
