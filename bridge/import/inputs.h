/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * inputs.h - the files and folders that an import looked at or made, for its freshness record.
 */
#ifndef L4CARGO_BRIDGE_IMPORT_INPUTS_H
#define L4CARGO_BRIDGE_IMPORT_INPUTS_H

#include "bridge/import/freshness.h"
#include "bridge/project/install_paths.h"
#include "bridge/project/project.h"

typedef struct Inputs {
	Session *session;
	StrVec paths;
	Map seen;
	bool complete; /* false: an input cannot be watched, such as a glob of many levels */
} Inputs;

void inputs_init(Inputs *in, Session *s);

/* Adds the files of l4cargo itself, configuration, manifests, discovered sources and the lock. */
void inputs_add_project(Inputs *in, const ProjectPackages *p, const Tool *tool);

/* Adds the files of the import, below `out`, except the one whose time is that of the inputs. */
void inputs_add_outputs(Inputs *in, Str out, const BidFiles *files);

/* Adds `name` in `folder` and in each folder above. */
void inputs_add_above(Inputs *in, Str folder, const char *name);

/* The inputs that are compared as text: arguments, environment, compiler; not the paths' states. */
Str inputs_key(Session *s, const Project *p, Str out);

#endif
