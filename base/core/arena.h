/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * arena.h - memory that is freed together.
 *
 * Use one arena per lifetime: one for a run, one per parsed document, one for scratch memory.
 * Objects in an arena are never freed one by one. A caller cannot handle running out of memory: it
 * ends the process with status 70. Under AddressSanitizer each object is an allocation of its own,
 * so that overruns are detected.
 */
#ifndef L4CARGO_BASE_CORE_ARENA_H
#define L4CARGO_BASE_CORE_ARENA_H

#include "base/core/str.h"

#include <stdalign.h>
#include <stdarg.h>

typedef struct Arena {
	struct ArenaBlock *head;
	char *next, *end;
} Arena;

void *arena_alloc(Arena *a, size_t size, size_t align); /* the memory is zeroed */
void arena_free(Arena *a);                              /* leaves *a empty and reusable */

/* Frees all objects of the arena, but keeps one block for the next ones. */
void arena_clear(Arena *a);

/* Moves all objects of `from` into `a`: they now live as long as `a`. Leaves *from empty. */
void arena_adopt(Arena *a, Arena *from);

/* Enlarges an object of `size` bytes in place by `more` zeroed bytes. Returns false if other
 * objects were allocated after it, or if its block has no room behind it. */
bool arena_extend(Arena *a, const void *object, size_t size, size_t more);

char *arena_cstr(Arena *a, Str s); /* a copy that ends in NUL */
Str arena_str(Arena *a, Str s);    /* a copy; a NUL that is not counted follows it */
Str arena_lower(Arena *a, Str s);  /* the same, with A to Z in lower case */
Str arena_replaced(Arena *a, Str s, char from, char to); /* the same, with `to` for each `from` */

/* Return formatted text that lives in the arena. A NUL that is not counted follows it. */
Str arena_printf(Arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str arena_vprintf(Arena *a, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

#define arena_new(a, T)      ((T *)arena_alloc((a), sizeof(T), alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), array_size((n), sizeof(T)), alignof(T)))

/* For the few growing tables that cannot live in an arena. */
void *xcalloc(size_t n, size_t item);
void *xrealloc(void *p, size_t n, size_t item);
size_t array_size(size_t n, size_t item); /* n * item; ends the process on overflow */

#define with_cleanup(fn) __attribute__((cleanup(fn), unused))
#define scoped_arena     with_cleanup(arena_free) Arena

#endif
