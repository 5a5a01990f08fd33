// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/graph_svg.h"

#include "base/core/env.h"
#include "base/files/fs.h"
#include "base/system/process.h"
#include "base/text/path.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static bool draw_graph(Session *s, const char *program, const char *file, Buf *out)
{
	const char *const argv[] = { program, "-Tsvg", file, NULL };
	const ProcessRequest request = { .argv = argv, .env = s->env, .cwd = s->cwd.ptr };
	ProcessResult result;
	if (!process_run(&request, &s->arena, &result)) {
		diag_error(&s->diag, NO_SPAN, "cannot run `%s`: %s", program, strerror(errno));
		return diag_help(&s->diag, "install graphviz, or use `--format dot`");
	}
	if (result.status == 0) {
		buf_add(out, result.out);
		return true;
	}
	diag_error(&s->diag, NO_SPAN, "`%s -Tsvg` failed", program);
	if (result.err.len)
		diag_note(&s->diag, NO_SPAN, "it said: " STR_FMT, STR_ARG(result.err));
	diag_help(&s->diag, "read its message above; `--format dot` prints its input");
	return false;
}

/* Passes the input in a file, because programs that we start have an empty standard input. */
static bool draw_file(Session *s, const char *program, Str dot, Buf *out)
{
	const Str tmp = env_get(s->env, "TMPDIR");
	char *folder = arena_cstr(&s->arena, path_join(&s->arena, tmp.len ? tmp : STR("/tmp"),
	                                               STR("l4cargo.XXXXXX")));
	scoped_fd opened = fs_make_private_folder(folder);
	if (opened < 0)
		return diag_errno(&s->diag, "cannot make a scratch folder `%s`", folder);
	const Str file = path_join(&s->arena, str_from(folder), STR("units.dot"));
	const char *path = arena_cstr(&s->arena, file);
	const bool good = (fs_write_new_at(opened, "units.dot", dot) ||
	                   diag_errno(&s->diag, "cannot write `%s`", path)) &&
	                  draw_graph(s, program, path, out);
	return fs_remove_tree(folder, &s->diag) && good;
}

bool graph_svg(Session *s, Str dot, Buf *out)
{
	const Str program = process_find(&s->arena, STR("dot"), env_get(s->env, "PATH"), s->cwd);
	if (program.len)
		return draw_file(s, arena_cstr(&s->arena, program), dot, out);
	diag_error(&s->diag, NO_SPAN,
	           "`--format svg` needs graphviz's program `dot`, which is not "
	           "in PATH");
	diag_help(&s->diag, "install graphviz, or use `--format dot` and draw the graph elsewhere");
	return false;
}
