/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * cfg.h - `cfg(...)` expressions, and the sets of cfgs that decide whether they hold.
 *
 * Rules: Cargo's cargo-platform crate; cargo-rules 3.
 */
#ifndef L4CARGO_RESOLVER_TERMS_CFG_H
#define L4CARGO_RESOLVER_TERMS_CFG_H

#include "base/core/arena.h"

typedef struct Cfg { /* `name`, or `name="value"` */
	Str name, value;
	bool has_value;
} Cfg;

typedef struct CfgSet { /* in the order of rustc's output */
	const Cfg *items;
	size_t count;
} CfgSet;

typedef struct CfgExpr CfgExpr;

/* The `X` of `[target.X.dependencies]`: a triple or a `cfg(...)` expression. */
typedef struct Platform {
	Str text;            /* as written */
	const CfgExpr *expr; /* NULL if `text` is a triple */
} Platform;

/*
 * Return false if `s` is malformed: `*why` is then the reason (static text), `*at` a byte offset in
 * `s`.
 */
bool platform_parse(Str s, Arena *a, Platform *out, const char **why, size_t *at);
bool cfg_expr_parse(Str s, Arena *a, const CfgExpr **out, const char **why, size_t *at);

bool cfg_expr_holds(const CfgExpr *e, const CfgSet *set);
bool platform_matches(const Platform *p, Str triple, const CfgSet *set);

/* Parses the output of `rustc --print cfg`. Skips malformed lines and `proc_macro`. */
CfgSet cfg_set_parse(Str lines, Arena *a);
bool cfg_set_has(const CfgSet *set, Str name, Str value, bool has_value);

#endif
