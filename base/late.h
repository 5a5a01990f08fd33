/*
 * late.h - shared libraries that are loaded when they are needed: they bring many others along.
 *
 * Their own declarations are the types of a table of functions, of which the
 * caller says where each goes. What was loaded stays.
 */
#ifndef L4CARGO_BASE_LATE_H
#define L4CARGO_BASE_LATE_H

#include "base/buf.h"

typedef struct LateFunction {
	const char *name;
	size_t at; /* in the table */
} LateFunction;

/* False: `why` says what is missing. */
bool late_load(const char *library, const LateFunction *functions, size_t count, void *table,
               Buf *why);

#endif
