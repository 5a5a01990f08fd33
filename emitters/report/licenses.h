/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * licenses.h - licences of packages for people: a table, groups, or the texts.
 *
 * Each writer adds to `out`. `files` has an entry for each package of the
 * bill of materials. Packages that `use` does not hold are left out.
 */
#ifndef L4CARGO_EMITTERS_REPORT_LICENSES_H
#define L4CARGO_EMITTERS_REPORT_LICENSES_H

#include "emitters/report/sbom.h"

typedef struct LicenseFile {
	Str path; /* in the package */
	Str text;
} LicenseFile;

typedef struct LicenseFiles {
	const LicenseFile *items; /* sorted by path */
	size_t count;
} LicenseFiles;

typedef struct LicenseList {
	const Sbom *sbom;
	const bool *use;           /* by package */
	const LicenseFiles *files; /* by package; for texts only */
} LicenseList;

/* A line each: crate, version, licence (the rest of the line; `-` where there is none). */
void licenses_table(const LicenseList *l, Buf *out);
/* Each licence with those that have it. */
void licenses_groups(const LicenseList *l, Buf *out);
/* Each text once, below the names of those that have it. */
void licenses_texts(const LicenseList *l, Buf *out);

#endif
