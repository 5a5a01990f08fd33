/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * sbom.h - what a build is made of, as a bill of materials: packages, licences, who needs whom.
 *
 * sbom_make gathers it from the units, one entry for each package; sbom_spdx
 * and sbom_cyclonedx write it down. Everything lives in the arena. The same
 * build gives the same bytes: no time that was not given, no random name.
 */
#ifndef L4CARGO_EMITTERS_REPORT_SBOM_H
#define L4CARGO_EMITTERS_REPORT_SBOM_H

#include "base/core/buf.h"
#include "resolver/terms/license.h"
#include "resolver/units/unit.h"

typedef struct SbomPackage {
	const Package *package;
	Str purl;     /* `pkg:cargo/NAME@VERSION?...`; no two have the same */
	Str download; /* where its source can be had, as SPDX writes it; empty: nobody says */
	LicenseKind kind;
	Str license;      /* by license_expression; `license-file` if that is all there is */
	bool from_file;   /* it is a `license-file` */
	Str license_text; /* of a licence that has no identifier; the caller fills it in */
	bool root;        /* it was asked for */
	bool runtime; /* a part of what is built; else used by build scripts, macros or tests only
	               */
	bool program; /* a root with a program or test among the units */
} SbomPackage;

typedef struct SbomEdge {
	uint32_t from, to; /* indexes of packages */
	DepKind kind;
} SbomEdge;

typedef struct Sbom {
	SbomPackage *packages; /* sorted as Cargo sorts packages */
	size_t count;
	const SbomEdge *edges; /* sorted; none is there twice */
	size_t edge_count;
	Str name;    /* of all of it: that of the only root, or of the workspace's folder */
	Str created; /* `2026-01-31T12:00:00Z`; empty: not given */
	Str version; /* of l4cargo */
} Sbom;

typedef struct SbomRequest {
	const UnitGraph *units;
	Str created, version;
	bool published; /* the roots come from crates.io, though they are read as path packages */
} SbomRequest;

void sbom_make(Arena *a, const SbomRequest *want, Sbom *out);

void sbom_spdx(const Sbom *s, Buf *out);
void sbom_cyclonedx(const Sbom *s, Buf *out);

/* The package's purl, and where it can be downloaded, or empty. `root`: of the workspace. */
Str sbom_purl(Arena *a, const Package *p, const SourceId *source, Str root);
Str sbom_download(Arena *a, const Package *p, const SourceId *source);

/* May a `homepage` or `repository` stand where a document wants a URL? */
bool sbom_is_url(Str text);

/* A UUID (version 8: of the author's own making) that follows from the bytes of `text`. */
Str sbom_uuid(Arena *a, Str text);

#endif
