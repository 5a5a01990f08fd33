// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/vendored.h"

#include "base/digest.h"
#include "base/fs.h"
#include "base/map.h"
#include "base/parallel.h"
#include "base/path.h"
#include "base/toml/toml.h"
#include "base/vec.h"
#include "cache/workers.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>

typedef struct Found {
	Task task; /* first: the workers hand it back */
	CrateName crate;
	Str folder;
	bool named;         /* found by its folder's name */
	const Source *list; /* its .cargo-checksum.json */
	Buf why;            /* of the task: empty if all is well */
} Found;

struct Vendored {
	Arena *arena;
	Diag *diag;
	Str folder;
	VEC(Found *) found;
	bool listed, unreadable;
	Map names; /* listed: of its entries */
	bool scanned;
	VEC(Str) folders; /* scanned: of the packages in `by_name` */
	Map by_name;      /* `NAME VERSION` */
};

Vendored *vendored_open(Arena *a, Diag *diag, Str folder)
{
	Vendored *v = arena_new(a, Vendored);
	*v = (Vendored){ .arena = a, .diag = diag, .folder = folder };
	return v;
}

/* --- packages in folders that are not called after them --- */

static Str package_key(Vendored *v, Str name, Str version)
{
	return arena_printf(v->arena, STR_FMT " " STR_FMT, STR_ARG(name), STR_ARG(version));
}

static bool add_package(Vendored *v, Str folder)
{
	const Str path = path_join(v->arena, folder, STR("Cargo.toml"));
	if (fs_kind(path.ptr) == FILE_ABSENT)
		return true;
	const Source *src = fs_read_source(path.ptr, NULL, v->arena, v->diag);
	const TomlTable *top = src ? toml_parse(src, v->arena, v->diag) : NULL;
	if (!top)
		return false;
	const TomlTable *package = toml_get_table(top, STR("package"));
	const TomlValue *name = toml_get(package, STR("name"));
	const TomlValue *version = toml_get(package, STR("version"));
	if (!name || name->kind != TOML_STRING || !version || version->kind != TOML_STRING)
		return true;
	map_set(&v->by_name, package_key(v, name->text, version->text), (uint32_t)v->folders.count);
	*vec_push(v->arena, &v->folders, Str) = folder;
	return true;
}

/* As Cargo: folders of version control and the like are none of ours. */
static bool scan(Vendored *v)
{
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(v->arena, v->folder), v->arena, &entries, &count))
		return diag_errno(v->diag, "cannot read the directory source `" STR_FMT "`",
		                  STR_ARG(v->folder));
	map_init(&v->by_name, v->arena, count);
	v->scanned = true;
	for (size_t i = 0; i < count; i++)
		if (!str_starts_with(entries[i].name, STR(".")) &&
		    !add_package(v, path_join(v->arena, v->folder, entries[i].name)))
			return false;
	return true;
}

static bool find_by_manifest(Vendored *v, const CrateName *crate, Str *folder)
{
	if (!v->scanned && !scan(v))
		return false;
	const uint32_t at = map_get(&v->by_name, package_key(v, crate->name, crate->version));
	if (at != MAP_NONE) {
		*folder = v->folders.items[at];
		return true;
	}
	diag_error(v->diag, NO_SPAN,
	           "the directory source `" STR_FMT "` has no package `" STR_FMT " v" STR_FMT "`",
	           STR_ARG(v->folder), STR_ARG(crate->name), STR_ARG(crate->version));
	diag_help(v->diag, "run `cargo vendor` once more, without the source replacement");
	return false;
}

/* --- checksum lists --- */

static const Source *read_list(Arena *a, Str folder, Diag *diag)
{
	const Str path = path_join(a, folder, STR(".cargo-checksum.json"));
	return fs_read_source(arena_cstr(a, path), NULL, a, diag);
}

