// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/lock_update.h"

#include "base/core/env.h"
#include "base/files/below.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "bridge/project/cargo_args.h"
#include "bridge/project/lock_scratch.h"

#include <errno.h>

typedef struct Call {
	Session *session;
	const Project *project;
	const Lockfile *lock; /* in the project's lock_path; NULL: that is missing */
	const char *command;
	const TextList *more;  /* further arguments; NULL: none */
	const Manifest *about; /* the workspace's root, or a package of it */
	Str manifest;          /* for --manifest-path */
	char *const *env;
	const char *without; /* what is impossible without cargo's answer, for the error; NULL:
	                        report no error */
	bool dev;            /* dev-dependencies are needed */
	Str said;            /* its output */
} Call;

static TextList cargo_arguments(const Call *c)
{
	Arena *a = &c->session->arena;
	TextList args = { 0 };
	text_list_add(a, &args, arena_cstr(a, c->project->tools.toolchain->cargo));
	text_list_add(a, &args, c->command);
	text_list_add(a, &args, "--color=never"); /* its messages quote text of others */
	text_list_add(a, &args, "--manifest-path");
	text_list_add(a, &args, arena_cstr(a, c->manifest));
	for (size_t i = 0; c->more && i < c->more->count; i++)
		text_list_add(a, &args, c->more->items[i]);
	if (c->session->common.offline)
		text_list_add(a, &args, "--offline");
	for (size_t i = 0; i < c->session->common.config.count; i++) {
		text_list_add(a, &args, "--config");
		text_list_add(a, &args, c->session->common.config.items[i]);
	}
	return args;
}

static bool update_failed(const Call *c, const ProcessResult *result)
{
	Diag *d = &c->session->diag;
	diag_pass_on(d, result->err);
	diag_error(d, NO_SPAN, "`cargo %s` failed: %s", c->command, c->without);
	diag_help(d, "read cargo's message above");
	return false;
}

static bool no_cargo(const Call *c)
{
	diag_error(&c->session->diag, NO_SPAN,
	           "cargo was not found, and without it %s (`" STR_FMT "`)", c->without,
	           STR_ARG(c->project->lock_path));
	return diag_help(&c->session->diag,
	                 "install cargo, or supply a Cargo.lock that is complete");
}

/* Sets variables so that cargo runs no program that the project's files name, for commands that run
 * none themselves. Variables that the user set stay. */
static void spare_programs(Call *c)
{
	static const char *const plain[][2] = { { "RUSTC", "rustc" },
		                                { "RUSTC_WRAPPER", "" },
		                                { "RUSTC_WORKSPACE_WRAPPER", "" } };
	for (size_t i = 0; i < COUNT_OF(plain); i++)
		if (!env_get(c->env, plain[i][0]).ptr)
			c->env = cargo_env_with(&c->session->arena, c->env, plain[i][0],
			                        plain[i][1]);
}

static bool run_cargo(Call *c)
{
	Session *s = c->session;
	const TextList args = cargo_arguments(c);
	ProcessResult result;
	if (c->project->tools.toolchain->programs != PROGRAMS_CONFIGURED)
		spare_programs(c);
	if (c->project->tools.toolchain->cargo.len == 0)
		return c->without && no_cargo(c);
	const ProcessRequest request = { .argv = args.items, .env = c->env, .cwd = s->cwd.ptr };
	if (!process_run(&request, &s->arena, &result))
		return diag_error(&s->diag, NO_SPAN, "cannot run `%s`: %s", args.items[0],
		                  strerror(errno));
	c->said = result.out;
	return result.status == 0 || (c->without && update_failed(c, &result));
}

static bool copy_lock(Session *s, Str from, Str to)
{
	Str text;
	return fs_read(arena_cstr(&s->arena, from), &s->arena, &s->diag, &text) &&
	       fs_write(arena_cstr(&s->arena, to), text, &s->diag);
}

