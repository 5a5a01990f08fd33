// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/make_inputs.h"

#include "base/files/fs.h"
#include "base/files/glob.h"
#include "base/text/path.h"
#include "bridge/import/record.h"

#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>

bool make_inputs_apply(const Import *i)
{
	return !i->std && !i->published.name.len && i->project;
}

typedef struct MakeInputs {
	const Import *import;
	Arena *arena;
	BidInputs to;
	Map files, places; /* those that `to` has */
} MakeInputs;

static void add_once(MakeInputs *m, Map *seen, StrVec *to, Str path)
{
	if (map_put(seen, path, (uint32_t)to->count) == to->count)
		*vec_push(m->arena, to, Str) = path;
}

static Str from_out(const MakeInputs *m, Str path)
{
	return path_relative(m->arena, m->import->out, path_normalise(m->arena, path));
}

/* Returns whether make can have the path in a list. `?` stands for the signs of patterns. */
static bool is_listable(Str path, const char *signs)
{
	scoped_buf plain = { 0 };
	for (size_t i = 0; i < path.len; i++)
		buf_char(&plain, path.ptr[i] && strchr(signs, path.ptr[i]) ? '_' : path.ptr[i]);
	return make_is_name(buf_str(&plain));
}

/* Adds a file or a pattern whose existence matters. Make's `**` is that of a shell. */
static void add_place(MakeInputs *m, Str path, const char *signs)
{
	const Str way = from_out(m, path);
	if (is_listable(way, signs) && !str_contains(way, STR("**")))
		add_once(m, &m->places, &m->to.places, way);
	else
		m->to.always = true;
}

static void add_place_in(MakeInputs *m, Str folder, const char *pattern)
{
	const Str way = from_out(m, folder);
	if (make_is_name(way))
		add_once(m, &m->places, &m->to.places, path_join(m->arena, way, str_from(pattern)));
	else
		m->to.always = true;
}

static void add_file(MakeInputs *m, Str path)
{
	const Str way = from_out(m, path);
	add_place(m, path, "");
	if (make_is_name(way))
		add_once(m, &m->files, &m->to.files, way);
}

/* Cargo finds these targets by their files. */
static void add_path_package(MakeInputs *m, const Package *p)
{
	static const char *const found[] = {
		"build.rs",          "src/lib.rs",    "src/main.rs",        "src/bin/*.rs",
		"src/bin/*/main.rs", "examples/*.rs", "examples/*/main.rs", "tests/*.rs",
		"tests/*/main.rs",   "benches/*.rs",  "benches/*/main.rs",
	};
	add_file(m, p->manifest->path);
	for (size_t i = 0; i < COUNT_OF(found); i++)
		add_place_in(m, p->folder, found[i]);
	for (size_t i = 0; i < p->manifest->target_count; i++)
		add_place(m, path_join(m->arena, p->folder, p->manifest->targets[i].path), "");
}

static void add_members(MakeInputs *m, StrList patterns)
{
	for (size_t i = 0; i < patterns.count; i++)
		if (glob_is_pattern(patterns.items[i])) {
			const Str folder = path_join(m->arena, m->import->project->workspace->root,
			                             patterns.items[i]);
			add_place(m, path_join(m->arena, folder, STR("Cargo.toml")), "*?[]!");
		}
}

static void add_workspace(MakeInputs *m)
{
	const Workspace *ws = m->import->project->workspace;
	add_file(m, ws->top->path);
	add_file(m, m->import->packages->project.lock_path);
	for (size_t i = 0; i < ws->member_count; i++)
		add_file(m, ws->members[i]->path);
	add_members(m, ws->top->workspace.members);
	add_members(m, ws->top->workspace.default_members);
}

/* Adds the configuration of the folders from which make cannot start: those below the workspace's.
 * For its own and all above, make lists the folders itself, because their number depends on the
 * place. */
static void add_config(MakeInputs *m)
{
	static const char *const names[] = { ".cargo/config", ".cargo/config.toml" };
	const Config *c = m->import->config;
	const Str root = m->import->project->workspace->root;
	const Str manifest = path_parent(m->import->project->workspace->current->path);
	const Str begin = record_config_folder(m->import);
	m->to.config = from_out(m, begin.len ? begin : manifest);
	for (Str folder = begin.len ? begin : manifest; path_is_below(folder, root);
	     folder = path_parent(folder)) {
		for (size_t i = 0; i < COUNT_OF(names); i++)
			add_place_in(m, folder, names[i]);
		if (folder.len <= 1)
			break;
	}
	if (c->has_includes)
		m->to.always = true;
}

