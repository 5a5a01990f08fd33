/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * foreign.h - the usual folder of an import may have come with the project: l4cargo does not trust
 * results in it and does not follow a link in its place.
 *
 * The record of the last import into the folder distinguishes it from one that this user's imports
 * filled.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_FOREIGN_H
#define L4CARGO_BRIDGE_IMPORT_FOREIGN_H

#include "bridge/import/freshness.h"
#include "bridge/import/import_types.h"

/* Reports that `link`, in place of a usual folder, may have come with the project, or leads
 * nowhere. Returns its target; empty: nowhere. The caller adds the help. */
Str foreign_link_error(Session *s, Str link);

/* Reports an error and returns false if a link of the project leads to the usual folder. The path
 * of a folder that was given with -o may contain any link. */
bool import_check_links(const Import *i);

/* Returns whether somebody else may have made the build results in the folder. In an L4Re tree,
 * make builds elsewhere. */
bool import_is_unknown(const Import *i, const Freshness *freshness);

#endif