/* Keeps the lock file durably, because cargo could choose other versions the next time. */
static bool keep_lock(Session *s, const Project *p, Str made)
{
	const Str to = p->lock_kept;
	const char *path = arena_cstr(&s->arena, to);
	Str text;
	if (!fs_read(arena_cstr(&s->arena, made), &s->arena, &s->diag, &text))
		return false;
	if (!p->lock_store.len)
		return fs_make_folders(arena_cstr(&s->arena, path_parent(to)), &s->diag) &&
		       fs_write_lasting(path, text, &s->diag);
	return below_keep(p->lock_store, to, text, FS_LASTING) ||
	       diag_errno(&s->diag, "cannot write `%s`", path);
}

typedef enum LockUse {
	LOCK_IS_MADE,
	LOCK_IS_CHANGED,
	LOCK_IS_READ,
} LockUse;

static bool in_scratch(Call *c, LockUse use, ScratchDev dev)
{
	Session *s = c->session;
	const Project *p = c->project;
	LockScratch x = { .session = s };
	bool good = lock_scratch_make(&x, p, c->about, dev) &&
	            (use == LOCK_IS_MADE || copy_lock(s, p->lock_path, x.lock));
	c->manifest = x.manifest;
	c->env = x.env;
	if (good && cargo_has(p->tools.config->cargo, CARGO_LOCKFILE_PATH))
		c->env = cargo_env_with(&s->arena, x.env, "CARGO_RESOLVER_LOCKFILE_PATH",
		                        arena_cstr(&s->arena, x.lock));
	good = good && run_cargo(c) && (use == LOCK_IS_READ || keep_lock(s, p, x.lock));
	lock_scratch_close(&x);
	return good;
}

/* Returns whether the lock has all dev-dependencies of the published crate. */
static bool locks_dev(const Lockfile *lock, const Manifest *m)
{
	const LockPackage *own = NULL;
	for (size_t i = 0; lock && i < lock->count; i++)
		if (!lock->packages[i].has_source && str_eq(lock->packages[i].name, m->name))
			own = &lock->packages[i];
	for (size_t i = 0; own && i < m->dep_count; i++) {
		bool found = m->deps[i].kind != DEP_DEV;
		for (size_t k = 0; k < own->dep_count && !found; k++)
			found = str_eq(lock->packages[own->deps[k]].name, m->deps[i].package);
		if (!found)
			return false;
	}
	return own != NULL;
}

/* As `cargo install` does, this can omit the dev-dependencies of a published crate: cargo may no
 * longer find versions for them. */
static bool ask_published(Call *c, LockUse use)
{
	const char *without = c->without;
	const bool dev = c->dev || locks_dev(c->lock, c->project->workspace->top);
	if (use != LOCK_IS_MADE)
		return in_scratch(c, use, dev ? SCRATCH_WITH_DEV : SCRATCH_WITHOUT_DEV);
	c->without = c->dev ? without : NULL;
	if (in_scratch(c, use, SCRATCH_WITH_DEV))
		return true;
	c->without = without;
	return !c->dev && in_scratch(c, use, SCRATCH_WITHOUT_DEV);
}

static bool ask_cargo(Call *c, LockUse use)
{
	const Project *p = c->project;
	const Str beside = path_join(&c->session->arena, p->workspace->root, STR("Cargo.lock"));
	if (p->published)
		return ask_published(c, use);
	if (!str_eq(beside, p->lock_kept))
		return in_scratch(c, use, SCRATCH_WITH_DEV);
	c->manifest = c->about->path;
	c->env = c->session->env;
	return run_cargo(c) && (use == LOCK_IS_READ ||
	                        fs_sync(arena_cstr(&c->session->arena, beside), &c->session->diag));
}

static void tell_why(Session *s, const Project *p, bool missing)
{
	const Manifest *m = p->workspace->top;
	const char *command = missing ? "generate-lockfile" : "update --workspace";
	if (p->published)
		diag_status(&s->diag, "Locking", STR_FMT " " STR_FMT ": it %s; running `cargo %s`",
		            STR_ARG(m->name), STR_ARG(m->version.text),
		            missing ? "was published without a lock file"
		                    : "has a lock file that does not match it",
		            command);
	else
		diag_status(&s->diag, "Locking", "`" STR_FMT "` %s; running `cargo %s`",
		            STR_ARG(p->lock_path),
		            missing ? "is missing" : "does not match the manifest", command);
}

