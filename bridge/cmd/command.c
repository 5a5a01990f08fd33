// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

const Command *const commands[] = { &cmd_import, &cmd_check,    &cmd_fetch, &cmd_vendor,
	                            &cmd_graph,  &cmd_tree,     &cmd_why,   &cmd_verify,
	                            &cmd_sbom,   &cmd_licenses, &cmd_setup, &cmd_sysroot,
	                            &cmd_clean,  &cmd_help,     NULL };

const Command *command_find(const char *name)
{
	for (const Command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

const Command *command_nearest(const char *name)
{
	const Str wanted = str_from(name);
	const Command *best = NULL;
	size_t limit = wanted.len / 3 + 1;
	for (const Command *const *c = commands; *c; c++) {
		const size_t far = str_distance(wanted, str_from((*c)->name), limit);
		if (far <= limit && far < wanted.len && (!best || far < limit)) {
			best = *c;
			limit = far;
		}
	}
	return best;
}
