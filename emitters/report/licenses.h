/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * licenses.h - lists the licences of packages for people: as a table, in groups, or their texts.
 *
 * Each function adds to `out`. `files` has an item for each package of the bill of materials.
 * Packages whose item of `use` is false are left out.
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
	const LicenseFiles *files; /* by package; needed for texts only */
} LicenseList;

/* One line per package: crate, version, licence (the rest of the line; `-` if there is none). */
void licenses_table(const LicenseList *l, Buf *out);
/* Each licence with the packages that have it. */
void licenses_groups(const LicenseList *l, Buf *out);
/* Each text once, below the names of the packages that have it. */
void licenses_texts(const LicenseList *l, Buf *out);

#endif
