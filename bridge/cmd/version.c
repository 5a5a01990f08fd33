// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"

int version_print(const Session *s)
{
	fputs("l4cargo " L4CARGO_VERSION "\n", s->out);
	return STATUS_DONE;
}

static int run_version(Session *s, const void *options, const TextList *operands)
{
	(void)options;
	(void)operands;
	return version_print(s);
}

const Command cmd_version = {
	.name = "version",
	.summary = "print the version",
	.run = run_version,
};