/* --- what is there now --- */

/* Appends what one pattern matches, as make does: the pattern's `../` stay. */
static void find_place(const MakeInputs *m, Str way, Arena *a, StrVec *all)
{
	glob_t found = { 0 };
	size_t up = 0;
	while (str_starts_with(str_sub(way, up, way.len), STR("../")))
		up += 3;
	const Str above = str_sub(way, 0, up);
	/* the folder of the import need not exist yet */
	const Str base = path_normalise(a, path_join(a, m->import->out, above));
	const size_t skip = base.len > 1 ? base.len + 1 : 1;
	const Str path = path_join(a, base, str_sub(way, up, way.len));
	if (glob(arena_cstr(a, path), GLOB_NOSORT, NULL, &found) == 0)
		for (size_t i = 0; i < found.gl_pathc; i++)
			*vec_push(a, all, Str) = arena_printf(a, STR_FMT "%s", STR_ARG(above),
			                                      found.gl_pathv[i] + skip);
	globfree(&found);
}

/* Make's `wildcard` is the same function. */
static void find_places(MakeInputs *m)
{
	scoped_arena scratch = { 0 };
	StrVec all = { 0 };
	for (size_t i = 0; i < m->to.places.count; i++)
		find_place(m, m->to.places.items[i], &scratch, &all);
	if (all.count)
		qsort(all.items, all.count, sizeof(Str), str_compare_items);
	for (size_t i = 0; i < all.count; i++)
		if (!i || !str_eq(all.items[i], all.items[i - 1]))
			*vec_push(m->arena, &m->to.found, Str) = arena_str(m->arena, all.items[i]);
}

void make_inputs_add(const Import *i, BidFiles *files)
{
	MakeInputs m = { .import = i, .arena = &i->session->arena };
	const PackageGraph *g = i->units->graph->packages;
	if (!make_inputs_apply(i))
		return;
	map_init(&m.files, m.arena, 64);
	map_init(&m.places, m.arena, 256);
	m.to.manifest = from_out(&m, i->project->workspace->top->path);
	add_workspace(&m);
	add_config(&m);
	for (PkgId p = 0; p < g->count; p++)
		if (g->packages[p].is_path)
			add_path_package(&m, &g->packages[p]);
	find_places(&m);
	m.to.variables = cargo_variables_of(m.arena, i->session->env);
	m.to.chosen = record_variables(i);
	m.to.always &= record_can_repeat(i); /* else each make would fail */
	bid_add_inputs_file(&m.to, files);
}

/* --- times --- */

static bool is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

static bool is_lock(const Import *i, Str path)
{
	scoped_arena scratch = { 0 };
	Str text;
	return i->packages && str_eq(path, i->packages->project.lock_path) &&
	       fs_read_quietly(arena_cstr(&scratch, path), &scratch, &text) &&
	       str_eq(text, i->packages->lock->src->text);
}

bool make_inputs_is_late(const Import *i, Str path)
{
	scoped_arena scratch = { 0 };
	struct stat st;
	return stat(arena_cstr(&scratch, path), &st) == 0 && S_ISREG(st.st_mode) &&
	       is_later(st.st_mtim, i->began) && !is_lock(i, path);
}

bool make_inputs_date(const Import *i, bool any_late)
{
	scoped_arena scratch = { 0 };
	struct timespec times[2] = { { .tv_nsec = UTIME_OMIT }, i->began };
	struct stat st;
	const Str path = path_join(&scratch, i->out, STR(BID_INPUTS_FILE));
	scoped_fd fd =
		open(arena_cstr(&scratch, path), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
	const Str lock = i->packages ? i->packages->project.lock_path : STR("");
	if (!any_late && is_lock(i, lock) && stat(arena_cstr(&scratch, lock), &st) == 0 &&
	    is_later(st.st_mtim, i->began))
		times[1] = st.st_mtim;
	return fd >= 0 && futimens(fd, times) == 0;
}
