// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/lock_extend.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "bridge/project/lock_update.h"
#include "bridge/project/provider.h"
#include "resolver/config/registries.h"
#include "resolver/config/replace_source.h"
#include "resolver/lock/extend.h"

typedef VEC(ResolvedEdge) EdgeList;

typedef struct Branch { /* a package of the path to the last line, by depth */
	uint32_t package;
	DepKind kind; /* of the next lines */
} Branch;

typedef struct TreeReader { /* of the output of `cargo tree` */
	Session *session;
	const Config *config;
	const Lockfile *lock;
	Registries registries;
	const Replacements *replacements;
	Map by_text; /* a package's text in the tree, or its identity, to its index in `packages` */
	VEC(ResolvedPackage) packages;
	VEC(EdgeList) edges;  /* of `packages` */
	VEC(Branch) branches; /* the path from a root to the last line */
} TreeReader;

static bool not_understood(const TreeReader *r, Str text)
{
	diag_error(&r->session->diag, NO_SPAN,
	           "the requested features need packages that are not in Cargo.lock, and cargo's "
	           "answer could not be parsed: `" STR_FMT "`",
	           STR_ARG(text));
	return diag_help(&r->session->diag,
	                 "request the features in a member's Cargo.toml, with `features` of the "
	                 "dependency; then the lock file has their packages");
}

/* --- sources, as cargo shows them ------------------------------------------------------------ */

/* Returns whether cargo shows this source as `text`. It shows a registry with the name that the
 * configuration gives it, or with its address. */
static bool is_shown_so(const TreeReader *r, const SourceId *s, Str text)
{
	scoped_arena scratch = { 0 };
	if (s->kind == SOURCE_GIT)
		return str_eq(source_shown(&scratch, s), text);
	if (s->kind == SOURCE_PATH || !str_starts_with(text, STR("registry `")) ||
	    !str_ends_with(text, STR("`")))
		return false;
	const Str name = str_sub(text, strlen("registry `"), text.len - 1);
	return str_eq(s->name, name) || str_eq(s->url, name) ||
	       str_eq(replacement_name(r->replacements, s), name);
}

/* Finds a repository from `URL?branch=NAME#DIGITS`. Cargo has fetched it, and shows the first
 * digits of the commit. */
static bool find_git(const TreeReader *r, Str text, const SourceId **out)
{
	Session *s = r->session;
	const Str form = arena_printf(&s->arena, "git+" STR_FMT, STR_ARG(text));
	SourceId found;
	if (!source_parse(&s->arena, form, &found) || !found.precise.len)
		return false;
	Store *store = provider_open_store(s, r->config, (Str){ 0 });
	Str commit;
	const bool there =
		store && gitstore_find_commit(store_gits(store), found.url, found.precise, &commit);
	if (there)
		found.precise = arena_str(&s->arena, commit);
	store_close(&store);
	*out = source_keep(&s->arena, found);
	return there;
}

static bool find_lock_source(const TreeReader *r, Str text, const SourceId **out)
{
	for (size_t i = 0; i < r->registries.found.count; i++) {
		*out = r->registries.found.items[i];
		if (is_shown_so(r, *out, text))
			return true;
	}
	for (size_t i = 0; i < r->lock->count; i++) {
		*out = r->lock->packages[i].source;
		if (r->lock->packages[i].has_source && is_shown_so(r, *out, text))
			return true;
	}
	return find_git(r, text, out);
}

/* --- lines ----------------------------------------------------------------------------------- */

/* Reads `NAME vVERSION`, optionally ` (proc-macro)`, and ` (SOURCE)` unless that is crates.io. */
static bool read_package(const TreeReader *r, Str text, ResolvedPackage *out)
{
	static const Str macro = STR_INIT("(proc-macro)");
	Str version, source;
	const char *why;
	*out = (ResolvedPackage){ .has_source = true, .source = &source_crates_io };
	str_cut(text, ' ', &out->name, &version);
	str_cut(version, ' ', &version, &source);
	if (str_starts_with(source, macro))
		source = str_trim(str_sub(source, macro.len, source.len));
	if (!out->name.len || !str_starts_with(version, STR("v")) ||
	    !version_parse(str_sub(version, 1, version.len), &out->version, &why))
		return false;
	if (!source.len)
		return true;
	if (!str_starts_with(source, STR("(")) || !str_ends_with(source, STR(")")))
		return false;
	source = str_sub(source, 1, source.len - 1);
	out->has_source = !str_starts_with(source, STR("/"));
	return !out->has_source || find_lock_source(r, source, &out->source);
}

