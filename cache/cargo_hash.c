// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/cargo_hash.h"

typedef struct Sip {
	uint64_t v0, v1, v2, v3;
} Sip;

static uint64_t rotate_left(uint64_t x, unsigned by)
{
	return x << by | x >> (64 - by);
}

static void sip_round(Sip *s)
{
	s->v0 += s->v1;
	s->v1 = rotate_left(s->v1, 13) ^ s->v0;
	s->v0 = rotate_left(s->v0, 32);
	s->v2 += s->v3;
	s->v3 = rotate_left(s->v3, 16) ^ s->v2;
	s->v0 += s->v3;
	s->v3 = rotate_left(s->v3, 21) ^ s->v0;
	s->v2 += s->v1;
	s->v1 = rotate_left(s->v1, 17) ^ s->v2;
	s->v2 = rotate_left(s->v2, 32);
}

static void add_word(Sip *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	s->v0 ^= word;
}

static uint64_t finish_half(Sip *s)
{
	for (int i = 0; i < 3; i++)
		sip_round(s);
	return s->v0 ^ s->v1 ^ s->v2 ^ s->v3;
}

/* Returns up to eight bytes, the first one lowest. */
static uint64_t word_at(Str bytes, size_t at)
{
	uint64_t word = 0;
	for (size_t i = 0; i < 8 && at + i < bytes.len; i++)
		word |= (uint64_t)(unsigned char)bytes.ptr[at + i] << (8 * i);
	return word;
}

void cargo_hash(Str bytes, char out[static CARGO_HASH_HEX + 1])
{
	/* SipHash's constants ("somepseudorandomlygeneratedbytes") with a key of zeros. */
	Sip s = { 0x736f6d6570736575, 0x646f72616e646f6d ^ 0xee, 0x6c7967656e657261,
		  0x7465646279746573 };
	size_t at = 0;
	for (; at + 8 <= bytes.len; at += 8)
		add_word(&s, word_at(bytes, at));
	add_word(&s, word_at(bytes, at) | (uint64_t)bytes.len << 56);
	s.v2 ^= 0xee;
	const uint64_t first = finish_half(&s);
	s.v1 ^= 0xdd;
	const uint64_t hash = 3 * first + finish_half(&s);
	for (size_t i = 0; i < CARGO_HASH_HEX;
	     i++) /* from the lowest byte, the high digit of each first */
		out[i] = "0123456789abcdef"[hash >> (8 * (i / 2) + (i % 2 ? 0 : 4)) & 15];
	out[CARGO_HASH_HEX] = '\0';
}
