/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * patch.h - edits of third-party sources: unified diffs with a head that says where they apply.
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
 * After `a/` and `b/`, paths are relative to the package's folder; a file after `--- /dev/null` is
 * new. The context of a hunk must match exactly, at its place or at the nearest other one.
 */
#ifndef L4CARGO_BRIDGE_SYSROOT_PATCH_H
#define L4CARGO_BRIDGE_SYSROOT_PATCH_H

#include "base/messages/diag.h"
#include "resolver/terms/version.h"

typedef struct PatchHunk {
	size_t line; /* first line in the old file, from 1; 0 counts as 1 (`diff` writes it for an
	                empty file) */
	Str body;    /* its lines with their marks ` `, `-` and `+` */
	Span at;     /* of its line `@@` */
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
	VersionReq versions; /* of the package; for the standard library's own packages: of Rust */
	Str processors;      /* names separated by blanks; empty: all */
	Str reason;
	const PatchedFile *files;
	size_t count;
} Patch;

/* Returns false after an error. */
bool patch_read(const Source *src, Arena *a, Diag *diag, Patch *out);

/* Applies all hunks to the text `old` of the file and sets *out to the result. Returns NULL, or the
 * first hunk that does not match; then *out is not set. */
const PatchHunk *patch_apply(const PatchedFile *f, Str old, Arena *a, Str *out);

/* Edits all files of the patch below `folder` in place. Stops at the first file that does not
 * match: reports an error and returns false. */
bool patch_apply_folder(const Patch *p, Str folder, Diag *diag);

#endif
