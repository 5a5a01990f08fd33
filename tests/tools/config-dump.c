// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * config-dump [--config ARG]... [KEY]: the configuration seen from the working directory as JSON,
 * as `cargo config get --format json-value` prints it. For tests/corpus/config.py.
 */
#include "base/json/json.h"
#include "base/text/path.h"
#include "resolver/config/config_internal.h"

#include <inttypes.h>
#include <unistd.h>

static void dump(Buf *to, Arena *a, const TomlValue *v);

static void dump_table(Buf *to, Arena *a, const TomlTable *t)
{
	const TomlEntry **sorted = toml_sorted(a, t);
	buf_char(to, '{');
	for (size_t i = 0; i < t->count; i++) {
		buf_add(to, i ? STR(",") : STR(""));
		json_quote(to, sorted[i]->key);
		buf_char(to, ':');
		dump(to, a, &sorted[i]->value);
	}
	buf_char(to, '}');
}

static void dump(Buf *to, Arena *a, const TomlValue *v)
{
	if (v->kind == TOML_TABLE) {
		dump_table(to, a, v->table);
	} else if (v->kind == TOML_ARRAY) {
		buf_char(to, '[');
		for (size_t i = 0; i < v->array.count; i++) {
			buf_add(to, i ? STR(",") : STR(""));
			dump(to, a, &v->array.items[i]);
		}
		buf_char(to, ']');
	} else if (v->kind == TOML_STRING) {
		json_quote(to, v->text);
	} else if (v->kind == TOML_INTEGER) {
		buf_printf(to, "%" PRId64, v->integer);
	} else {
		buf_add(to, v->boolean ? STR("true") : STR("false"));
	}
}

static bool print(Arena *a, Diag *diag, const ConfigSources *from, const char *name)
{
	const Config *c = config_load(a, diag, from);
	if (!c)
		return false;
	TomlValue v = { .kind = TOML_TABLE };
	TomlTable root = *c->merged;
	v.table = &root;
	const ConfigKey key = config_key(c, name ? str_from(name) : (Str){ 0 });
	if (name && (!config_value(c, &key, &v) || !v.at.src))
		return diag_error(diag, NO_SPAN, "config value `%s` is not set", name);
	scoped_buf text = { 0 };
	dump(&text, a, &v);
	puts(buf_str(&text).ptr);
	return true;
}

int main(int argc, char **argv)
{
	extern char **environ;
	scoped_arena a = { 0 };
	Diag diag = { .out = stderr };
	const char **flags = arena_array(&a, const char *, (size_t)argc + 1);
	size_t count = 0;
	int i = 1;
	for (; i + 1 < argc && strcmp(argv[i], "--config") == 0; i += 2)
		flags[count++] = argv[i + 1];
	const ConfigSources from = { .cwd = path_cwd(&a), .env = environ, .flags = flags };
	return !print(&a, &diag, &from, argv[i]);
}
