/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * objects.h - makes, changes and removes files of the object tree.
 *
 * make chooses the folder of the tree, and links may lead to it. Below it, no
 * link is followed. So a link that somebody puts into the tree cannot lead to a
 * file elsewhere. Paths are absolute and NUL-terminated. Functions that return
 * bool report an error and return false if they fail.
 */
#ifndef L4CARGO_BRIDGE_UNIT_OBJECTS_H
#define L4CARGO_BRIDGE_UNIT_OBJECTS_H

#include "bridge/unit/job.h"

/* Makes the folder that contains `path`, if it is missing. */
bool object_make_parent(UnitJob *j, Str path);
/* Replaces the file in one step. */
bool object_write(UnitJob *j, Str path, Str text);
/* Sets the file's time to the start of the work that made it, so that sources edited during the
 * work count as newer. */
void object_touch(UnitJob *j, Str path);
/* Makes the folder, writes the file and sets its time. */
bool object_write_result(UnitJob *j, Str path, Str text);
/* Gives the file `from` the second name `to`; an existing `to` is replaced in one step. */
bool object_link(UnitJob *j, Str from, Str to);
void object_remove(UnitJob *j, Str path); /* an absent file is not an error */

#endif
