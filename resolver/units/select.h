/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * select.h - what the command line asks for: packages, features, targets.
 *
 * Rules: cargo-rules 5.1 and 6.1; Cargo's Packages and CompileFilter.
 */
#ifndef L4CARGO_RESOLVER_UNITS_SELECT_H
#define L4CARGO_RESOLVER_UNITS_SELECT_H

#include "resolver/units/features.h"

typedef enum Intent { INTENT_BUILD, INTENT_CHECK, INTENT_TEST, INTENT_BENCH } Intent;

typedef struct TargetFilter { /* nothing set: the intent's default targets */
	bool lib, bins, examples, tests, benches, all_targets;
	StrList bin, example, test, bench; /* by name or glob */
	bool doc;                          /* doc tests of the libraries, and nothing else */
} TargetFilter;

typedef struct Selection {
	Intent intent;
	StrList packages; /* -p: specs or globs */
	StrList exclude;
	bool workspace;
	StrList features; /* -F arguments, not yet split */
	bool all_features, no_default_features;
	TargetFilter filter;
	Str profile; /* ptr NULL: the intent's own */
	bool ignore_rust_version;
} Selection;

typedef struct PkgList {
	const PkgId *items;
	size_t count;
} PkgList;

/* Is there anything but `doc`? */
bool target_filter_is_set(const TargetFilter *f);

/* Are targets built as tests? Cargo: also by `check --profile test`. */
bool selection_tests(const Selection *s);

/* Do dev-dependencies count, since tests, examples or benches are built? */
bool selection_wants_dev(const Selection *s);

typedef struct Select { /* what every step of selecting works on */
	Arena *arena;
	Diag *diag;
	const PackageGraph *graph;
	const Selection *selection;
} Select;

/* The selected packages, ascending. False after an error. */
bool select_packages(const Select *s, PkgList *out);
/* A pattern of names; false after an error. */
bool select_pattern_check(Diag *diag, Str pattern);
/* If they are to be tested. False after an error. */
bool select_can_be_tested(const Select *s, PkgList packages);
/* Of those that `packages` of the selection names the ones that are there. */
bool select_known_packages(const Select *s, PkgList *out);

/* What feature resolution starts from. False after an error. */
bool select_feature_roots(const Select *s, PkgList packages, FeatureRequest *out);

typedef struct ChosenTarget { /* one target to build */
	PkgId pkg;
	const Target *target;
	bool test, doctest; /* in test mode; as a doc test */
} ChosenTarget;

typedef struct ChoiceList {
	const ChosenTarget *items;
	size_t count;
} ChoiceList;

/* The targets of the selected packages, `required-features` applied. False after an error. */
bool select_targets(const Select *s, const Features *f, PkgList packages, ChoiceList *out);

typedef struct RequiredBy { /* who asks: which dependencies count for `dependency/feature` */
	bool dev;
	int kind; /* of units: besides those for the host; or PLATFORM_REQUESTED, all */
} RequiredBy;

enum { PLATFORM_REQUESTED = PLATFORM_HOST - 1 };

/* Are all `required-features` of the target on? */
bool select_has_required(const Features *f, const PackageGraph *g, PkgId pkg, const Target *t,
                         const RequiredBy *by);

#endif
