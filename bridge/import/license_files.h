/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license_files.h - the licence texts in a package's folder.
 *
 * They are found by their names (LICENSE, COPYING, NOTICE and the like, with any suffix but those
 * of source files, and all files in LICENSES/) and by `license-file`. A package of others must not
 * make us read files outside of it: links in it and paths that lead out of it are skipped. Empty
 * files and those over 1 MiB are skipped, too. Texts are always returned as UTF-8.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_LICENSE_FILES_H
#define L4CARGO_BRIDGE_IMPORT_LICENSE_FILES_H

#include "emitters/report/licenses.h"

LicenseFiles license_files_of(Arena *a, const Package *p);

/* The text of its `license-file`; empty if there is none or it cannot be read. */
Str license_file_text(Arena *a, const Package *p);

#endif
