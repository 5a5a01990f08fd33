/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * objects.h - files of the object tree that are made, changed and removed.
 *
 * The tree is where make says, whatever links lead there. Below it no link is followed: who puts
 * one into it leads us to no file elsewhere. Paths are absolute and end in NUL.
 */
#ifndef L4CARGO_BRIDGE_UNIT_OBJECTS_H
#define L4CARGO_BRIDGE_UNIT_OBJECTS_H

#include "bridge/unit/job.h"

/* The folder above `path` exists after this. */
bool object_make_parent(UnitJob *j, Str path);
/* Replaces its content in one step. */
bool object_write(UnitJob *j, Str path, Str text);
/* A result is as old as the start of the work that made it, so that edits meanwhile count. */
void object_stamp(UnitJob *j, Str path);
/* All three: the folder, the content, the time. */
bool object_write_result(UnitJob *j, Str path, Str text);
/* `from` also gets the name `to`, in one step; what was there is replaced. */
bool object_link(UnitJob *j, Str from, Str to);
void object_remove(UnitJob *j, Str path); /* absent is fine */

#endif
