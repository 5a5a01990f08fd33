// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/version.h"

enum { COMPARATORS_MAX = 32 }; /* the limit of the semver crate */

typedef enum VersionPart { MAJOR, MINOR, PATCH, PRE, BUILD } VersionPart;

#define OF_EACH_PART(text) \
	{ \
		text "major version number", text "minor version number", \
			text "patch version number", text "pre-release identifier", \
			text "build metadata" \
	}

static const char *const unexpected_end[] = OF_EACH_PART("unexpected end of input while parsing ");
static const char *const unexpected_char[] = OF_EACH_PART("unexpected character while parsing ");
static const char *const unexpected_after[] = OF_EACH_PART("unexpected character after ");
static const char *const expected_comma[] = OF_EACH_PART("expected comma after ");
static const char *const leading_zero[] = OF_EACH_PART("invalid leading zero in ");
static const char *const too_large[] = { "value of major version number exceeds 64 bits",
	                                 "value of minor version number exceeds 64 bits",
	                                 "value of patch version number exceeds 64 bits" };
static const char *const empty_segment[] = OF_EACH_PART("empty identifier segment in ");

typedef struct VersionCursor {
	const char *at, *end;
	const char *why; /* the reason of the mistake; NULL while there is none */
} VersionCursor;

static bool set_mistake(VersionCursor *c, const char *why)
{
	c->why = why;
	return false;
}

static char peek_char(const VersionCursor *c)
{
	return c->at < c->end ? *c->at : '\0';
}

static bool take_char(VersionCursor *c, char wanted)
{
	if (c->at >= c->end || *c->at != wanted)
		return false;
	c->at++;
	return true;
}

static bool take_number(VersionCursor *c, VersionPart part, uint64_t *out)
{
	const char *const from = c->at;
	uint64_t n = 0;
	for (; c->at < c->end && char_is_digit(*c->at); c->at++) {
		if (n == 0 && c->at > from)
			return set_mistake(c, leading_zero[part]);
		if (__builtin_mul_overflow(n, 10U, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(*c->at - '0'), &n))
			return set_mistake(c, too_large[part]);
	}
	*out = n;
	if (c->at > from)
		return true;
	return set_mistake(c, c->at < c->end ? unexpected_char[part] : unexpected_end[part]);
}

static bool take_dot(VersionCursor *c, VersionPart after)
{
	if (take_char(c, '.'))
		return true;
	return set_mistake(c, c->at < c->end ? unexpected_after[after] : unexpected_end[after]);
}

/* Reads one dot-separated segment of letters, digits and hyphens. */
static bool take_segment(VersionCursor *c, VersionPart part)
{
	const char *const from = c->at;
	bool digits_only = true;
	for (; c->at < c->end; c->at++) {
		const char ch = *c->at, lower = (char)(ch | 0x20);
		if (!char_is_digit(ch) && ch != '-' && (lower < 'a' || lower > 'z'))
			break;
		digits_only = digits_only && char_is_digit(ch);
	}
	if (c->at == from)
		return set_mistake(c, empty_segment[part]);
	if (part == PRE && digits_only && c->at - from > 1 && *from == '0')
		return set_mistake(c, leading_zero[part]);
	return true;
}

static bool take_identifier(VersionCursor *c, VersionPart part, Str *out)
{
	const char *const from = c->at;
	do
		if (!take_segment(c, part))
			return false;
	while (take_char(c, '.'));
	*out = (Str){ from, (size_t)(c->at - from) };
	return true;
}

static bool take_version(VersionCursor *c, Version *out)
{
	if (c->at == c->end)
		return set_mistake(c, "empty string, expected a semver version");
	if (!take_number(c, MAJOR, &out->major) || !take_dot(c, MAJOR) ||
	    !take_number(c, MINOR, &out->minor) || !take_dot(c, MINOR) ||
	    !take_number(c, PATCH, &out->patch))
		return false;
	VersionPart last = PATCH;
	if (take_char(c, '-')) {
		last = PRE;
		if (!take_identifier(c, PRE, &out->pre))
			return false;
	}
	if (take_char(c, '+')) {
		last = BUILD;
		if (!take_identifier(c, BUILD, &out->build))
			return false;
	}
	return c->at == c->end || set_mistake(c, unexpected_after[last]);
}

bool version_parse(Str s, Version *out, const char **why)
{
	VersionCursor c = { s.ptr, str_end(s), NULL };
	*out = (Version){ .pre = STR(""), .build = STR(""), .text = s };
	if (take_version(&c, out))
		return true;
	*why = c.why;
	return false;
}