/* Begins with a line end, so that it never equals a line of the tree. */
static Str package_identity(Arena *a, const ResolvedPackage *p)
{
	return arena_printf(a, "\n" STR_FMT " " STR_FMT " " STR_FMT, STR_ARG(p->name),
	                    STR_ARG(p->version.text),
	                    STR_ARG(p->has_source ? source_text(a, p->source) : STR("")));
}

/* Finds or adds the package. Two texts can be the same package: both then have its index. */
static bool find_package(TreeReader *r, Str text, uint32_t *out)
{
	ResolvedPackage p;
	*out = map_get(&r->by_text, text);
	if (*out != MAP_NONE)
		return true;
	if (!read_package(r, text, &p))
		return not_understood(r, text);
	const uint32_t next = (uint32_t)r->packages.count;
	*out = map_put(&r->by_text, package_identity(&r->session->arena, &p), next);
	map_put(&r->by_text, text, *out);
	if (*out != next)
		return true;
	*vec_push(&r->session->arena, &r->packages, ResolvedPackage) = p;
	*vec_push(&r->session->arena, &r->edges, EdgeList) = (EdgeList){ 0 };
	return true;
}

static bool read_package_line(TreeReader *r, size_t depth, Str text)
{
	static const Str again = STR_INIT(" (*)");
	uint32_t package;
	if (str_ends_with(text, again))
		text = str_sub(text, 0, text.len - again.len);
	if (depth > r->branches.count)
		return not_understood(r, text);
	if (!find_package(r, text, &package))
		return false;
	if (depth) {
		const Branch *above = &r->branches.items[depth - 1];
		*vec_push(&r->session->arena, &r->edges.items[above->package], ResolvedEdge) =
			(ResolvedEdge){ package, above->kind };
	}
	r->branches.count = depth;
	*vec_push(&r->session->arena, &r->branches, Branch) = (Branch){ package, DEP_NORMAL };
	return true;
}

static DepKind kind_of_heading(Str text)
{
	if (str_eq(text, STR("[build-dependencies]")))
		return DEP_BUILD;
	return str_eq(text, STR("[dev-dependencies]")) ? DEP_DEV : DEP_NORMAL;
}

/* Sets the kind of the next lines, for the package `depth` steps below a root. */
static bool read_heading(TreeReader *r, size_t depth, Str text)
{
	if (depth >= r->branches.count)
		return not_understood(r, text);
	r->branches.items[depth].kind = kind_of_heading(text);
	return true;
}

/* Each step below a root is four characters wide; the last four point to a package. */
static bool read_line(TreeReader *r, Str line)
{
	enum { WIDTH = 4 };
	size_t depth = 0;
	Str step = str_sub(line, 0, WIDTH);
	while (str_eq(step, STR("|   ")) || str_eq(step, STR("    "))) {
		line = str_sub(line, WIDTH, line.len);
		step = str_sub(line, 0, WIDTH);
		depth++;
	}
	if (str_eq(step, STR("|-- ")) || str_eq(step, STR("`-- ")))
		return read_package_line(r, depth + 1, str_sub(line, WIDTH, line.len));
	return str_starts_with(line, STR("[")) ? read_heading(r, depth, line)
	                                       : read_package_line(r, depth, line);
}

static bool read_tree(TreeReader *r, Str tree)
{
	Str line;
	while (tree.len) {
		str_cut(tree, '\n', &line, &tree);
		if (line.len && !read_line(r, line))
			return false;
	}
	for (size_t i = 0; i < r->packages.count; i++) {
		r->packages.items[i].edges = r->edges.items[i].items;
		r->packages.items[i].edge_count = r->edges.items[i].count;
	}
	return true;
}

const Lockfile *lock_extend(Session *s, const Selection *selection, const Project *p,
                            const Lockfile *lock)
{
	const Config *config = p->tools.config;
	TreeReader r = { .session = s, .config = config, .lock = lock };
	Str tree;
	map_init(&r.by_text, &s->arena, lock->count);
	registries_init(&r.registries, config);
	r.replacements = replacements_read(config);
	if (!r.replacements || !resolve_beyond_lock(s, p, lock, selection, &tree) ||
	    !read_tree(&r, tree))
		return NULL;
	return lockfile_extend(&s->arena, lock, r.packages.items, r.packages.count);
}
