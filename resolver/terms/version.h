/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * version.h - semantic versions, and Cargo's requirements on them.
 *
 * Rules: the semver crate as Cargo uses it; cargo-rules 4.4. Texts are borrowed from
 * the argument, which must outlive the result.
 */
#ifndef L4CARGO_RESOLVER_TERMS_VERSION_H
#define L4CARGO_RESOLVER_TERMS_VERSION_H

#include "base/core/arena.h"

typedef struct Version {
	uint64_t major, minor, patch;
	Str pre, build; /* without `-` and `+`; empty if there is none */
	Str text;       /* as written */
} Version;

/* Comparator operators; `1.*` is OP_WILDCARD. */
typedef enum VersionOp {
	OP_EXACT,
	OP_GREATER,
	OP_GREATER_EQ,
	OP_LESS,
	OP_LESS_EQ,
	OP_TILDE,
	OP_CARET,
	OP_WILDCARD
} VersionOp;

typedef struct Comparator {
	VersionOp op;
	bool has_minor, has_patch;
	uint64_t major, minor, patch;
	Str pre;
} Comparator;

typedef struct VersionReq {
	const Comparator *items;
	size_t count; /* 0 for `*`: matches any release */
	bool any;     /* no requirement is written: matches pre-releases too */
	Str text;     /* as written; empty if `any` */
} VersionReq;

/* Parse all of `s`. Return false if it is malformed; `*why` is then the reason (static text). */
bool version_parse(Str s, Version *out, const char **why);
bool version_req_parse(Str s, Arena *a, VersionReq *out, const char **why);

/*
 * Compares by the precedence of semver 2.0, then by build metadata, so that the order is total.
 * Returns <0, 0 or >0.
 */
int version_compare(const Version *a, const Version *b);
bool version_eq(const Version *a, const Version *b); /* compares build metadata too */

bool version_req_matches(const VersionReq *req, const Version *v);

#endif
