/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * watch.h - gives make a name for files whose paths it cannot express.
 *
 * make has no syntax for many paths: those with blanks, `:`, `=`, `%`, wildcards,
 * a line feed ... So a link with a plain name leads to such a folder or file.
 * make follows links and sees the file's time.
 */
#ifndef L4CARGO_BRIDGE_UNIT_WATCH_H
#define L4CARGO_BRIDGE_UNIT_WATCH_H

#include "bridge/unit/job.h"

/* Returns the length of the part of an absolute path that a link must replace: up to the last
 * component that make cannot express. 0 if make can express the whole path. */
size_t watch_odd_part(Str path);

/* Makes a link to `odd` below `folder` and returns its path there: `watched/...`. Returns an empty
 * text if that is not possible. */
Str watch_link(UnitJob *j, Str folder, Str odd);

#endif
