// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/graph/checkout.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/config/registries.h"
#include "resolver/manifest/workspace_find.h"

#include <dirent.h>
#include <stdlib.h>

/* The total size in bytes of the manifests of a checkout; more are not read. Real checkouts have a
 * few MiB. */
enum { MANIFESTS_MAX = 256 << 20 };

typedef struct CheckoutPackage {
	const Manifest *manifest;
	bool private; /* `publish` is restricted: it is not warned of as a duplicate */
} CheckoutPackage;

struct Checkout {
	Arena *arena;
	CheckoutPlace place;
	Str real;              /* the real path of its folder, without symbolic links */
	Config quiet;          /* a copy of the user's configuration that reports to `silent` */
	Registries registries; /* those of `quiet` */
	Diag *diag, silent;
	WorkspaceFinder *finder;
	bool scanned;
	off_t bytes;   /* the size of the manifests that were read */
	Map visited;   /* by folder: 1 if its manifest was read, 0 if not */
	StrVec broken; /* folders of manifests with errors */
	VEC(CheckoutPackage) found;
	StrVec nested; /* folders of path dependencies that must still be read; a stack */
};

Checkout *checkout_open(const Config *c, const CheckoutPlace *place)
{
	Checkout *k = arena_new(c->arena, Checkout);
	*k = (Checkout){ .arena = c->arena, .place = *place, .quiet = *c, .diag = c->diag };
	k->quiet.diag = &k->silent;
	registries_init(&k->registries, &k->quiet);
	char *real = realpath(arena_cstr(k->arena, place->folder), NULL);
	k->real = arena_str(k->arena, real ? str_from(real) : place->folder);
	free(real);
	map_init(&k->visited, k->arena, 16);
	/* Cargo looks for a workspace in all parent folders. We stop at the checkout's folder. */
	k->finder = workspace_finder_within(k->arena, &k->silent, place->folder);
	return k;
}

/* --- one manifest --- */

static const TomlTable *workspace_of(void *ctx, Str folder, Str *root)
{
	return workspace_finder_table(((Checkout *)ctx)->finder, folder, root);
}

static bool find_registry(void *ctx, Str name, Span at, const SourceId **out)
{
	return registries_find(&((Checkout *)ctx)->registries, name, at, out);
}

static ManifestContext reader_context(Checkout *k)
{
	return (ManifestContext){
		.arena = k->arena,
		.diag = &k->silent,
		.source = k->place.source,
		.workspace_of = workspace_of,
		.registry = find_registry,
		.ctx = k,
	};
}

static Str manifest_path(Checkout *k, Str folder)
{
	return path_join(k->arena, folder, STR("Cargo.toml"));
}

/* Returns whether the file really lies in the checkout: a symbolic link may lead anywhere. */
static bool is_inside(const Checkout *k, Str path)
{
	scoped_arena scratch = { 0 };
	char *real = realpath(arena_cstr(&scratch, path), NULL);
	const bool inside = real && path_is_below(str_from(real), k->real);
	free(real);
	return inside;
}

static bool is_private(const TomlTable *doc)
{
	const TomlValue *publish = toml_get(toml_get_table(doc, STR("package")), STR("publish"));
	return publish &&
	       (publish->kind == TOML_ARRAY || (publish->kind == TOML_BOOL && !publish->boolean));
}

static void add_nested(Checkout *k, const Manifest *m)
{
	for (size_t i = m->dep_count; i-- > 0;)
		if (m->deps[i].folder.len)
			*vec_push(k->arena, &k->nested, Str) = m->deps[i].folder;
}

/* `walked`: the folder was reached without following symbolic links. */
static bool is_to_be_read(Checkout *k, Str folder, Str path, bool walked)
{
	if (map_put(&k->visited, folder, 0) == 1 || !path_is_below(folder, k->place.folder))
		return false;
	const FileKind kind = fs_kind_link(path.ptr);
	if (kind == FILE_REGULAR && walked)
		return true;
	return kind != FILE_ABSENT && fs_kind(path.ptr) == FILE_REGULAR && is_inside(k, path);
}

static const TomlTable *parse_manifest(Checkout *k, Str path, const Source **src)
{
	struct stat st;
	if (stat(path.ptr, &st) < 0 || st.st_size > MANIFESTS_MAX - k->bytes)
		return NULL;
	k->bytes += st.st_size;
	*src = fs_read_source(path.ptr, NULL, k->arena, &k->silent);
	return *src ? toml_parse(*src, k->arena, &k->silent) : NULL;
}

static void read_one(Checkout *k, Str folder, bool walked)
{
	const Str path = manifest_path(k, folder);
	if (!is_to_be_read(k, folder, path, walked))
		return;
	map_set(&k->visited, folder, 1);
	const Source *src = NULL;
	const TomlTable *doc = parse_manifest(k, path, &src);
	const ManifestContext c = reader_context(k);
	const Manifest *m = doc ? manifest_read_document(&c, src, doc, path) : NULL;
	if (!m)
		*vec_push(k->arena, &k->broken, Str) = folder;
	if (!m || !m->has_package)
		return;
	*vec_push(k->arena, &k->found, CheckoutPackage) = (CheckoutPackage){ m, is_private(doc) };
	add_nested(k, m);
}

