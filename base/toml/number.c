// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/toml/reader.h"

#include <math.h>
#include <stdlib.h>

static bool is_digit(char c, unsigned base)
{
	if (base == 16)
		return char_hex_value(c) >= 0;
	return c >= '0' && (unsigned)(c - '0') < base;
}

/* Skips digits at `from` with single underscores between them. Returns their end, or `from` if
 * there are none. */
static size_t skip_digits(Str s, size_t from, unsigned base)
{
	size_t i = from;
	while (i < s.len && is_digit(s.ptr[i], base)) {
		i++;
		if (i + 1 < s.len && s.ptr[i] == '_' && is_digit(s.ptr[i + 1], base))
			i++;
	}
	return i;
}

static uint64_t digit_value(char c)
{
	if (c <= '9')
		return (uint64_t)(c - '0');
	return (uint64_t)((c | 0x20) - 'a') + 10;
}

static bool to_integer(Str digits, unsigned base, bool negative, TomlValue *out, const char **why)
{
	uint64_t n = 0;
	const uint64_t limit = (uint64_t)INT64_MAX + negative;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] == '_')
			continue;
		if (__builtin_mul_overflow(n, base, &n) ||
		    __builtin_add_overflow(n, digit_value(digits.ptr[i]), &n) || n > limit) {
			*why = "it does not fit into a signed integer of 64 bits";
			return false;
		}
	}
	out->kind = TOML_INTEGER;
	out->integer = (int64_t)(negative ? -n : n);
	return true;
}

static bool prefixed_integer(Str token, unsigned base, TomlValue *out, const char **why)
{
	if (token.len > 2 && skip_digits(token, 2, base) == token.len)
		return to_integer(str_sub(token, 2, token.len), base, false, out, why);
	*why = base == 16  ? "digits from 0 to f must follow `0x`"
	       : base == 8 ? "digits from 0 to 7 must follow `0o`"
	                   : "digits 0 and 1 must follow `0b`";
	return false;
}

/* `token` is a well-formed float; strtod parses it without the underscores. */
static bool to_float(TomlReader *r, Str token, TomlValue *out, const char **why)
{
	char small[64];
	char *text = token.len < sizeof(small) ? small : arena_alloc(r->arena, token.len + 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < token.len; i++)
		if (token.ptr[i] != '_')
			text[n++] = token.ptr[i];
	text[n] = '\0';
	out->kind = TOML_FLOAT;
	out->real = strtod(text, NULL);
	if (!isinf(out->real))
		return true;
	*why = "it does not fit into a float of 64 bits";
	return false;
}

static bool special_float(Str word, bool negative, TomlValue *out)
{
	const bool inf = str_eq(word, STR("inf"));
	if (!inf && !str_eq(word, STR("nan")))
		return false;
	const double value = inf ? (double)INFINITY : (double)NAN;
	out->kind = TOML_FLOAT;
	out->real = negative ? -value : value;
	return true;
}

/* The end of the `.digits` at `i`; 0 if it is malformed. */
static size_t skip_fraction(Str token, size_t i)
{
	if (i >= token.len || token.ptr[i] != '.')
		return i;
	const size_t end = skip_digits(token, i + 1, 10);
	return end > i + 1 ? end : 0;
}

static size_t skip_exponent(Str token, size_t i)
{
	if (i >= token.len || (token.ptr[i] | 0x20) != 'e')
		return i;
	i++;
	i += i < token.len && (token.ptr[i] == '+' || token.ptr[i] == '-');
	const size_t end = skip_digits(token, i, 10);
	return end > i ? end : 0;
}

static bool read_decimal(TomlReader *r, Str token, size_t sign, TomlValue *out, const char **why)
{
	const size_t whole = skip_digits(token, sign, 10);
	if (whole > sign + 1 && token.ptr[sign] == '0') {
		*why = "numbers have no leading zeros";
		return false;
	}
	if (whole == token.len)
		return to_integer(str_sub(token, sign, whole), 10, token.ptr[0] == '-', out, why);
	const size_t fraction = skip_fraction(token, whole);
	if (!fraction || skip_exponent(token, fraction) != token.len) {
		*why = NULL;
		return false;
	}
	return to_float(r, token, out, why);
}

bool toml_number(TomlReader *r, Str token, TomlValue *out, const char **why)
{
	*why = NULL;
	const size_t sign = token.ptr[0] == '+' || token.ptr[0] == '-';
	if (sign == 0 && token.len > 1 && token.ptr[0] == '0') {
		const char base = token.ptr[1];
		if (base == 'x' || base == 'o' || base == 'b')
			return prefixed_integer(token,
			                        base == 'x'   ? 16
			                        : base == 'o' ? 8
			                                      : 2,
			                        out, why);
	}
	if (sign < token.len && toml_is(token.ptr[sign], TOML_DIGIT))
		return read_decimal(r, token, sign, out, why);
	return special_float(str_sub(token, sign, token.len), token.ptr[0] == '-', out);
}
