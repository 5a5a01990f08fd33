/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * foreign.h - the usual folder of an import may be one that the project came with: results in it
 * are not believed, and a link in its place is not followed.
 *
 * The record of the last import into the folder tells it from one that this user's imports filled.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_FOREIGN_H
#define L4CARGO_BRIDGE_IMPORT_FOREIGN_H

#include "bridge/import/freshness.h"
#include "bridge/import/import_types.h"
#include "emitters/bid/outdir.h"

/* False after an error: the usual folder is reached by a link of the project. One that was given
 * with -o may be reached by any. */
bool import_check_links(const Import *i);

/* May what make built in the folder be anybody's? In an L4Re tree it builds elsewhere. */
bool import_is_unknown(const Import *i, const Stamp *stamp);

/* Says that the results went, if they did. */
void import_report_forgotten(const Import *i, const OutDirChanges *c);

#endif
