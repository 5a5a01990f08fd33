/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sbom.h - a bill of materials of a build: packages, licences, dependencies.
 *
 * sbom_make collects it from the units, with one entry per package; sbom_spdx and sbom_cyclonedx
 * write it. Everything lives in the arena. The same build yields the same bytes: the time is an
 * argument, and no name is random.
 */
#ifndef L4CARGO_EMITTERS_REPORT_SBOM_H
#define L4CARGO_EMITTERS_REPORT_SBOM_H

#include "base/core/buf.h"
#include "resolver/terms/license.h"
#include "resolver/units/unit.h"

typedef struct SbomPackage {
	const Package *package;
	Str purl;     /* `pkg:cargo/NAME@VERSION?...`; unique */
	Str download; /* the URL of its source in SPDX notation; empty: unknown */
	LicenseKind kind;
	Str license;      /* by license_expression; else its `license-file` */
	bool from_file;   /* `license` is a `license-file` */
	Str license_text; /* the text of a licence that has no identifier; set by the caller */
	bool root;        /* the user asked for it */
	bool runtime; /* a part of the result; else used only by build scripts, macros or tests */
	bool program; /* a root with a program or test among the units */
} SbomPackage;

typedef struct SbomEdge {
	uint32_t from, to; /* indexes of packages */
	DepKind kind;
} SbomEdge;

typedef struct Sbom {
	SbomPackage *packages; /* in Cargo's order */
	size_t count;
	const SbomEdge *edges; /* sorted and unique */
	size_t edge_count;
	Str name;    /* of the whole: the name of the only root, or of the workspace's folder */
	Str created; /* `2026-01-31T12:00:00Z`; empty: unknown */
	Str version; /* of l4cargo */
} Sbom;

typedef struct SbomRequest {
	const UnitGraph *units;
	Str created, version;
	bool published; /* the roots are from crates.io, although they are read as path packages */
} SbomRequest;

void sbom_make(Arena *a, const SbomRequest *want, Sbom *out);

void sbom_spdx(const Sbom *s, Buf *out);
void sbom_cyclonedx(const Sbom *s, Buf *out);

/* The package's purl, and the URL for its download (may be empty). `root` is the workspace's
 * folder. */
Str sbom_purl(Arena *a, const Package *p, const SourceId *source, Str root);
Str sbom_download(Arena *a, const Package *p, const SourceId *source);

/* Returns whether a document may contain a `homepage` or `repository` where it requires a URL. */
bool sbom_is_url(Str text);

/* A UUID that is derived from `text` (version 8, for UUIDs of any private method). */
Str sbom_uuid(Arena *a, Str text);

#endif