/* Runs `cargo generate-lockfile` for a missing file, else `cargo update --workspace`, which makes
 * the same changes as any build, and no others. Neither downloads packages or asks rustc for more
 * than its version. */
bool lock_update(Session *s, const Project *p, const Lockfile *outdated, const Selection *for_what)
{
	const bool missing = !outdated;
	TextList more = { 0 };
	if (!missing)
		text_list_add(&s->arena, &more, "--workspace");
	if (for_what->ignore_rust_version)
		text_list_add(&s->arena, &more, "--ignore-rust-version");
	Call c = { .session = s,
		   .project = p,
		   .lock = outdated,
		   .dev = selection_wants_dev(for_what),
		   .command = missing ? "generate-lockfile" : "update",
		   .more = &more,
		   .about = p->workspace->top,
		   .without = missing ? "the lock file cannot be created"
		                      : "the lock file cannot be updated" };
	tell_why(s, p, missing);
	return ask_cargo(&c, missing ? LOCK_IS_MADE : LOCK_IS_CHANGED);
}

bool lock_is_taken(Session *s, const Project *p, const Lockfile *lock)
{
	TextList more = { 0 };
	text_list_add(&s->arena, &more, "--workspace");
	text_list_add(&s->arena, &more, "--locked");
	Call c = { .session = s,
		   .project = p,
		   .lock = lock,
		   .command = "update",
		   .more = &more,
		   .about = p->workspace->top };
	diag_status(&s->diag, "Checking",
	            "`" STR_FMT
	            "`, which may have been edited; running `cargo update --workspace --locked`",
	            STR_ARG(p->lock_path));
	return ask_cargo(&c, LOCK_IS_READ);
}

static void add_each(Arena *a, TextList *args, const char *option, const StrList *values)
{
	for (size_t i = 0; i < values->count; i++) {
		text_list_add(a, args, option);
		text_list_add(a, args, arena_cstr(a, values->items[i]));
	}
}

/* The arguments for the packages, features and platforms of this run. */
static TextList tree_arguments(Arena *a, const Project *p, const Selection *s)
{
	const Toolchain *t = p->tools.toolchain;
	const bool host_alone =
		!t->every_platform && !t->target_count && p->workspace->resolver != 1;
	TextList args = { 0 };
	text_list_add(a, &args, "--locked");
	text_list_add(a, &args, "--prefix=indent");
	text_list_add(a, &args, "--charset=ascii");
	text_list_add(a, &args, "--format={p}");
	/* cargo chooses versions for dev-dependencies, too, whether or not they are built */
	text_list_add(a, &args, "--edges=normal,build,dev");
	if (!host_alone)
		text_list_add(a, &args, "--target=all");
	add_each(a, &args, "--package", &s->packages);
	add_each(a, &args, "--exclude", &s->exclude);
	add_each(a, &args, "--features", &s->features);
	if (s->ignore_rust_version) { /* cargo tree has no such option */
		text_list_add(a, &args, "--config");
		text_list_add(a, &args, "resolver.incompatible-rust-versions='allow'");
	}
	if (s->workspace)
		text_list_add(a, &args, "--workspace");
	if (s->all_features)
		text_list_add(a, &args, "--all-features");
	if (s->no_default_features)
		text_list_add(a, &args, "--no-default-features");
	return args;
}

bool resolve_beyond_lock(Session *s, const Project *p, const Lockfile *lock,
                         const Selection *selection, Str *tree)
{
	const TextList args = tree_arguments(&s->arena, p, selection);
	Call c = { .session = s,
		   .project = p,
		   .lock = lock,
		   .command = "tree",
		   .more = &args,
		   .about = p->workspace->current,
		   .without =
		           "no versions can be chosen for packages that are not in the lock file" };
	diag_status(&s->diag, "Resolving",
	            "packages that are not in `" STR_FMT "`; running `cargo tree`",
	            STR_ARG(p->lock_path));
	const bool good = ask_cargo(&c, LOCK_IS_READ);
	*tree = c.said;
	return good;
}
