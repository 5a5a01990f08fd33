/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * layers.h - caches of an administrator's below our own:
 * L4CARGO_CACHE_LAYERS=/srv/crates:/mnt/more.
 *
 * They have the layout of our own (place.h), or have such a folder `l4cargo` in them; nothing is
 * ever written there. What is found must be trusted (trust.h): root's or ours, and nobody else may
 * write it.
 */
#ifndef L4CARGO_CACHE_LAYERS_H
#define L4CARGO_CACHE_LAYERS_H

#include "base/messages/diag.h"

typedef struct Layers { /* in the order in which they are looked at */
	const Str *items;
	size_t count;
} Layers;

/* False after an error: one is not to be trusted. Those that are not there are left out. */
bool layers_read(Arena *a, char *const *env, Diag *diag, Layers *out);

/* `below` (crates/KEY/NAME-VERSION): the folder in the first layer that has it, all of it to be
 * trusted; NULL: none has. */
const char *layers_find_tree(const Layers *l, const char *below, Arena *a);
/* The same in one of them. */
const char *layers_tree(const Layers *l, size_t which, const char *below, Arena *a);

/* Does a link in our own cache lead into one of them, to a folder? One may have gone since, or is
 * not believed any more. */
bool layers_lead_to(const Layers *l, const char *link);

/* A file that may be read: index/... */
bool layers_may_read(const char *path);

#endif
