// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/arena.h"

#include "base/core/fatal.h"
#include "base/core/format.h"
#include "base/core/linux.h"

#include <stdlib.h>

enum {
	PAGE = 4 * 1024, /* of usual machines; others ignore the advice below */
	FIRST_BLOCK = 2 * 1024,
	LAST_BLOCK = 128 * 1024,
	BIG = 16 * 1024
};

#if defined(__SANITIZE_ADDRESS__)
enum { ONE_OBJECT_A_BLOCK = 1 };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { ONE_OBJECT_A_BLOCK = 1 };
#else
enum { ONE_OBJECT_A_BLOCK = 0 };
#endif
#else
enum { ONE_OBJECT_A_BLOCK = 0 };
#endif

struct ArenaBlock {
	struct ArenaBlock *below;
	max_align_t data[];
};

static void *checked_memory(void *p)
{
	if (!p)
		fatal_memory();
	return p;
}

size_t array_size(size_t n, size_t item)
{
	size_t size;
	if (__builtin_mul_overflow(n, item, &size))
		fatal_memory();
	return size;
}

void *xcalloc(size_t n, size_t item)
{
	return checked_memory(calloc(n ? n : 1, item));
}

void *xrealloc(void *p, size_t n, size_t item)
{
	const size_t size = array_size(n, item);
	return checked_memory(realloc(p, size ? size : 1));
}

/*
 * A block of this size will be used completely. So map all its pages at once, instead of one by one
 * with page faults. Huge pages are not requested: virtual machines often return free ones to the
 * host, so they cost more than they save.
 */
static void populate_pages(void *block, size_t size)
{
	char *const from = (char *)((uintptr_t)block & -(uintptr_t)PAGE);
	madvise(from, (size_t)((char *)block - from) + size, MADV_POPULATE_WRITE);
}

typedef enum Content { AS_IT_COMES, ZEROED } Content;

static void push_block(Arena *a, size_t size, Content content)
{
	size_t whole;
	if (__builtin_add_overflow(size, sizeof(struct ArenaBlock), &whole))
		fatal_memory();
	struct ArenaBlock *b = content == ZEROED ? xcalloc(1, whole) : xrealloc(NULL, whole, 1);
	if (whole >= LAST_BLOCK)
		populate_pages(b, whole);
	b->below = a->head;
	a->head = b;
	a->next = (char *)b->data;
	a->end = a->next + size;
}

/* A big object has a block of its own, below the block that is being filled. */
static void *alloc_big(Arena *a, size_t size)
{
	char *const next = a->next, *const end = a->end;
	struct ArenaBlock *const current = a->head;
	push_block(a, size, ZEROED);
	struct ArenaBlock *big = a->head;
	if (current) {
		big->below = current->below;
		current->below = big;
		a->head = current;
	}
	a->next = next;
	a->end = end;
	return big->data;
}

/* A scratch arena stays small; blocks double as an arena grows. */
static size_t next_block(const Arena *a, size_t wanted)
{
	static const size_t most = LAST_BLOCK - sizeof(struct ArenaBlock);
	size_t size = a->next ? 2 * (size_t)(a->end - (char *)a->head->data) : FIRST_BLOCK;
	while (size < wanted)
		size *= 2;
	return size < most ? size : most;
}

/* An object that fits into the current block is put there, whatever its size. */
static bool is_big(const Arena *a, size_t size)
{
	const size_t left = (size_t)(a->end - a->next);
	return ONE_OBJECT_A_BLOCK || (size > BIG && (left < BIG || left - BIG < size));
}

/* The block is not zeroed: each object is cleared when it is allocated, as most blocks are never
 * filled. */
static void *alloc_small(Arena *a, size_t size, size_t align)
{
	size_t pad = -(uintptr_t)a->next & (align - 1);
	if (!a->next || (size_t)(a->end - a->next) < size + pad) {
		push_block(a, next_block(a, size + align), AS_IT_COMES);
		pad = -(uintptr_t)a->next & (align - 1);
	}
	void *p = a->next + pad;
	a->next += size + pad;
	return p;
}

void *arena_alloc(Arena *a, size_t size, size_t align)
{
	if (is_big(a, size))
		return alloc_big(a, size);
	return memset(alloc_small(a, size, align), 0, size);
}

bool arena_extend(Arena *a, const void *last, size_t size, size_t more)
{
	if (ONE_OBJECT_A_BLOCK || !last || (const char *)last + size != a->next ||
	    (size_t)(a->end - a->next) < more)
		return false;
	memset(a->next, 0, more);
	a->next += more;
	return true;
}

/* For text that the caller writes immediately. */
static char *alloc_text(Arena *a, size_t len)
{
	char *text = is_big(a, len + 1) ? alloc_big(a, len + 1) : alloc_small(a, len + 1, 1);
	text[len] = '\0';
	return text;
}

void arena_adopt(Arena *a, Arena *from)
{
	if (!from->head)
		return;
	struct ArenaBlock *last = from->head;
	while (last->below)
		last = last->below;
	/* continue with the block that has more room */
	if (a->head && a->end - a->next > from->end - from->next) {
		last->below = a->head->below;
		a->head->below = from->head;
	} else {
		last->below = a->head;
		*a = *from;
	}
	*from = (Arena){ 0 };
}

static void free_blocks(struct ArenaBlock *b)
{
	while (b) {
		struct ArenaBlock *below = b->below;
		free(b);
		b = below;
	}
}

void arena_free(Arena *a)
{
	free_blocks(a->head);
	*a = (Arena){ 0 };
}

void arena_clear(Arena *a)
{
	if (ONE_OBJECT_A_BLOCK || !a->next) {
		arena_free(a);
		return;
	}
	free_blocks(a->head->below);
	a->head->below = NULL;
	a->next = (char *)a->head->data;
}

char *arena_cstr(Arena *a, Str s)
{
	char *copy = alloc_text(a, s.len);
	if (s.len)
		memcpy(copy, s.ptr, s.len);
	return copy;
}

Str arena_str(Arena *a, Str s)
{
	return (Str){ arena_cstr(a, s), s.len };
}

Str arena_vprintf(Arena *a, const char *fmt, va_list args)
{
	enum { USUAL = 512 };
	char usual[USUAL];
	va_list again;
	va_copy(again, args);
	const size_t size = format_text(usual, sizeof(usual), fmt, args);
	char *text = alloc_text(a, size);
	if (size < sizeof(usual))
		memcpy(text, usual, size);
	else
		format_text(text, size + 1, fmt, again);
	va_end(again);
	return (Str){ text, size };
}

Str arena_lower(Arena *a, Str s)
{
	char *copy = arena_cstr(a, s);
	for (size_t i = 0; i < s.len; i++)
		if (copy[i] >= 'A' && copy[i] <= 'Z')
			copy[i] = (char)(copy[i] + ('a' - 'A'));
	return (Str){ copy, s.len };
}

Str arena_replaced(Arena *a, Str s, char from, char to)
{
	char *copy = arena_cstr(a, s);
	for (size_t i = 0; i < s.len; i++)
		if (copy[i] == from)
			copy[i] = to;
	return (Str){ copy, s.len };
}

Str arena_printf(Arena *a, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	const Str s = arena_vprintf(a, fmt, args);
	va_end(args);
	return s;
}
