/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * command.h - a subcommand: a row of data and a function.
 *
 * A command is one file, bridge/cmd/<name>.c, that defines `cmd_<name>`;
 * `commands` (command.c) lists it. Parsing, `--help` and usage errors come from
 * the tables.
 */
#ifndef L4CARGO_BRIDGE_CMD_COMMAND_H
#define L4CARGO_BRIDGE_CMD_COMMAND_H

#include "bridge/session.h"

typedef struct Command {
	const char *name;
	const char *summary;  /* one line for the list of commands */
	const char *operands; /* for the usage line, such as "[CRATE]"; NULL: none */
	size_t operands_max;
	const char *details;   /* more paragraphs for its help; may be NULL */
	const OptionSet *sets; /* a zero entry ends them; NULL: common options only */
	size_t options_size;   /* of the struct that the sets fill; it starts zeroed */
	/* Returns the exit status. `options` is that struct. */
	int (*run)(Session *s, const void *options, const TextList *operands);
} Command;

extern const Command *const commands[]; /* NULL-terminated, in the order of the help */

/* Returns NULL if there is no such command. */
const Command *command_find(const char *name);
/* Reports an unknown command and suggests a similar one. Returns the exit status. */
int command_unknown(Session *s, const char *name);

extern const Command cmd_check, cmd_clean, cmd_licenses, cmd_sbom, cmd_fetch, cmd_graph, cmd_help,
	cmd_import, cmd_remove, cmd_setup, cmd_sysroot, cmd_tree, cmd_vendor, cmd_verify,
	cmd_version, cmd_why;

int version_print(const Session *s);

/* Print to s->out the help of the whole program, or of one command. */
void help_print(const Session *s);
void help_print_command(const Session *s, const Command *c);

#endif
