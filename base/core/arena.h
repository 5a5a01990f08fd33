/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * arena.h - memory that dies together.
 *
 * One arena per lifetime: one for a run, one per parsed document, one for
 * scratch. Nothing allocated here is freed on its own. Running out of memory
 * is not an error the caller can meet: it ends the process (exit 70).
 * Under AddressSanitizer each object is an allocation of its own, so that an
 * overrun is seen.
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

void *arena_alloc(Arena *a, size_t size, size_t align); /* zeroed */
void arena_free(Arena *a);                              /* leaves *a empty and reusable */

/* Forgets all that was made in it, but keeps a block for what comes next. */
void arena_clear(Arena *a);

/* All of `from` lives as long as `a` from now on; leaves *from empty. */
void arena_adopt(Arena *a, Arena *from);

/* Makes the object of `size` bytes larger where it stands, zeroed. False: others were made after
 * it, or there is no room behind it. */
bool arena_extend(Arena *a, const void *object, size_t size, size_t more);

char *arena_cstr(Arena *a, Str s); /* a copy that ends in NUL */
Str arena_str(Arena *a, Str s);    /* a copy (also ends in NUL, not counted) */
Str arena_lower(Arena *a, Str s);  /* the same, A to Z in lower case */

/* Formatted text that lives in the arena and ends in NUL (not counted). */
Str arena_printf(Arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
Str arena_vprintf(Arena *a, const char *fmt, va_list args) __attribute__((format(printf, 2, 0)));

#define arena_new(a, T)      ((T *)arena_alloc((a), sizeof(T), alignof(T)))
#define arena_array(a, T, n) ((T *)arena_alloc((a), array_size((n), sizeof(T)), alignof(T)))

/* For the few growing tables that cannot live in an arena. */
void *xcalloc(size_t n, size_t item);
void *xrealloc(void *p, size_t n, size_t item);
size_t array_size(size_t n, size_t item); /* n * item, or ends the process */

#define with_cleanup(fn) __attribute__((cleanup(fn), unused))
#define scoped_arena     with_cleanup(arena_free) Arena

#endif
