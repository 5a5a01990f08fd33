/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * select.h - the packages, features and targets that the command line selects.
 *
 * Rules: cargo-rules 5.1 and 6.1; Cargo's Packages and CompileFilter.
 */
#ifndef L4CARGO_RESOLVER_UNITS_SELECT_H
#define L4CARGO_RESOLVER_UNITS_SELECT_H

#include "resolver/units/features.h"

typedef enum Intent { INTENT_BUILD, INTENT_CHECK, INTENT_TEST, INTENT_BENCH } Intent;

typedef struct TargetFilter { /* if nothing is set, the intent's default targets are built */
	bool lib, bins, examples, tests, benches, all_targets;
	StrList bin, example, test, bench; /* names or globs */
	bool doc;                          /* only the doc tests of libraries */
} TargetFilter;

typedef struct Selection {
	Intent intent;
	StrList packages; /* -p: package ID specifications or globs */
	StrList exclude;
	bool workspace;
	StrList features; /* the arguments of -F, not split yet */
	bool all_features, no_default_features;
	TargetFilter filter;
	Str profile; /* if ptr is NULL, the intent's own */
	bool ignore_rust_version;
} Selection;

typedef struct PkgList {
	const PkgId *items;
	size_t count;
} PkgList;

/* Returns whether anything but `doc` is set. */
bool target_filter_is_set(const TargetFilter *f);

/* Returns whether targets are built as tests. Cargo also does so for `check --profile test`. */
bool selection_tests(const Selection *s);

/* Returns whether dev-dependencies count: tests, examples or benchmarks are built. */
bool selection_wants_dev(const Selection *s);

typedef struct Select { /* the input of every step of the selection */
	Arena *arena;
	Diag *diag;
	const PackageGraph *graph;
	const Selection *selection;
} Select;

/* Finds the selected packages, in ascending order. Returns false after an error. */
bool select_packages(const Select *s, PkgList *out);
/* If the selection builds tests, checks that the packages can be tested: a package that is not a
 * member must have no dev-dependencies. Reports an error and returns false if not. */
bool select_can_be_tested(const Select *s, PkgList packages);
/* Finds the packages that the selection names. Passes over a name of no package, of several, or of
 * one that is not built. Returns false after an error. */
bool select_known_packages(const Select *s, PkgList *out);

/* Finds the roots of feature resolution. Returns false after an error. */
bool select_feature_roots(const Select *s, PkgList packages, FeatureRequest *out);

typedef struct ChosenTarget { /* one target to build */
	PkgId pkg;
	const Target *target;
	bool test, doctest; /* built in test mode; run as a doc test */
} ChosenTarget;

typedef struct ChoiceList {
	const ChosenTarget *items;
	size_t count;
} ChoiceList;

/* Chooses the targets of the selected packages. Leaves out a target without its `required-features`
 * unless the user named it. Returns false after an error. */
bool select_targets(const Select *s, const Features *f, PkgList packages, ChoiceList *out);

typedef struct RequiredBy { /* the dependencies that count for `dependency/feature` */
	bool dev;           /* dev-dependencies count */
	/* Those of the host count, and also those of this platform. PLATFORM_REQUESTED stands for
	 * all requested targets. */
	int kind;
} RequiredBy;

enum { PLATFORM_REQUESTED = PLATFORM_HOST - 1 };

/* Returns whether all `required-features` of the target are on. */
bool select_has_required(const Features *f, const PackageGraph *g, PkgId pkg, const Target *t,
                         const RequiredBy *by);

#endif
