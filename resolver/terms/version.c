// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/terms/version.h"

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static bool is_number(Str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return false;
	return true;
}

/*
 * Compares numbers of any length. `01` comes after `1`: only build metadata may have leading zeros.
 */
static int compare_long_numbers(Str a, Str b)
{
	Str x = a, y = b;
	while (x.len && x.ptr[0] == '0')
		x = str_sub(x, 1, x.len);
	while (y.len && y.ptr[0] == '0')
		y = str_sub(y, 1, y.len);
	int order = compare_numbers(x.len, y.len);
	order = order ? order : str_compare(x, y);
	return order ? order : compare_numbers(a.len, b.len);
}

static int compare_segments(Str a, Str b)
{
	const bool number = is_number(a);
	if (number != is_number(b))
		return number ? -1 : 1;
	return number ? compare_long_numbers(a, b) : str_compare(a, b);
}

/*
 * Compares identifiers segment by segment. If one is a prefix of the other, the longer one is
 * greater.
 */
static int compare_identifiers(Str a, Str b)
{
	if (str_eq(a, b))
		return 0;
	Str x, y;
	for (;;) {
		const bool more = str_next(&a, '.', &x);
		if (more != str_next(&b, '.', &y))
			return more ? 1 : -1;
		const int order = more ? compare_segments(x, y) : 0;
		if (order || !more)
			return order;
	}
}

static int compare_pre(Str a, Str b)
{
	if (!a.len || !b.len) /* a release is greater than its pre-releases */
		return compare_numbers(!a.len, !b.len);
	return compare_identifiers(a, b);
}

int version_compare(const Version *a, const Version *b)
{
	int order = compare_numbers(a->major, b->major);
	order = order ? order : compare_numbers(a->minor, b->minor);
	order = order ? order : compare_numbers(a->patch, b->patch);
	order = order ? order : compare_pre(a->pre, b->pre);
	if (order || (!a->build.len && !b->build.len))
		return order;
	if (!a->build.len || !b->build.len)
		return a->build.len ? 1 : -1;
	return compare_identifiers(a->build, b->build);
}

bool version_eq(const Version *a, const Version *b)
{
	return a->major == b->major && a->minor == b->minor && a->patch == b->patch &&
	       str_eq(a->pre, b->pre) && str_eq(a->build, b->build);
}

/* --- matching --- */

static bool is_exact(const Comparator *c, const Version *v)
{
	return v->major == c->major && (!c->has_minor || v->minor == c->minor) &&
	       (!c->has_patch || v->patch == c->patch) && str_eq(v->pre, c->pre);
}

/* Compares `v` with the comparator. Components that the comparator omits count as equal. */
static int order_to(const Comparator *c, const Version *v)
{
	int order = compare_numbers(v->major, c->major);
	if (order || !c->has_minor)
		return order;
	order = compare_numbers(v->minor, c->minor);
	if (order || !c->has_patch)
		return order;
	order = compare_numbers(v->patch, c->patch);
	return order ? order : compare_pre(v->pre, c->pre);
}

static bool is_tilde(const Comparator *c, const Version *v)
{
	if (v->major != c->major || (c->has_minor && v->minor != c->minor))
		return false;
	if (c->has_patch && v->patch != c->patch)
		return v->patch > c->patch;
	return compare_pre(v->pre, c->pre) >= 0;
}

static bool is_caret(const Comparator *c, const Version *v)
{
	if (v->major != c->major)
		return false;
	if (!c->has_minor)
		return true;
	if (!c->has_patch)
		return c->major ? v->minor >= c->minor : v->minor == c->minor;
	if (v->minor != c->minor)
		return c->major && v->minor > c->minor;
	if (v->patch != c->patch)
		return (c->major || c->minor) && v->patch > c->patch;
	return compare_pre(v->pre, c->pre) >= 0;
}

static bool comparator_holds(const Comparator *c, const Version *v)
{
	switch (c->op) {
	case OP_EXACT:
	case OP_WILDCARD:
		return is_exact(c, v);
	case OP_GREATER:
		return order_to(c, v) > 0;
	case OP_GREATER_EQ:
		return is_exact(c, v) || order_to(c, v) > 0;
	case OP_LESS:
		return order_to(c, v) < 0;
	case OP_LESS_EQ:
		return is_exact(c, v) || order_to(c, v) < 0;
	case OP_TILDE:
		return is_tilde(c, v);
	case OP_CARET:
		return is_caret(c, v);
	}
	return false;
}

/*
 * Cargo matches a pre-release only if some comparator has a pre-release of the same three numbers.
 */
static bool admits_pre(const Comparator *c, const Version *v)
{
	return c->pre.len && c->has_patch && c->major == v->major && c->minor == v->minor &&
	       c->patch == v->patch;
}

bool version_req_matches(const VersionReq *req, const Version *v)
{
	if (req->any)
		return true;
	bool pre_admitted = !v->pre.len;
	for (size_t i = 0; i < req->count; i++) {
		if (!comparator_holds(&req->items[i], v))
			return false;
		pre_admitted = pre_admitted || admits_pre(&req->items[i], v);
	}
	return pre_admitted;
}
