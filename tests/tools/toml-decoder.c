// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * TOML on standard input to the tagged JSON of toml-test on standard output.
 * Exit 1: the input is not valid TOML.
 */
#include "base/core/buf.h"
#include "base/toml/toml.h"

#include <math.h>
#include <stdlib.h>
#include <unistd.h>

static void put_string(Str s)
{
	putchar('"');
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\')
			printf("\\%c", c);
		else if (c < 0x20 || c == 0x7f)
			printf("\\u%04x", c);
		else
			putchar(c);
	}
	putchar('"');
}

/* The shortest text that reads back as the same number. */
static void put_float(double v)
{
	char text[40];
	if (isnan(v)) {
		fputs("nan", stdout);
		return;
	}
	if (isinf(v)) {
		fputs(v < 0 ? "-inf" : "inf", stdout);
		return;
	}
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(text, sizeof(text), "%.*g", precision, v);
		if (strtod(text, NULL) == v)
			break;
	}
	fputs(text, stdout);
}

static const char *tag(TomlKind kind)
{
	static const char *const tags[] = {
		[TOML_STRING] = "string",
		[TOML_INTEGER] = "integer",
		[TOML_FLOAT] = "float",
		[TOML_BOOL] = "bool",
		[TOML_DATETIME] = "datetime",
		[TOML_DATETIME_LOCAL] = "datetime-local",
		[TOML_DATE_LOCAL] = "date-local",
		[TOML_TIME_LOCAL] = "time-local",
		[TOML_ARRAY] = NULL,
		[TOML_TABLE] = NULL,
	};
	return tags[kind];
}

static void put_scalar(const TomlValue *v)
{
	printf("{\"type\": \"%s\", \"value\": ", tag(v->kind));
	if (v->kind == TOML_INTEGER)
		printf("\"%lld\"", (long long)v->integer);
	else if (v->kind == TOML_BOOL)
		printf("\"%s\"", v->boolean ? "true" : "false");
	else if (v->kind == TOML_FLOAT) {
		putchar('"');
		put_float(v->real);
		putchar('"');
	} else {
		put_string(v->text);
	}
	putchar('}');
}

static void put_table(const TomlTable *t);

static void put_value(const TomlValue *v)
{
	if (v->kind == TOML_TABLE) {
		put_table(v->table);
	} else if (v->kind == TOML_ARRAY) {
		putchar('[');
		for (size_t i = 0; i < v->array.count; i++) {
			fputs(i ? ", " : "", stdout);
			put_value(&v->array.items[i]);
		}
		putchar(']');
	} else {
		put_scalar(v);
	}
}

static void put_table(const TomlTable *t)
{
	putchar('{');
	for (size_t i = 0; i < t->count; i++) {
		fputs(i ? ", " : "", stdout);
		put_string(t->entries[i].key);
		fputs(": ", stdout);
		put_value(&t->entries[i].value);
	}
	putchar('}');
}

static bool read_all(int fd, Buf *to)
{
	for (;;) {
		const ssize_t got = read(fd, buf_reserve(to, 65536), 65536);
		if (got <= 0)
			return got == 0;
		to->len += (size_t)got;
	}
}

int main(void)
{
	scoped_buf text = { 0 };
	scoped_arena arena = { 0 };
	Diag diag = { .out = stderr };
	if (!read_all(STDIN_FILENO, &text))
		return 2;
	const Source src = { .path = "<stdin>", .text = buf_str(&text) };
	const TomlTable *root = toml_parse(&src, &arena, &diag);
	if (!root)
		return 1;
	put_table(root);
	putchar('\n');
	return fflush(stdout) ? 2 : 0;
}
