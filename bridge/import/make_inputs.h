/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * make_inputs.h - what make compares to notice that an import is out of date: `inputs.mk`.
 *
 * These are the time stamps of manifests, lock file and configuration, and which of the files exist
 * that make a member or a target. inputs.h lists more, for `l4cargo import` itself.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_MAKE_INPUTS_H
#define L4CARGO_BRIDGE_IMPORT_MAKE_INPUTS_H

#include "bridge/import/import_types.h"
#include "emitters/bid/inputs_file.h"

/* Returns whether the import has the file: that of a published crate never gets too old. */
bool make_inputs_apply(const Import *i);

void make_inputs_add(const Import *i, BidFiles *files);

/* Gives the file the time of the import's inputs: the beginning of the import, or the time of the
 * lock file if the import wrote it later. If another input is late, that time would hide it: make
 * then sees a newer lock file, too. Returns false if there is no such file. */
bool make_inputs_date(const Import *i, bool any_late);

/* Returns whether the file changed after the import began to read, unless it is the lock file as
 * the import knows it. */
bool make_inputs_is_late(const Import *i, Str path);

#endif
