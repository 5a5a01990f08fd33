// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/str.h"

#include <endian.h>
#include <stdint.h>
#include <sys/auxv.h>

int str_compare(Str a, Str b)
{
	const size_t common = a.len < b.len ? a.len : b.len;
	const int order = common ? memcmp(a.ptr, b.ptr, common) : 0;
	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

bool str_starts_with(Str s, Str prefix)
{
	return s.len >= prefix.len && str_eq(str_sub(s, 0, prefix.len), prefix);
}

bool str_ends_with(Str s, Str suffix)
{
	return s.len >= suffix.len && str_eq(str_sub(s, s.len - suffix.len, s.len), suffix);
}

ptrdiff_t str_find(Str s, char c)
{
	const char *at = s.len ? memchr(s.ptr, c, s.len) : NULL;
	return at ? at - s.ptr : -1;
}

ptrdiff_t str_rfind(Str s, char c)
{
	const char *at = s.len ? memrchr(s.ptr, c, s.len) : NULL;
	return at ? at - s.ptr : -1;
}

bool str_contains(Str s, Str part)
{
	return part.len == 0 || (s.len && memmem(s.ptr, s.len, part.ptr, part.len));
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

Str str_trim(Str s)
{
	while (s.len && is_blank(s.ptr[0]))
		s = str_sub(s, 1, s.len);
	while (s.len && is_blank(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

bool str_cut(Str s, char sep, Str *head, Str *tail)
{
	const ptrdiff_t at = str_find(s, sep);
	if (at < 0) {
		*head = s;
		*tail = (Str){ str_end(s), 0 };
		return false;
	}
	*head = str_sub(s, 0, (size_t)at);
	*tail = str_sub(s, (size_t)at + 1, s.len);
	return true;
}

bool str_next(Str *rest, char sep, Str *piece)
{
	if (!rest->ptr)
		return false;
	Str tail;
	if (!str_cut(*rest, sep, piece, &tail))
		tail.ptr = NULL; /* it was the last piece */
	*rest = tail;
	return true;
}

bool str_next_word(Str *rest, Str *word)
{
	Str s = *rest;
	while (s.len && char_is_white(s.ptr[0]))
		s = str_sub(s, 1, s.len);
	size_t n = 0;
	while (n < s.len && !char_is_white(s.ptr[n]))
		n++;
	*word = str_sub(s, 0, n);
	*rest = str_sub(s, n, s.len);
	return n > 0;
}

bool str_has_word(Str words, Str word)
{
	for (Str one; str_next_word(&words, &one);)
		if (str_eq(one, word))
			return true;
	return false;
}

bool str_to_u64(Str s, uint64_t *out)
{
	uint64_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
		if (__builtin_mul_overflow(n, 10U, &n) ||
		    __builtin_add_overflow(n, (uint64_t)(s.ptr[i] - '0'), &n))
			return false;
	}
	*out = n;
	return s.len > 0;
}

uint64_t str_hash(Str s)
{
	uint64_t h = 0x9e3779b97f4a7c15U ^ s.len;
	while (s.len >= sizeof(uint64_t)) {
		uint64_t word;
		memcpy(&word, s.ptr, sizeof(word));
		h = (h ^ le64toh(word)) * 0xff51afd7ed558ccdU;
		h ^= h >> 32;
		s = str_sub(s, sizeof(word), s.len);
	}
	for (size_t i = 0; i < s.len; i++)
		h = (h ^ (unsigned char)s.ptr[i]) * 0x100000001b3U;
	return h ^ h >> 29;
}

static uint64_t secret[2];

__attribute__((constructor)) static void take_secret(void)
{
	const unsigned long random = getauxval(AT_RANDOM); /* 16 random bytes from the kernel */
	if (random)
		memcpy(secret, (const void *)random, sizeof(secret));
	secret[1] |= 1;
}

static uint64_t fold_product(uint64_t a, uint64_t b)
{
	const unsigned __int128 product = (unsigned __int128)a * b;
	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint32_t str_hash_secret(Str s)
{
	uint64_t h = secret[0] ^ s.len, word = 0;
	for (; s.len > sizeof(word); s = str_sub(s, sizeof(word), s.len)) {
		memcpy(&word, s.ptr, sizeof(word));
		h = fold_product(h ^ word, secret[1]);
	}
	word = 0;
	if (s.len)
		memcpy(&word, s.ptr, s.len);
	h = fold_product(h ^ word, secret[1]);
	return (uint32_t)(h ^ h >> 32);
}

enum { DISTANCE_MAX = 64 }; /* longer names are never suggested */

static size_t least_of(size_t a, size_t b, size_t c)
{
	const size_t ab = a < b ? a : b;
	return ab < c ? ab : c;
}

static bool same_letter(char a, char b)
{
	const char low_a = (char)(a >= 'A' && a <= 'Z' ? a + ('a' - 'A') : a);
	const char low_b = (char)(b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b);
	return low_a == low_b;
}

size_t str_distance(Str a, Str b, size_t limit)
{
	if (a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
		return str_eq(a, b) ? 0 : limit + 1;
	size_t row[3][DISTANCE_MAX + 1] = { { 0 } };
	for (size_t j = 0; j <= b.len; j++)
		row[0][j] = j;
	for (size_t i = 1; i <= a.len; i++) {
		size_t *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
		now[0] = i;
		for (size_t j = 1; j <= b.len; j++) {
			const size_t change = !same_letter(a.ptr[i - 1], b.ptr[j - 1]);
			now[j] = least_of(last[j] + 1, now[j - 1] + 1, last[j - 1] + change);
			if (i > 1 && j > 1 && same_letter(a.ptr[i - 1], b.ptr[j - 2]) &&
			    same_letter(a.ptr[i - 2], b.ptr[j - 1]) && before[j - 2] + 1 < now[j])
				now[j] = before[j - 2] + 1;
		}
	}
	const size_t edits = row[a.len % 3][b.len];
	return edits < limit + 1 ? edits : limit + 1;
}

/* Jaro: counts letters that both texts have at about the same place, and subtracts half of those in
 * another order. */
unsigned str_similarity(Str a, Str b)
{
	if (!a.len || !b.len || a.len > DISTANCE_MAX || b.len > DISTANCE_MAX)
		return str_eq(a, b) ? 100 : 0;
	const size_t longer = a.len > b.len ? a.len : b.len;
	const size_t window = longer > 3 ? longer / 2 - 1 : 0;
	bool taken[DISTANCE_MAX] = { false };
	size_t shared = 0, moved = 0, at[DISTANCE_MAX];
	for (size_t i = 0; i < a.len; i++)
		for (size_t j = i > window ? i - window : 0; j < b.len && j <= i + window; j++)
			if (!taken[j] && a.ptr[i] == b.ptr[j]) {
				taken[j] = true;
				at[shared++] = i;
				break;
			}
	if (!shared)
		return 0;
	for (size_t j = 0, k = 0; j < b.len; j++)
		if (taken[j])
			moved += a.ptr[at[k++]] != b.ptr[j];
	return (unsigned)((100 * shared / a.len + 100 * shared / b.len +
	                   100 * (shared - moved / 2) / shared) /
	                  3);
}

/* The number of bytes of the character that starts with `lead`, and the range of its second
 * byte. */
static size_t utf8_length(unsigned char lead, unsigned char *low, unsigned char *high)
{
	*low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
	*high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
	if (lead >= 0xc2 && lead <= 0xdf)
		return 2;
	if ((lead & 0xf0) == 0xe0)
		return 3;
	return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

static bool is_utf8_character(const unsigned char *p, size_t len, size_t *size)
{
	unsigned char low, high;
	*size = utf8_length(p[0], &low, &high);
	if (!*size || *size > len || p[1] < low || p[1] > high)
		return false;
	for (size_t i = 2; i < *size; i++)
		if ((p[i] & 0xc0) != 0x80)
			return false;
	return true;
}

size_t str_utf8_prefix(Str s)
{
	const unsigned char *p = (const unsigned char *)s.ptr;
	size_t i = 0;
	while (i < s.len) {
		uint64_t word;
		while (s.len - i >= sizeof(word)) {
			memcpy(&word, p + i, sizeof(word));
			if (word & 0x8080808080808080U)
				break;
			i += sizeof(word);
		}
		size_t size = 1;
		if (i < s.len && p[i] >= 0x80 && !is_utf8_character(p + i, s.len - i, &size))
			return i;
		i += i < s.len ? size : 0;
	}
	return i;
}

int str_compare_items(const void *a, const void *b)
{
	return str_compare(*(const Str *)a, *(const Str *)b);
}

bool str_has_controls(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 0x20 || s.ptr[i] == 0x7f)
			return true;
	return false;
}
