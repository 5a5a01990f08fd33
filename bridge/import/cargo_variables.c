// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/cargo_variables.h"

#include "base/text/maketext.h"

#include <stdlib.h>

/* renew.mk has the same list. */
static bool decides_units(Str name)
{
	static const char *const names[] = {
		"RUSTFLAGS",
		"RUSTDOCFLAGS",
		"CARGO_ENCODED_RUSTFLAGS",
		"CARGO_INCREMENTAL",
		"CARGO_BUILD_RUSTFLAGS",
		"CARGO_ENCODED_RUSTDOCFLAGS",
		"CARGO_BUILD_TARGET",
		"CARGO_BUILD_INCREMENTAL",
		"CARGO_BUILD_RUSTDOCFLAGS",
	};
	static const char *const ends[] = { "_RUSTFLAGS", "_RUSTDOCFLAGS", "_LINKER", "_RUNNER" };
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (str_eq(name, str_from(names[i])))
			return true;
	if (str_starts_with(name, STR("CARGO_PROFILE_")))
		return true;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		if (str_starts_with(name, STR("CARGO_TARGET_")) &&
		    str_ends_with(name, str_from(ends[i])))
			return true;
	return false;
}

void cargo_variables_add(Arena *a, BidVariables *v, Str text)
{
	Str name, value;
	if (!str_cut(text, '=', &name, &value) || !make_is_variable(name) || !decides_units(name) ||
	    str_find(value, '\n') >= 0)
		return;
	for (size_t i = 0; i < v->list.count; i++)
		if (str_eq(v->list.items[i].name, name))
			return;
	*vec_push(a, &v->list, BidVariable) = (BidVariable){ name, value };
}

static int compare_names(const void *a, const void *b)
{
	const BidVariable *x = a, *y = b;
	return str_compare(x->name, y->name);
}

BidVariables cargo_variables_of(Arena *a, char *const *env)
{
	BidVariables v = { 0 };
	for (char *const *e = env; e && *e; e++)
		cargo_variables_add(a, &v, str_from(*e));
	if (v.list.count)
		qsort(v.list.items, v.list.count, sizeof(BidVariable), compare_names);
	return v;
}
