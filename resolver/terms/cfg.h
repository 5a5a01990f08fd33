/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cfg.h - `cfg(...)` expressions and the sets they are asked about.
 *
 * Rules: cargo-platform; cargo-rules 3.
 */
#ifndef L4CARGO_RESOLVER_TERMS_CFG_H
#define L4CARGO_RESOLVER_TERMS_CFG_H

#include "base/core/arena.h"

typedef struct Cfg { /* `name`, or `name="value"` */
	Str name, value;
	bool has_value;
} Cfg;

typedef struct CfgSet { /* in rustc's order */
	const Cfg *items;
	size_t count;
} CfgSet;

typedef struct CfgExpr CfgExpr;

/* What stands in `[target.HERE.dependencies]`: a triple, or an expression. */
typedef struct Platform {
	Str text;            /* as written */
	const CfgExpr *expr; /* NULL: `text` is a triple */
} Platform;

/* False: `*why` says what is wrong (static text), `*at` is the byte offset in `s`. */
bool platform_parse(Str s, Arena *a, Platform *out, const char **why, size_t *at);
bool cfg_expr_parse(Str s, Arena *a, const CfgExpr **out, const char **why, size_t *at);

bool cfg_expr_holds(const CfgExpr *e, const CfgSet *set);
bool platform_matches(const Platform *p, Str triple, const CfgSet *set);

/* The lines of `rustc --print cfg`; others are skipped. */
CfgSet cfg_set_parse(Str lines, Arena *a);
bool cfg_set_has(const CfgSet *set, Str name, Str value, bool has_value);

#endif
