// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

const Command *const commands[] = { &cmd_import,  &cmd_check, &cmd_remove,   &cmd_fetch,
	                            &cmd_vendor,  &cmd_graph, &cmd_tree,     &cmd_why,
	                            &cmd_verify,  &cmd_sbom,  &cmd_licenses, &cmd_setup,
	                            &cmd_sysroot, &cmd_clean, &cmd_help,     &cmd_version,
	                            NULL };

const Command *command_find(const char *name)
{
	for (const Command *const *c = commands; *c; c++)
		if (strcmp((*c)->name, name) == 0)
			return *c;
	return NULL;
}

/* Finds a similar name as Cargo does, but at most a third of the letters may differ: short names
 * would match any other. */
static const Command *command_similar(const char *name)
{
	enum { EDITS = 3 };
	const Str wanted = str_from(name);
	const Command *best = NULL;
	size_t least = EDITS + 1;
	for (const Command *const *c = commands; *c; c++) {
		const Str have = str_from((*c)->name);
		const size_t longer = wanted.len > have.len ? wanted.len : have.len;
		const size_t edits = str_distance(wanted, have, EDITS);
		if (edits < least && edits <= longer / 3) {
			best = *c;
			least = edits;
		}
	}
	return best;
}

int command_unknown(Session *s, const char *name)
{
	diag_error(&s->diag, NO_SPAN, "no such command: `%s`", name);
	const Command *meant = command_similar(name);
	if (meant)
		diag_help(&s->diag, "a command with a similar name exists: `%s`", meant->name);
	diag_help(&s->diag, "`l4cargo help` lists the commands");
	return STATUS_USAGE;
}
