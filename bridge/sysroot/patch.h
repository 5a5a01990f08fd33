/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * patch.h - edits of others' sources: unified diffs with a head that says what they are for.
 *
 *     package: std
 *     versions: >=1.95.0, <1.97.0
 *     processors: x86_64 aarch64        (as rustc calls them; absent: all)
 *     reason: one line, or several that begin with a blank
 *
 *     --- a/src/x.rs
 *     +++ b/src/x.rs
 *     @@ -1,3 +1,3 @@
 *
 * Paths start at the package's folder, behind `a/` and `b/`; a file after `--- /dev/null` is new.
 * Lines that a hunk cites must be there exactly, at its place or the nearest other.
 */
#ifndef L4CARGO_BRIDGE_SYSROOT_PATCH_H
#define L4CARGO_BRIDGE_SYSROOT_PATCH_H

#include "base/messages/diag.h"
#include "resolver/terms/version.h"

typedef struct PatchHunk {
	size_t line; /* of the old file, from 1; 0: it is empty */
	Str body;    /* lines with their mark */
	Span at;     /* of its head */
} PatchHunk;

typedef struct PatchedFile {
	Str path; /* below the package's folder */
	bool is_new;
	const PatchHunk *hunks;
	size_t count;
} PatchedFile;

typedef struct Patch {
	const Source *src;
	Str package;
	VersionReq versions; /* of the package; of the library's own: of Rust */
	Str processors;      /* names with blanks between; empty: all */
	Str reason;
	const PatchedFile *files;
	size_t count;
} Patch;

/* False after an error. */
bool patch_read(const Source *src, Arena *a, Diag *diag, Patch *out);

/* The file's text after the edit. NULL, or the hunk that does not fit. */
const PatchHunk *patch_apply(const PatchedFile *f, Str old, Arena *a, Str *out);

/* All files below `folder`, in place. False after an error. */
bool patch_apply_folder(const Patch *p, Str folder, Diag *diag);

#endif
