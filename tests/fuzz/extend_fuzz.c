// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * What `cargo tree` answers about a project whose lock does not have all that is wanted, with the
 * lock behind a NUL. It is understood, or there is a message: then all packages and edges of the
 * lock are still there, every edge leads to a package, and of those that the tree names each is
 * there once.
 */
#include "base/core/map.h"
#include "base/system/process.h"
#include "bridge/project/lock_extend.h"
#include "resolver/lock/extend.h"
#include "resolver/lock/lockfile.h"
#include "tests/fuzz/folder.h"

enum { SIZE_MAX_READ = 16384 };

static Str tree; /* cargo's answer */

void process_begin(void) {}

Str process_find(Arena *a, Str program, Str path, Str cwd)
{
	(void)a, (void)program, (void)path, (void)cwd;
	return STR("");
}

bool process_run(const ProcessRequest *want, Arena *a, ProcessResult *out)
{
	CHECK(strcmp(want->argv[0], "/bin/cargo") == 0 && strcmp(want->argv[1], "tree") == 0);
	*out = (ProcessResult){ .out = arena_str(a, tree), .err = STR("") };
	return true;
}

static const LockPackage *find_package(const Lockfile *l, const LockPackage *p)
{
	for (size_t i = 0; i < l->count; i++)
		if (lock_package_compare(&l->packages[i], p) == 0)
			return &l->packages[i];
	return NULL;
}

static bool leads_to(const Lockfile *l, const LockPackage *from, const LockPackage *to)
{
	for (size_t i = 0; i < from->dep_count; i++)
		if (lock_package_compare(&l->packages[from->deps[i]], to) == 0)
			return true;
	return false;
}

static void check_extended(const Lockfile *before, const Lockfile *now)
{
	CHECK(now->count >= before->count && now->extended);
	for (size_t i = 0; i < now->count; i++) {
		const LockPackage *p = &now->packages[i];
		CHECK(i == 0 || lock_package_compare(p - 1, p) < 0);
		CHECK(p->name.len && p->source && p->beyond_count <= p->dep_count);
		for (size_t k = 0; k < p->dep_count; k++)
			CHECK(p->deps[k] < now->count);
		for (size_t k = 0; k < p->beyond_count; k++)
			CHECK(p->beyond[k].kind <= DEP_DEV);
	}
	for (size_t i = 0; i < before->count; i++) {
		const LockPackage *old = &before->packages[i], *p = find_package(now, old);
		CHECK(p && str_eq(p->checksum, old->checksum));
		for (size_t k = 0; k < old->dep_count; k++)
			CHECK(leads_to(now, p, &before->packages[old->deps[k]]));
	}
}

static const Config *make_config(Session *s)
{
	Arena *a = &s->arena;
	char **env = arena_array(a, char *, 4);
	env[0] = arena_cstr(a, arena_printf(a, "CARGO_HOME=%s/home", fuzz_folder()));
	env[1] = arena_cstr(a, arena_printf(a, "HOME=%s/home", fuzz_folder()));
	env[2] = arena_cstr(a, arena_printf(a, "XDG_CACHE_HOME=%s/cache", fuzz_folder()));
	s->env = env;
	s->cwd = arena_printf(a, "%s/p", fuzz_folder());
	fuzz_folder_write(a, "p/.cargo/config.toml",
	                  STR("[registries.own]\nindex = \"sparse+https://h.invalid/i/\"\n"));
	fuzz_folder_write(a, "home/x", STR(""));
	const Config *c = config_load(a, &s->diag, &(ConfigSources){ s->cwd, env, NULL });
	CHECK(c);
	return c;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Str lock_text;
	if (size > SIZE_MAX_READ)
		return 0;
	Session s = { .diag = fuzz_diag() };
	str_cut(fuzz_text(data, size), '\0', &tree, &lock_text);
	const Source src = { .path = "Cargo.lock", .text = lock_text };
	const Config *c = make_config(&s);
	const Lockfile *lock = lockfile_read(&src, &s.arena, &s.diag);
	const Manifest m = { .name = STR("p"),
		             .path = path_join(&s.arena, s.cwd, STR("Cargo.toml")),
		             .folder = s.cwd };
	const Workspace w = { .root = s.cwd, .top = &m, .current = &m, .resolver = 2 };
	const Toolchain t = { .cargo = STR("/bin/cargo") };
	Project p = { .tools = { c, &t },
		      .workspace = &w,
		      .lock_path = path_join(&s.arena, s.cwd, STR("Cargo.lock")) };
	p.lock_kept = p.lock_path;
	const Selection selection = { 0 };
	const unsigned before = s.diag.errors;
	const Lockfile *now = lock ? lock_extend(&s, &selection, &p, lock) : NULL;
	if (now)
		check_extended(lock, now);
	else
		CHECK(!lock || s.diag.errors > before);
	fuzz_diag_close(&s.diag);
	arena_free(&s.arena);
	return 0;
}
