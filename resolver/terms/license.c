// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/license.h"

#include "base/core/buf.h"
#include "resolver/terms/license_data.h"

#include <stdlib.h>
#include <strings.h>

typedef enum LicenseState { /* which token is allowed next */
	                    NEED_LICENSE,
	                    AFTER_LICENSE, /* an operator (including WITH), a closing parenthesis or
	                                      the end */
	                    NEED_EXCEPTION,
	                    AFTER_TERM,
} LicenseState;

typedef struct Reading {
	Buf text;
	LicenseState place;
	size_t open; /* number of open parentheses */
	bool plus;
} Reading;

static int by_name(const void *key, const void *item)
{
	const Str *wanted = key;
	const char *have = *(const char *const *)item;
	const int order = strncasecmp(wanted->ptr, have, wanted->len);
	return order ? order : -(have[wanted->len] != '\0');
}

/* Returns the identifier in the list's spelling, or NULL if it is not in the list. */
static const char *find_listed(Str name, const char *const *list, size_t count)
{
	if (str_find(name, '\0') >= 0)
		return NULL;
	const char *const *found = bsearch(&name, list, count, sizeof(*list), by_name);
	return found ? *found : NULL;
}

static bool is_word(Str token, const char *word)
{
	return token.len == strlen(word) && strncasecmp(token.ptr, word, token.len) == 0;
}

static bool add_license(Reading *r, Str token)
{
	const char *known = find_listed(token, license_ids, license_id_count);
	const bool plus = !known && str_ends_with(token, STR("+"));
	if (plus)
		known = find_listed(str_sub(token, 0, token.len - 1), license_ids,
		                    license_id_count);
	if (!known)
		return false;
	buf_printf(&r->text, "%s%s", known, plus ? "+" : "");
	r->plus |= plus;
	r->place = AFTER_LICENSE;
	return true;
}

static bool add_exception(Reading *r, Str token)
{
	const char *known = find_listed(token, license_exceptions, license_exception_count);
	if (!known)
		return false;
	buf_add(&r->text, str_from(known));
	r->place = AFTER_TERM;
	return true;
}

static bool add_operator(Reading *r, Str token)
{
	if (is_word(token, "with") && r->place == AFTER_LICENSE) {
		buf_add(&r->text, STR(" WITH "));
		r->place = NEED_EXCEPTION;
		return true;
	}
	if (is_word(token, "and"))
		buf_add(&r->text, STR(" AND "));
	else if (is_word(token, "or") || is_word(token, "/"))
		buf_add(&r->text, STR(" OR "));
	else
		return false;
	r->place = NEED_LICENSE;
	return true;
}

static bool add_parenthesis(Reading *r, char c)
{
	const bool opens = c == '(';
	if (opens ? r->place != NEED_LICENSE
	          : r->place == NEED_LICENSE || r->place == NEED_EXCEPTION || !r->open)
		return false;
	r->open += opens ? 1 : (size_t)-1;
	buf_char(&r->text, c);
	if (!opens)
		r->place = AFTER_TERM;
	return true;
}

static bool add_token(Reading *r, Str token)
{
	if (token.ptr[0] == '(' || token.ptr[0] == ')')
		return add_parenthesis(r, token.ptr[0]);
	if (r->place == NEED_LICENSE)
		return add_license(r, token);
	return r->place == NEED_EXCEPTION ? add_exception(r, token) : add_operator(r, token);
}

static Str next_token(Str s, size_t *at)
{
	static const char single[] = "()/";
	while (*at < s.len && char_is_white(s.ptr[*at]))
		++*at;
	const size_t from = *at;
	while (*at < s.len && !char_is_white(s.ptr[*at]) && !memchr(single, s.ptr[*at], 3))
		++*at;
	if (*at == from && *at < s.len)
		++*at;
	return str_sub(s, from, *at);
}

LicenseKind license_expression(Arena *a, Str written, Str *out)
{
	Reading r = { 0 };
	size_t at = 0;
	bool good = true;
	*out = str_trim(written);
	if (!out->len)
		return LICENSE_NONE;
	for (Str token = next_token(*out, &at); good && token.len; token = next_token(*out, &at))
		good = add_token(&r, token);
	good = good && !r.open && r.place != NEED_LICENSE && r.place != NEED_EXCEPTION;
	if (good)
		*out = arena_str(a, buf_str(&r.text));
	buf_free(&r.text);
	return !good ? LICENSE_OTHER : r.plus ? LICENSE_PLUS : LICENSE_LISTED;
}
