// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>

enum { FIRST_BLOCK = 2 * 1024, BLOCK_SIZE = 64 * 1024, EXIT_OURS = 70 };

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

static void *checked(void *p)
{
	if (!p) {
		fputs("l4cargo: out of memory\n", stderr);
		exit(EXIT_OURS);
	}
	return p;
}

size_t array_size(size_t n, size_t item)
{
	size_t size;
	if (__builtin_mul_overflow(n, item, &size))
		checked(NULL);
	return size;
}

void *xcalloc(size_t n, size_t item)
{
	return checked(calloc(n ? n : 1, item));
}

void *xrealloc(void *p, size_t n, size_t item)
{
	const size_t size = array_size(n, item);
	return checked(realloc(p, size ? size : 1));
}

static void push_block(Arena *a, size_t size)
{
	size_t whole;
	if (__builtin_add_overflow(size, sizeof(struct ArenaBlock), &whole))
		checked(NULL);
	struct ArenaBlock *b = xcalloc(1, whole);
	b->below = a->head;
	a->head = b;
	a->next = (char *)b->data;
	a->end = a->next + size;
}

/* A big object gets a block of its own, below the one that is being filled. */
static void *alloc_big(Arena *a, size_t size)
{
	char *const next = a->next, *const end = a->end;
	struct ArenaBlock *const current = a->head;
	push_block(a, size);
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

/* A scratch arena is small; one that is used on doubles its blocks, as zeroing has its price. */
static size_t next_block(const Arena *a, size_t wanted)
{
	size_t size = a->next ? 2 * (size_t)(a->end - (char *)a->head->data) : FIRST_BLOCK;
	while (size < wanted)
		size *= 2;
	return size < BLOCK_SIZE ? size : BLOCK_SIZE;
}

void *arena_alloc(Arena *a, size_t size, size_t align)
{
	if (ONE_OBJECT_A_BLOCK || size > BLOCK_SIZE / 4)
		return alloc_big(a, size);
	const size_t pad = -(uintptr_t)a->next & (align - 1);
	if ((size_t)(a->end - a->next) < size + pad || !a->next) {
		push_block(a, next_block(a, size + align));
		return arena_alloc(a, size, align);
	}
	void *p = a->next + pad;
	a->next += size + pad;
	return p;
}

void arena_free(Arena *a)
{
	while (a->head) {
		struct ArenaBlock *below = a->head->below;
		free(a->head);
		a->head = below;
	}
	*a = (Arena){ 0 };
}

char *arena_cstr(Arena *a, Str s)
{
	char *copy = arena_alloc(a, s.len + 1, 1);
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
	va_list again;
	va_copy(again, args);
	const int len = vsnprintf(NULL, 0, fmt, args);
	const size_t size = len < 0 ? 0 : (size_t)len;
	char *text = arena_alloc(a, size + 1, 1);
	vsnprintf(text, size + 1, fmt, again);
	va_end(again);
	return (Str){ text, size };
}

Str arena_printf(Arena *a, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	const Str s = arena_vprintf(a, fmt, args);
	va_end(args);
	return s;
}
