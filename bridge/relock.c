// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/relock.h"

#include "base/env.h"
#include "base/fs.h"
#include "base/path.h"
#include "base/process.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

typedef struct Call {
	Session *session;
	const Project *project;
	RelockReason why;
	Str manifest; /* that cargo is given */
} Call;

/* `cargo generate-lockfile` for a missing file; `cargo metadata` changes only what must change. */
static TextList arguments(const Call *c)
{
	Arena *a = &c->session->arena;
	TextList args = { 0 };
	text_list_add(a, &args, arena_cstr(a, c->project->toolchain->cargo));
	text_list_add(a, &args, c->why == LOCK_MISSING ? "generate-lockfile" : "metadata");
	if (c->why == LOCK_OUTDATED)
		text_list_add(a, &args, "--format-version=1");
	text_list_add(a, &args, "--manifest-path");
	text_list_add(a, &args, arena_cstr(a, c->manifest));
	if (c->session->common.offline)
		text_list_add(a, &args, "--offline");
	for (size_t i = 0; i < c->session->common.config.count; i++) {
		text_list_add(a, &args, "--config");
		text_list_add(a, &args, c->session->common.config.items[i]);
	}
	return args;
}

static bool cargo_failed(const Call *c, const char *command, const ProcessResult *result)
{
	Diag *d = &c->session->diag;
	if (d->out)
		fprintf(d->out, STR_FMT, STR_ARG(result->err));
	diag_error(d, NO_SPAN, "`cargo %s` failed: there is no lock file to go by", command);
	diag_help(d, "see what cargo says above");
	return false;
}

static bool run_cargo(const Call *c)
{
	Session *s = c->session;
	const TextList args = arguments(c);
	ProcessResult result;
	if (c->project->toolchain->cargo.len == 0) {
		diag_error(&s->diag, NO_SPAN,
		           "cargo was not found: it is needed to make `" STR_FMT "`",
		           STR_ARG(c->project->lock_path));
		diag_help(&s->diag, "install cargo, or bring a Cargo.lock that fits");
		return false;
	}
	const ProcessRequest request = { .argv = args.items, .env = s->env, .cwd = s->cwd.ptr };
	if (!process_run(&request, &s->arena, &result))
		return diag_error(&s->diag, NO_SPAN, "cannot run `%s`: %s", args.items[0],
		                  strerror(errno));
	return result.status == 0 || cargo_failed(c, args.items[1], &result);
}

/* The manifest alone in a folder of its own: a published crate's names its targets' files, which
 * cargo does not look for when it locks. */
static bool in_scratch(Call *c, Str lock_path)
{
	Session *s = c->session;
	Arena *a = &s->arena;
	Str text, lock;
	const Str tmp = env_get(s->env, "TMPDIR");
	char *folder =
		arena_cstr(a, path_join(a, tmp.len ? tmp : STR("/tmp"), STR("l4cargo.XXXXXX")));
	if (!fs_read(arena_cstr(a, c->manifest), a, &s->diag, &text))
		return false;
	if (!mkdtemp(folder))
		return diag_errno(&s->diag, "cannot make a scratch folder `%s`", folder);
	c->manifest = path_join(a, str_from(folder), STR("Cargo.toml"));
	const Str made = path_join(a, str_from(folder), STR("Cargo.lock"));
	const bool good = fs_write(c->manifest.ptr, text, &s->diag) && run_cargo(c) &&
	                  fs_read(made.ptr, a, &s->diag, &lock) &&
	                  fs_make_folders(arena_cstr(a, path_parent(lock_path)), &s->diag) &&
	                  fs_write(arena_cstr(a, lock_path), lock, &s->diag);
	return fs_remove_tree(folder, &s->diag) && good;
}

bool relock(Session *s, const Project *p, RelockReason why)
{
	Call c = { s, p, why, p->workspace->top->path };
	const Str beside = path_join(&s->arena, p->workspace->root, STR("Cargo.lock"));
	diag_status(&s->diag, "Locking", "`" STR_FMT "` %s: asking cargo", STR_ARG(p->lock_path),
	            why == LOCK_MISSING ? "is missing" : "does not fit the manifest");
	return str_eq(beside, p->lock_path) ? run_cargo(&c) : in_scratch(&c, p->lock_path);
}
