// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/commands.h"
#include "bridge/unit/l4re.h"

#include "base/core/env.h"
#include "base/system/process.h"

#include <signal.h>
#include <stdio.h>
#include <unistd.h>

static const struct {
	const char *name;
	bool takes_unit;
	int (*run)(UnitJob *j);
} commands[] = {
	{ "compile", true, compile_unit },      { "finish", true, finish_unit },
	{ "script", true, script_unit },        { "test", true, test_unit },
	{ "toolchain", false, toolchain_find },
};

static int run_unit(size_t which, const char *unit)
{
	UnitJob job;
	const int status = job_open(&job, str_from(unit), environ) ? commands[which].run(&job) : 1;
	job_close(&job);
	return status;
}

int main(int argc, char **argv)
{
	if (env_get(environ, TREE_LINK_MARK).len)
		return tree_link(argc, argv);
	signal(SIGPIPE, SIG_IGN);
	process_begin();
	for (size_t i = 0; argc > 1 && i < COUNT_OF(commands); i++)
		if (strcmp(argv[1], commands[i].name) == 0 && argc == 2 + commands[i].takes_unit)
			return run_unit(i, commands[i].takes_unit ? argv[2] : "");
	fputs("usage: l4cargo-unit compile|finish|script|test UNIT\n"
	      "       l4cargo-unit toolchain\n"
	      "Started by the makefiles that `l4cargo import` writes; settings are in the "
	      "environment.\n",
	      stderr);
	return 2;
}
