// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/str_list.h"

bool str_is_one_of(Str s, const char *const *words)
{
	for (; *words; words++)
		if (str_eq(s, str_from(*words)))
			return true;
	return false;
}

bool str_list_has(StrList list, Str s)
{
	for (size_t i = 0; i < list.count; i++)
		if (str_eq(list.items[i], s))
			return true;
	return false;
}

bool str_list_eq(StrList a, StrList b)
{
	if (a.count != b.count)
		return false;
	for (size_t i = 0; i < a.count; i++)
		if (!str_eq(a.items[i], b.items[i]))
			return false;
	return true;
}

int str_list_compare(StrList a, StrList b)
{
	for (size_t i = 0; i < a.count && i < b.count; i++) {
		const int order = str_compare(a.items[i], b.items[i]);
		if (order)
			return order;
	}
	return (a.count > b.count) - (a.count < b.count);
}
