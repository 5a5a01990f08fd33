// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/process.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"

#include <limits.h>
#include <malloc.h>
#include <unistd.h>

static int usage_failed(Session *s, const Command *c)
{
	diag_help(&s->diag, "see `l4cargo %s%s`", c ? "help " : "help", c ? c->name : "");
	return STATUS_USAGE;
}

/* Refuses empty arguments. They come from variables that are not set; as a path, one would mean the
 * working folder. */
static bool check_operands(Session *s, const Command *c, const TextList *operands)
{
	for (size_t i = 0; i < operands->count; i++)
		if (!*operands->items[i]) {
			diag_error(&s->diag, NO_SPAN, "an argument is empty");
			return diag_help(&s->diag,
			                 "leave it out, or check the variable that it comes from");
		}
	if (operands->count <= c->operands_max)
		return true;
	return diag_error(&s->diag, NO_SPAN, "unexpected argument `%s`",
	                  operands->items[c->operands_max]);
}

static int run_command(Session *s, const Command *c, const char *const *args)
{
	void *options = arena_alloc(&s->arena, c->options_size + 1, alignof(max_align_t));
	const OptionPart parts[] = { { c->sets, options }, { common_option_sets, &s->common } };
	const OptionParser p = { parts, COUNT_OF(parts), false, &s->arena, &s->diag };
	TextList operands = { 0 };
	if (options_parse(&p, args, &operands) < 0)
		return usage_failed(s, c);
	if (!session_apply(s))
		return STATUS_USAGE;
	if (s->common.help) {
		help_print_command(s, c);
		return STATUS_DONE;
	}
	if (s->common.version)
		return version_print(s);
	if (!check_operands(s, c, &operands))
		return usage_failed(s, c);
	if (!path_is_absolute(s->cwd)) {
		diag_error(&s->diag, NO_SPAN, "the working folder does not exist any more");
		diag_help(&s->diag, "change to an existing folder with `cd`");
		return STATUS_FAILED;
	}
	return c->run(s, options, &operands);
}

static int run_program(Session *s, const char *const *args)
{
	const OptionPart common = { common_option_sets, &s->common };
	const OptionParser p = { &common, 1, true, &s->arena, &s->diag };
	TextList none = { 0 };
	const ptrdiff_t used = options_parse(&p, args, &none);
	if (used < 0)
		return usage_failed(s, NULL);
	args += used;
	if (s->common.version)
		return version_print(s);
	if (s->common.help || !*args) {
		help_print(s);
		return STATUS_DONE;
	}
	const Command *c = command_find(*args);
	return c ? run_command(s, c, args + 1) : command_unknown(s, *args);
}

/* Keeps freed memory for the next arena. The kernel would have to clear it again. */
static void keep_memory(void)
{
#ifdef __GLIBC__
	enum { MOST = 32 * 1024 * 1024 }; /* the highest value that malloc accepts */
	mallopt(M_MMAP_THRESHOLD, MOST);
	mallopt(M_TRIM_THRESHOLD, INT_MAX);
#endif
}

int main(int argc, char **argv)
{
	keep_memory();
	process_begin();
	static const char *const no_args[] = { NULL };
	Session s;
	session_open(&s, environ);
	s.args = argc > 0 ? (const char *const *)argv + 1 : no_args;
	int status = run_program(&s, s.args);
	if ((fflush(s.out) != 0 || ferror(s.out)) && status == STATUS_DONE) {
		if (!s.diag.errors) /* else it was reported when it happened */
			diag_errno(&s.diag, "cannot write the output");
		status = STATUS_FAILED;
	}
	session_close(&s);
	return status;
}
