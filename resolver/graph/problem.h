/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * problem.h - what does not fit, while the graph is made.
 *
 * Problems are gathered in any order, for manifests come in any; problems.c sorts and reports them
 * when all are known, so that messages are always the same.
 */
#ifndef L4CARGO_RESOLVER_GRAPH_PROBLEM_H
#define L4CARGO_RESOLVER_GRAPH_PROBLEM_H

#include "resolver/graph/node.h"

/* In the order in which they matter: the first kind that is there is reported, for the others may
 * be consequences of it. */
typedef enum ProblemKind {
	PROBLEM_PATH,       /* what a path dependency leads to */
	PROBLEM_STALE,      /* the lock does not fit the manifests */
	PROBLEM_DOUBT,      /* the lock may not fit */
	PROBLEM_NOT_LOCKED, /* features lead to what no lock has (graph_may_leave_lock) */
	PROBLEM_FEATURE,    /* a feature that is not there */
} ProblemKind;

typedef struct Problem { /* reported when the walk is over */
	ProblemKind kind;
	NodeId node;
	uint32_t record;
	Span at;
	Span note_at;
	Str text, note, help; /* the latter two may be empty */
} Problem;

#endif