/* --- requirements --- */

static void skip_spaces(VersionCursor *c)
{
	while (take_char(c, ' '))
		;
}

static bool take_wildcard(VersionCursor *c)
{
	return take_char(c, '*') || take_char(c, 'x') || take_char(c, 'X');
}

/* Returns false if no operator is written, which means a caret. */
static bool take_operator(VersionCursor *c, VersionOp *out)
{
	*out = OP_CARET;
	if (take_char(c, '='))
		*out = OP_EXACT;
	else if (take_char(c, '>'))
		*out = take_char(c, '=') ? OP_GREATER_EQ : OP_GREATER;
	else if (take_char(c, '<'))
		*out = take_char(c, '=') ? OP_LESS_EQ : OP_LESS;
	else if (take_char(c, '~'))
		*out = OP_TILDE;
	else
		return take_char(c, '^');
	return true;
}

/* Reads the number or wildcard after a dot. */
static bool take_component(VersionCursor *c, VersionPart part, uint64_t *out, bool *has,
                           bool *wildcard)
{
	if (take_wildcard(c)) {
		*wildcard = true;
		return true;
	}
	if (*wildcard)
		return set_mistake(c, "unexpected character after wildcard in version req");
	*has = true;
	return take_number(c, part, out);
}

static bool take_suffixes(VersionCursor *c, Comparator *out, VersionPart *last)
{
	Str ignored;
	if (take_char(c, '-')) {
		*last = PRE;
		if (!take_identifier(c, PRE, &out->pre))
			return false;
	}
	if (take_char(c, '+')) {
		*last = BUILD;
		return take_identifier(c, BUILD, &ignored);
	}
	return true;
}

static bool take_comparator(VersionCursor *c, Comparator *out, VersionPart *last)
{
	bool wildcard = false;
	*out = (Comparator){ .pre = STR("") };
	const bool explicit = take_operator(c, &out->op);
	skip_spaces(c);
	*last = MAJOR;
	if (!take_number(c, MAJOR, &out->major))
		return false;
	if (take_char(c, '.')) {
		*last = MINOR;
		if (!take_component(c, MINOR, &out->minor, &out->has_minor, &wildcard))
			return false;
	}
	if (*last == MINOR && take_char(c, '.')) {
		*last = PATCH;
		if (!take_component(c, PATCH, &out->patch, &out->has_patch, &wildcard))
			return false;
	}
	if (wildcard && !explicit)
		out->op = OP_WILDCARD;
	if (out->has_patch && !take_suffixes(c, out, last))
		return false;
	skip_spaces(c);
	return true;
}

/* Sets a better message than "unexpected character" for a lone `*` among comparators. */
static void explain_wildcard(VersionCursor *c, const char *from)
{
	VersionCursor again = { from, c->end, NULL };
	if (!take_wildcard(&again))
		return;
	skip_spaces(&again);
	if (again.at == again.end || *again.at == ',')
		c->why = "a wildcard must be the only comparator in the version req";
}

static bool take_comparators(VersionCursor *c, Comparator items[COMPARATORS_MAX], size_t *count)
{
	for (;;) {
		VersionPart last;
		const char *const from = c->at;
		if (!take_comparator(c, &items[*count], &last)) {
			explain_wildcard(c, from);
			return false;
		}
		++*count;
		if (c->at == c->end)
			return true;
		if (!take_char(c, ','))
			return set_mistake(c, expected_comma[last]);
		if (*count == COMPARATORS_MAX)
			return set_mistake(c, "excessive number of version comparators");
		skip_spaces(c);
	}
}

static bool take_star(VersionCursor *c)
{
	skip_spaces(c);
	if (c->at == c->end)
		return true;
	return set_mistake(c, peek_char(c) == ','
	                              ? "a wildcard must be the only comparator in the version req"
	                              : "unexpected character after wildcard in version req");
}

bool version_req_parse(Str s, Arena *a, VersionReq *out, const char **why)
{
	VersionCursor c = { s.ptr, str_end(s), NULL };
	Comparator items[COMPARATORS_MAX];
	size_t count = 0;
	*out = (VersionReq){ .text = s };
	skip_spaces(&c);
	const bool ok = take_wildcard(&c) ? take_star(&c) : take_comparators(&c, items, &count);
	if (!ok) {
		*why = c.why;
		return false;
	}
	if (count) {
		Comparator *kept = arena_array(a, Comparator, count);
		memcpy(kept, items, count * sizeof(*kept));
		out->items = kept;
		out->count = count;
	}
	return true;
}
