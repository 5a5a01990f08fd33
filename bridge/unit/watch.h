/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * watch.h - files that make is to look at, whatever their paths are.
 *
 * Make has no words for many paths: blanks, `:`, `=`, `%`, wildcards, a line
 * feed ... A link of a plain name leads to such a folder or file, and make,
 * which looks through links, finds the file's time there.
 */
#ifndef L4CARGO_BRIDGE_UNIT_WATCH_H
#define L4CARGO_BRIDGE_UNIT_WATCH_H

#include "bridge/unit/job.h"

/* How much of an absolute path has to be behind a link: all up to the last name that is odd. */
size_t watch_odd_part(Str path);

/* A link to `odd` below `folder`, as seen from there: `watched/...`. Empty: there can be none. */
Str watch_link(UnitJob *j, Str folder, Str odd);

#endif
