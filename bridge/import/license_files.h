/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license_files.h - the licence texts that lie in a package's folder.
 *
 * Found by their names (LICENSE, COPYING, NOTICE and their like, with any
 * ending, and what is in LICENSES/), and what `license-file` says. A package
 * from elsewhere cannot have us read what is not its own: links and paths
 * that lead out of it are passed over. Texts are UTF-8, whatever was there.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_LICENSE_FILES_H
#define L4CARGO_BRIDGE_IMPORT_LICENSE_FILES_H

#include "emitters/report/licenses.h"

LicenseFiles license_files_of(Arena *a, const Package *p);

/* What its `license-file` holds; empty: it has none, or none that can be read. */
Str license_file_text(Arena *a, const Package *p);

#endif
