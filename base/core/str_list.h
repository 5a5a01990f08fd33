/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * str_list.h - lists of texts. A StrVec (vec.h) is one that still grows.
 */
#ifndef L4CARGO_BASE_CORE_STR_LIST_H
#define L4CARGO_BASE_CORE_STR_LIST_H

#include "base/core/str.h"

typedef struct StrList {
	const Str *items;
	size_t count;
} StrList;

bool str_list_eq(StrList a, StrList b);
/* By the first items that differ; a list comes before the longer one that it begins. */
int str_list_compare(StrList a, StrList b);

#endif
