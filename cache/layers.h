/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * layers.h - an administrator's caches, which are searched after our own:
 * L4CARGO_CACHE_LAYERS=/srv/crates:/mnt/more.
 *
 * A layer has the layout of our own cache (store_layout.h), or contains such a folder named
 * `l4cargo`. l4cargo never writes to a layer. It uses only files that are trusted (trust.h): they
 * belong to root or to the user, and nobody else may write to them.
 */
#ifndef L4CARGO_CACHE_LAYERS_H
#define L4CARGO_CACHE_LAYERS_H

#include "base/messages/diag.h"

typedef struct Layers { /* in search order */
	const Str *items;
	size_t count;
} Layers;

/* Reads the variable. Leaves out layers that do not exist. Returns false after an error, such as a
 * layer that is not trusted. */
bool layers_read(Arena *a, char *const *env, Diag *diag, Layers *out);

/* Returns the folder `below` (crates/KEY/NAME-VERSION) in the first layer that has it and whose
 * whole tree is trusted; NULL if there is none. */
const char *layers_find_tree(const Layers *l, const char *below, Arena *a);
/* The same for layer number `which`. */
const char *layers_tree(const Layers *l, size_t which, const char *below, Arena *a);

/* Returns whether a link in our own cache leads to a folder in one of the layers. It does not if
 * the folder is gone or the variable no longer names its layer. */
bool layers_lead_to(const Layers *l, const char *link);

/* Returns whether a file of a layer, such as index/..., is trusted. */
bool layers_may_read(const char *path);

#endif
