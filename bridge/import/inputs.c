// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/inputs.h"

#include "base/files/fs.h"
#include "base/files/glob.h"
#include "base/json/json.h"
#include "base/text/path.h"
#include "cache/store/store.h"
#include "emitters/bid/inputs_file.h"

#include <dirent.h>

void inputs_init(Inputs *in, Session *s)
{
	*in = (Inputs){ .session = s, .complete = true };
	map_init(&in->seen, &s->arena, 256);
}

static void add_input_path(Inputs *in, Str path)
{
	if (map_put(&in->seen, path, (uint32_t)in->paths.count) == in->paths.count)
		*vec_push(&in->session->arena, &in->paths, Str) = path;
}

static void add_in(Inputs *in, Str folder, const char *name)
{
	add_input_path(in, path_join(&in->session->arena, folder, str_from(name)));
}

void inputs_add_above(Inputs *in, Str folder, const char *name)
{
	for (;; folder = path_parent(folder)) {
		add_in(in, folder, name);
		if (folder.len <= 1)
			return;
	}
}

/* Cargo discovers targets from the entries of a folder and of its subfolders. */
static void add_discovery(Inputs *in, Str folder)
{
	scoped_arena scratch = { 0 };
	FsEntry *entries;
	size_t count;
	add_input_path(in, folder);
	if (!fs_list(arena_cstr(&scratch, folder), &scratch, &entries, &count))
		return;
	for (size_t i = 0; i < count; i++)
		if (entries[i].type == DT_DIR)
			add_input_path(in, path_join(&in->session->arena, folder, entries[i].name));
}

static void add_path_package(Inputs *in, const Package *p)
{
	static const char *const folders[] = { "src/bin", "examples", "tests", "benches" };
	add_input_path(in, p->manifest->path);
	add_input_path(in, p->folder);
	add_in(in, p->folder, "src");
	inputs_add_above(in, p->folder, "Cargo.toml");
	for (size_t i = 0; i < COUNT_OF(folders); i++)
		add_discovery(in, path_join(&in->session->arena, p->folder, str_from(folders[i])));
	for (size_t i = 0; i < p->manifest->target_count; i++)
		add_input_path(in, path_join(&in->session->arena, p->folder,
		                             p->manifest->targets[i].path));
}

/* If only the last part of a path is a pattern, one folder suffices. With others, the list of
 * inputs is incomplete. */
static void add_members(Inputs *in, const Workspace *ws, StrList patterns)
{
	for (size_t i = 0; i < patterns.count; i++) {
		const Str folder = path_parent(patterns.items[i]);
		if (glob_is_pattern(folder))
			in->complete = false;
		else if (glob_is_pattern(patterns.items[i]))
			add_input_path(in, path_normalise(&in->session->arena,
			                                  path_join(&in->session->arena, ws->root,
			                                            folder)));
	}
}

static void add_workspace(Inputs *in, const Workspace *ws)
{
	add_input_path(in, ws->top->path);
	inputs_add_above(in, ws->current->folder, "Cargo.toml");
	for (size_t i = 0; i < ws->member_count; i++)
		add_input_path(in, ws->members[i]->path);
	add_members(in, ws, ws->top->workspace.members);
	add_members(in, ws, ws->top->workspace.default_members);
}

static void add_config(Inputs *in, const Config *c)
{
	inputs_add_above(in, c->cwd, ".cargo/config");
	inputs_add_above(in, c->cwd, ".cargo/config.toml");
	add_in(in, c->cargo_home, "config");
	add_in(in, c->cargo_home, "config.toml");
	if (c->has_includes)
		in->complete = false;
}

static void add_tool(Inputs *in, const Tool *tool)
{
	Arena *a = &in->session->arena;
	add_input_path(in, tool->self);
	add_input_path(in, tool->unit);
	add_input_path(in, tool->make_side);
	const Str folders[] = { tool->make_side, path_join(a, tool->make_side, STR("host/mk")) };
	for (size_t f = 0; f < COUNT_OF(folders); f++) {
		FsEntry *entries;
		size_t count;
		if (!fs_list(arena_cstr(a, folders[f]), a, &entries, &count))
			continue;
		for (size_t i = 0; i < count; i++)
			add_input_path(in, path_join(a, folders[f], entries[i].name));
	}
}

/* Adds all files of a vendored package that its list of checksums names: users may edit them in
 * place. */
static void add_vendored(Inputs *in, Str folder)
{
	Arena *a = &in->session->arena;
	Diag silent = { 0 };
	const Str path = path_join(a, folder, STR(".cargo-checksum.json"));
	const Source *list = fs_read_source(arena_cstr(a, path), NULL, a, &silent);
	scoped_json root = list ? json_read(list, &silent) : NULL;
	add_input_path(in, path);
	json_each(file, json_get(root, "files"))
		add_input_path(in, path_join(a, folder, arena_str(a, json_key(file))));
}

/* Adds a package. Files of packages in our own cache never change. */
static void add_package(Inputs *in, const Package *p, Str cache)
{
	if (p->is_path)
		add_path_package(in, p);
	else
		add_input_path(in, p->folder);
	if (!p->is_path && !path_is_below(p->folder, cache))
		add_vendored(in, p->folder);
}

void inputs_add_project(Inputs *in, const ProjectPackages *p, const Tool *tool)
{
	Session *s = in->session;
	Str cache;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache)) {
		in->complete = false;
		return;
	}
	add_tool(in, tool);
	add_config(in, p->project.tools.config);
	add_workspace(in, p->project.workspace);
	add_input_path(in, p->project.lock_path);
	for (PkgId i = 0; i < p->graph->count; i++)
		add_package(in, &p->graph->packages[i], cache);
}

void inputs_add_outputs(Inputs *in, Str out, const BidFiles *files)
{
	for (size_t i = 0; i < files->list.count; i++)
		if (!str_eq(files->list.items[i].path, STR(BID_INPUTS_FILE)))
			add_input_path(in, path_join(&in->session->arena, out,
			                             files->list.items[i].path));
}

static bool is_build_variable(const char *variable)
{
	static const char *const begin[] = { "CARGO", "RUST", "L4", "XDG_CACHE_HOME=", "HOME=" };
	const char *end = strchr(variable, '=');
	if (end && end - variable >= 6 && strncmp(end - 6, "_TOKEN", 6) == 0)
		return false; /* a secret; no output depends on it */
	for (size_t i = 0; i < COUNT_OF(begin); i++)
		if (strncmp(variable, begin[i], strlen(begin[i])) == 0)
			return true;
	return false;
}

static void put_line(Buf *to, Str s)
{
	buf_add(to, s);
	buf_char(to, '\n');
}

Str inputs_key(Session *s, const Project *p, Str out)
{
	scoped_buf text = { 0 };
	put_line(&text, STR(L4CARGO_VERSION));
	put_line(&text, s->cwd);
	put_line(&text, out);
	put_line(&text, p->workspace->current->path);
	put_line(&text, p->tools.toolchain->rustc);
	put_line(&text, p->tools.toolchain->verbose_version);
	for (const char *const *arg = s->args; arg && *arg; arg++)
		put_line(&text, str_from(*arg));
	for (char *const *e = s->env; e && *e; e++)
		if (is_build_variable(*e))
			put_line(&text, str_from(*e));
	return arena_str(&s->arena, buf_str(&text));
}