/* Cargo names folders after packages, and the archive's checksum proves which one it is. */
static bool is_in(Arena *a, Str folder, const CrateName *crate, const Source **list)
{
	Diag silent = { 0 };
	*list = read_list(a, folder, &silent);
	if (!*list || !crate->checksum.len)
		return false;
	scoped_json root = json_read(*list, &silent);
	return digest_eq(json_string(root, "package"), crate->checksum);
}

static void list_names(Vendored *v)
{
	FsEntry *entries;
	size_t count;
	if (v->listed)
		return;
	v->listed = true;
	v->unreadable = !fs_list(arena_cstr(v->arena, v->folder), v->arena, &entries, &count);
	if (v->unreadable)
		return;
	map_init(&v->names, v->arena, count);
	for (size_t i = 0; i < count; i++)
		map_put(&v->names, entries[i].name, 0);
}

/* Most packages have one of two names: the other need not be tried. */
static bool has_entry(const Vendored *v, Str name)
{
	return v->unreadable || map_get(&v->names, name) != MAP_NONE;
}

static bool find_by_name(const Vendored *v, Arena *a, Found *out)
{
	const CrateName *crate = &out->crate;
	const Str versioned =
		arena_printf(a, STR_FMT "-" STR_FMT, STR_ARG(crate->name), STR_ARG(crate->version));
	const Str tries[] = { crate->name, versioned };
	for (size_t i = 0; i < COUNT_OF(tries); i++) {
		if (!has_entry(v, tries[i]))
			continue;
		out->folder = path_join(a, v->folder, tries[i]);
		out->named = is_in(a, out->folder, crate, &out->list);
		if (out->named)
			return true;
	}
	return false;
}

static bool check_package(const Vendored *v, const Found *f)
{
	const CrateName *c = &f->crate;
	scoped_json root = json_read(f->list, v->diag);
	if (json_kind(json_get(root, "files")) != JSON_OBJECT) {
		if (root) {
			diag_error(v->diag, NO_SPAN, "%s: it has no list of `files`",
			           f->list->path);
			diag_help(v->diag, "run `cargo vendor` or `l4cargo vendor` again");
		}
		return false;
	}
	const Str sum = json_string(root, "package");
	if (!c->checksum.len || digest_eq(sum, c->checksum))
		return true;
	if (sum.len)
		diag_error(v->diag, NO_SPAN,
		           "the checksum of `" STR_FMT " v" STR_FMT
		           "` changed: the lock file has " STR_FMT ", `%s` has " STR_FMT,
		           STR_ARG(c->name), STR_ARG(c->version), STR_ARG(c->checksum),
		           f->list->path, STR_ARG(sum));
	else
		diag_error(v->diag, NO_SPAN,
		           "`" STR_FMT " v" STR_FMT
		           "` has a checksum in the lock file, but none in `%s`",
		           STR_ARG(c->name), STR_ARG(c->version), f->list->path);
	diag_help(v->diag, "the package is not the one that was locked: run `cargo vendor` once "
	                   "more, without the source replacement");
	return false;
}

/* A folder of another name; its list is checked, which a name without a checksum needs, too. */
static bool find_and_check(Vendored *v, Found *f)
{
	const CrateName *c = &f->crate;
	if (!find_by_manifest(v, c, &f->folder))
		return false;
	f->list = read_list(v->arena, f->folder, v->diag);
	if (f->list)
		return check_package(v, f);
	diag_note(v->diag, NO_SPAN,
	          "`" STR_FMT " v" STR_FMT
	          "` is in a directory source, where each package has such "
	          "a file; `cargo vendor` writes it",
	          STR_ARG(c->name), STR_ARG(c->version));
	return false;
}

typedef struct Piece {
	const VendoredWanted *wanted;
	Found *found;
	ParallelRange range; /* of both */
	Arena arena;
} Piece;

static void find_piece(void *piece)
{
	Piece *p = piece;
	for (size_t i = p->range.first; i < p->range.end; i++)
		find_by_name(p->wanted[i].from, &p->arena, &p->found[i]);
}

