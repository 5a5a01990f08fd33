// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/target_name.h"

#include "base/core/buf.h"
#include "base/text/unicode_ident.h"

enum { LENGTH_MAX = 236 }; /* in bytes; leaves room for names such as `NAME-0123456789abcdef.d` */

static bool is_plain(uint32_t c)
{
	return char_is_alphanumeric(c) || c == '_' || c == '-';
}

/* Returns `name` from the first character that a name cannot have; empty if there is none. */
static Str first_fault(Str name)
{
	for (Str rest = name; rest.len;) {
		const Str here = rest;
		if (!is_plain(str_next_char(&rest)))
			return here;
	}
	return STR("");
}

TargetName target_name_check(Str raw)
{
	const bool good = raw.len && raw.len <= LENGTH_MAX && !first_fault(raw).len;
	return (TargetName){ .plain = good ? raw : STR("") };
}

TargetName target_name_crate(Arena *a, TargetName name)
{
	return (TargetName){ .plain = arena_replaced(a, name.plain, '-', '_') };
}

bool target_name_is_extern(TargetName crate)
{
	const Str s = crate.plain;
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] >= 0x80 || s.ptr[i] == '-')
			return false;
	return s.len && !char_is_digit(s.ptr[0]);
}

bool target_name_refuse(Diag *d, Span at, const char *what, Str raw)
{
	Str bad = first_fault(raw);
	if (!bad.len)
		return diag_error(d, at,
		                  "the name of the %s has %zu bytes, more than the name of a file "
		                  "can have",
		                  what, raw.len);
	Str rest = bad;
	const uint32_t c = str_next_char(&rest);
	if (c < 0x20 ||
	    c >= 0x7f) /* The character may be invisible, or change how the text looks. */
		return diag_error(d, at,
		                  "invalid character U+%04X in the name of the %s: rustc accepts "
		                  "letters, digits and `_`, and `-` as `_`",
		                  c, what);
	return diag_error(d, at,
	                  "invalid character `%c` in the name of the %s `" STR_FMT
	                  "`: rustc accepts letters, digits and `_`, and `-` as `_`",
	                  (char)c, what, STR_ARG(raw));
}

bool target_name_suggest(Diag *d, Str raw)
{
	scoped_buf b = { 0 };
	for (Str rest = raw; rest.len;) {
		Str here = rest;
		const uint32_t c = str_next_char(&rest);
		here.len -= rest.len;
		if (is_plain(c))
			buf_add(&b, here);
		else if (b.len && b.ptr[b.len - 1] != '-')
			buf_char(&b, '-');
	}
	while (b.len && b.ptr[b.len - 1] == '-')
		b.len--;
	if (!b.len || b.len > LENGTH_MAX)
		return diag_help(d, "choose a name of at most %d letters, digits, `-` and `_`",
		                 LENGTH_MAX);
	return diag_help(d, "a name that rustc accepts would be `" STR_FMT "`",
	                 STR_ARG(buf_str(&b)));
}
