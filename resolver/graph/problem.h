/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * problem.h - problems that are found while the graph is made.
 *
 * Manifests arrive in any order, and so do problems. problems.c sorts and reports them when all are
 * known, so that the messages are always the same.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_PROBLEM_H
#define L4CARGO_RESOLVER_GRAPH_PROBLEM_H

#include "resolver/graph/node.h"

/* In order of importance: only problems of the first kind that occurs are reported, because others
 * may be consequences of them. */
typedef enum ProblemKind {
	PROBLEM_PATH,       /* a path dependency leads to no package, or to a wrong one */
	PROBLEM_STALE,      /* the lock does not fit the manifests */
	PROBLEM_DOUBT,      /* the lock may not fit: only Cargo can tell */
	PROBLEM_NOT_LOCKED, /* features need a package that no lock has (graph_may_leave_lock) */
	PROBLEM_FEATURE,    /* a requested feature does not exist */
} ProblemKind;

typedef struct Problem {
	ProblemKind kind;
	NodeId node;     /* this and `record` only give problems their order */
	uint32_t record; /* index into the dependencies of the node's manifest */
	Span at;
	Span note_at;
	Str text, note, help; /* `note` and `help` may be empty */
} Problem;

#endif
