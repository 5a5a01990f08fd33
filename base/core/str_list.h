/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * str_list.h - lists of texts. A StrVec (vec.h) is a list that can grow.
 */
#ifndef L4CARGO_BASE_CORE_STR_LIST_H
#define L4CARGO_BASE_CORE_STR_LIST_H

#include "base/core/str.h"

typedef struct StrList {
	const Str *items;
	size_t count;
} StrList;

/* `words` ends with NULL. */
bool str_is_one_of(Str s, const char *const *words);

bool str_list_has(StrList list, Str s);
bool str_list_eq(StrList a, StrList b);
/* Compares the first items that differ. A prefix comes before the longer list. */
int str_list_compare(StrList a, StrList b);

#endif