/* Reads a package, and those that its path dependencies lead to, in any folder of the checkout. */
static void read_from(Checkout *k, Str folder)
{
	read_one(k, folder, true);
	while (k->nested.count) {
		const Str next = k->nested.items[--k->nested.count];
		read_one(k, next, false);
	}
}

/* --- all of them --- */

/* Like Cargo, passes over hidden folders, a `target` beside a manifest, and folders that have a
 * `.git`, such as submodules. */
static bool is_looked_into(Checkout *k, Str parent, Str name)
{
	const Str git = path_join(k->arena, path_join(k->arena, parent, name), STR(".git"));
	if (str_starts_with(name, STR(".")) || fs_kind_link(git.ptr) != FILE_ABSENT)
		return false;
	return !str_eq(name, STR("target")) || fs_kind(manifest_path(k, parent).ptr) == FILE_ABSENT;
}

static void scan_folders(Checkout *k)
{
	StrVec open = { 0 };
	k->scanned = true;
	*vec_push(k->arena, &open, Str) = k->place.folder;
	while (open.count) {
		const Str folder = open.items[--open.count];
		FsEntry *entries;
		size_t count;
		if (fs_kind(manifest_path(k, folder).ptr) == FILE_REGULAR)
			read_from(k, folder);
		if (!fs_list(arena_cstr(k->arena, folder), k->arena, &entries, &count))
			continue;
		for (size_t i = count; i-- > 0;)
			if (entries[i].type == DT_DIR && is_looked_into(k, folder, entries[i].name))
				*vec_push(k->arena, &open, Str) =
					path_join(k->arena, folder, entries[i].name);
	}
}

/* --- the one that is wanted --- */

static Str shown_path(const Checkout *k, Str path)
{
	return path_relative(k->arena, k->place.folder, path);
}

static bool is_wanted(const Manifest *m, const CheckoutWanted *w)
{
	return str_eq(m->name, w->name) && version_eq(&m->version, w->version);
}

static void warn_of_duplicates(const Checkout *k, size_t first, const CheckoutWanted *w)
{
	for (size_t i = first + 1; i < k->found.count; i++) {
		const CheckoutPackage *f = &k->found.items[i];
		if (!is_wanted(f->manifest, w) || f->private)
			continue;
		const Str skipped = shown_path(k, f->manifest->path);
		const Str taken = shown_path(k, k->found.items[first].manifest->path);
		diag_warning(k->diag, NO_SPAN,
		             "skipping duplicate package `" STR_FMT " v" STR_FMT "` in `" STR_FMT
		             "` of git repository `" STR_FMT "`, in favor of `" STR_FMT "`",
		             STR_ARG(w->name), STR_ARG(w->version->text), STR_ARG(skipped),
		             STR_ARG(k->place.source->url), STR_ARG(taken));
	}
}

/* Reports the errors of a broken manifest if it has the wanted name. Returns whether it did. */
static bool tell_errors(Checkout *k, Str folder, const CheckoutWanted *w)
{
	const Str path = manifest_path(k, folder);
	const Source *src = NULL;
	const TomlTable *doc = parse_manifest(k, path, &src);
	const TomlValue *name = toml_get(toml_get_table(doc, STR("package")), STR("name"));
	if (!name || name->kind != TOML_STRING || !str_eq(name->text, w->name))
		return false;
	const unsigned before = k->diag->errors;
	ManifestContext c = reader_context(k);
	Checkout loud = *k;
	loud.quiet.diag = k->diag;
	loud.finder = workspace_finder_within(k->arena, k->diag, k->place.folder);
	c.diag = k->diag;
	c.ctx = &loud;
	manifest_read_document(&c, src, doc, path);
	return k->diag->errors > before;
}

static const Manifest *not_found(Checkout *k, const CheckoutWanted *w)
{
	const SourceId *s = k->place.source;
	for (size_t i = 0; i < k->broken.count; i++)
		if (tell_errors(k, k->broken.items[i], w))
			return NULL;
	diag_error(k->diag, w->at,
	           "git repository `" STR_FMT "` has no package `" STR_FMT " v" STR_FMT
	           "` at commit " STR_FMT,
	           STR_ARG(s->url), STR_ARG(w->name), STR_ARG(w->version->text),
	           STR_ARG(str_sub(s->precise, 0, 12)));
	for (size_t i = 0; i < k->found.count; i++)
		if (str_eq(k->found.items[i].manifest->name, w->name))
			diag_note(k->diag, k->found.items[i].manifest->name_at,
			          "its version there is " STR_FMT,
			          STR_ARG(k->found.items[i].manifest->version.text));
	if (k->broken.count)
		diag_note(k->diag, NO_SPAN,
		          "%zu of its manifests cannot be read, among them `" STR_FMT "`",
		          k->broken.count,
		          STR_ARG(shown_path(k, manifest_path(k, k->broken.items[0]))));
	diag_help(
		k->diag,
		"the lock file does not match the repository: run `cargo update` to lock it again");
	return NULL;
}

const Manifest *checkout_find(Checkout *k, const CheckoutWanted *wanted)
{
	if (!k->scanned)
		scan_folders(k);
	for (size_t i = 0; i < k->found.count; i++) {
		if (!is_wanted(k->found.items[i].manifest, wanted))
			continue;
		warn_of_duplicates(k, i, wanted);
		return k->found.items[i].manifest;
	}
	return not_found(k, wanted);
}
