// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/text/unicode_ident.h"

#include "base/text/unicode_ident_data.h"

enum { REPLACEMENT = 0xfffd };

/* Returns whether an odd number of the ascending `turns` is at most `c`. */
static bool is_in_ranges(const uint32_t *turns, size_t count, uint32_t c)
{
	size_t low = 0, high = count;
	while (low < high) {
		const size_t mid = low + (high - low) / 2;
		if (turns[mid] <= c)
			low = mid + 1;
		else
			high = mid;
	}
	return low % 2 == 1;
}

static bool is_letter(uint32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(uint32_t c)
{
	return c >= '0' && c <= '9';
}

bool xid_is_start(uint32_t c)
{
	return c < 0x80 ? is_letter(c) : is_in_ranges(xid_starts, xid_starts_count, c);
}

bool xid_is_continue(uint32_t c)
{
	if (c < 0x80)
		return is_letter(c) || is_digit(c) || c == '_';
	return is_in_ranges(xid_continues, xid_continues_count, c);
}

bool char_is_alphanumeric(uint32_t c)
{
	return c < 0x80 ? is_letter(c) || is_digit(c)
	                : is_in_ranges(alphanumerics, alphanumerics_count, c);
}

/* Length of a character whose first byte is `first`; 0 if no character begins with it. */
static size_t length_of(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

uint32_t str_next_char(Str *rest)
{
	const unsigned char *p = (const unsigned char *)rest->ptr;
	const size_t len = length_of(p[0]);
	uint32_t c = len == 1 ? p[0] : len ? p[0] & (0xffu >> (len + 1)) : REPLACEMENT;
	bool good = len && len <= rest->len;
	for (size_t i = 1; good && i < len; i++) {
		good = (p[i] & 0xc0) == 0x80;
		c = c << 6 | (p[i] & 0x3f);
	}
	*rest = str_sub(*rest, good ? len : 1, rest->len);
	return good ? c : REPLACEMENT;
}