/* Most are in folders that are called after them: many small files, for several threads. */
static void find_named(const VendoredWanted *wanted, Found *found, size_t count)
{
	enum { FEW = 8 };
	Piece pieces[PARALLEL_MOST] = { 0 };
	ParallelRange ranges[PARALLEL_MOST];
	const size_t parts = parallel_ranges(count, FEW, ranges);
	for (size_t i = 0; i < parts; i++)
		pieces[i] = (Piece){ .wanted = wanted, .found = found, .range = ranges[i] };
	parallel_run(pieces, parts, sizeof(Piece), find_piece);
	for (size_t i = 0; i < parts; i++)
		arena_adopt(wanted->from->arena, &pieces[i].arena);
}

bool vendored_find(VendoredWanted *wanted, size_t count)
{
	if (!count)
		return true;
	Found *found = arena_array(wanted->from->arena, Found, count);
	for (size_t i = 0; i < count; i++) {
		const CrateName *c = &wanted[i].crate;
		if (!crate_check_name(c->name, c->version, wanted[i].from->diag))
			return false;
		found[i].crate = *c;
		list_names(wanted[i].from);
	}
	find_named(wanted, found, count);
	for (size_t i = 0; i < count; i++) {
		Vendored *v = wanted[i].from;
		if (!found[i].named && !find_and_check(v, &found[i]))
			return false;
		*vec_push(v->arena, &v->found, Found *) = &found[i];
		wanted[i].folder = str_from(arena_cstr(v->arena, found[i].folder));
	}
	return true;
}

/* --- files: in worker threads --- */

static bool same_content(const char *path, Str wanted, Buf *why)
{
	char sum[DIGEST_HEX + 1];
	/* a pipe must not make us wait */
	scoped_fd fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || !digest_of_file(fd, sum)) {
		buf_printf(why, "cannot read `%s`: %s", path, strerror(errno));
		return false;
	}
	if (digest_eq(str_from(sum), wanted))
		return true;
	buf_printf(why, "`%s` has changed: expected " STR_FMT ", got %s", path, STR_ARG(wanted),
	           sum);
	return false;
}

static void verify_task(Task *task)
{
	Found *f = (Found *)(void *)task;
	scoped_arena scratch = { 0 };
	Diag silent = { 0 };
	scoped_json root = json_read(f->list, &silent);
	json_each(file, json_get(root, "files"))
	{
		const char *path =
			arena_cstr(&scratch, path_join(&scratch, f->folder, json_key(file)));
		if (!same_content(path, json_text(file), &f->why))
			return;
	}
}

static bool report(const Vendored *v, Found *f)
{
	if (!f->why.len)
		return true;
	diag_error(v->diag, NO_SPAN, "vendored package `" STR_FMT " v" STR_FMT "`: " STR_FMT,
	           STR_ARG(f->crate.name), STR_ARG(f->crate.version), STR_ARG(buf_str(&f->why)));
	diag_help(v->diag, "directory sources are not to be edited: use `[patch]` with a copy of "
	                   "the package, or run `cargo vendor` once more");
	buf_free(&f->why);
	return false;
}

bool vendored_verify(const Vendored *v)
{
	Workers *workers = workers_new(0);
	struct pollfd wait = { .fd = workers_descriptor(workers), .events = POLLIN };
	for (size_t i = 0; i < v->found.count; i++) {
		v->found.items[i]->task.run = verify_task;
		workers_add(workers, &v->found.items[i]->task);
	}
	for (size_t ended = 0; ended < v->found.count;) {
		if (workers_finished(workers))
			ended++;
		else
			poll(&wait, 1, -1);
	}
	workers_free(&workers);
	bool good = true;
	for (size_t i = 0; i < v->found.count; i++)
		good &= report(v, v->found.items[i]);
	return good;
}
