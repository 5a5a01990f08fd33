// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/vendored.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/system/digest.h"
#include "base/system/workers.h"
#include "base/text/path.h"
#include "base/toml/toml.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

typedef struct VendoredCrate {
	Vendored *from;
	CrateName crate;
	Span at; /* its place in the lock file */
	Str folder;
	bool good; /* its list is that of the locked package */
	Buf why;   /* the fault of one of its files; empty if there is none */
} VendoredCrate;

typedef struct Scanned { /* a package in a folder with any name */
	Str folder, key;
} Scanned;

struct Vendored {
	Arena *arena;
	Diag *diag;
	Str folder;
	VEC(VendoredCrate *) found;
	bool listed;
	Map names; /* if `listed`: the names in the folder; empty if it cannot be read */
	bool scanned;
	VEC(Scanned) packages;
	Map by_key; /* if `scanned`: from `NAME VERSION` to the last such item of `packages` */
};

Vendored *vendored_open(Arena *a, Diag *diag, Str folder)
{
	Vendored *v = arena_new(a, Vendored);
	*v = (Vendored){ .arena = a, .diag = diag, .folder = folder };
	return v;
}

/* --- packages in folders with other names --- */

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
	const Str key = package_key(v, name->text, version->text);
	map_set(&v->by_key, key, (uint32_t)v->packages.count);
	*vec_push(v->arena, &v->packages, Scanned) = (Scanned){ folder, key };
	return true;
}

/* As in Cargo, folders that begin with a dot, such as those of version control, are skipped. */
static bool scan_folder(Vendored *v)
{
	FsEntry *entries;
	size_t count;
	if (!fs_list(arena_cstr(v->arena, v->folder), v->arena, &entries, &count))
		return diag_errno(v->diag, "cannot read the directory source `" STR_FMT "`",
		                  STR_ARG(v->folder));
	map_init(&v->by_key, v->arena, count);
	v->scanned = true;
	for (size_t i = 0; i < count; i++)
		if (!str_starts_with(entries[i].name, STR(".")) &&
		    !add_package(v, path_join(v->arena, v->folder, entries[i].name)))
			return false;
	return true;
}

static bool find_by_manifest(Vendored *v, const CrateName *crate, Span at, Str *folder)
{
	if (!v->scanned && !scan_folder(v))
		return false;
	const uint32_t place = map_get(&v->by_key, package_key(v, crate->name, crate->version));
	if (place != MAP_NONE) {
		*folder = v->packages.items[place].folder;
		return true;
	}
	diag_error(v->diag, at,
	           "the directory source `" STR_FMT "` has no package `" STR_FMT " v" STR_FMT "`",
	           STR_ARG(v->folder), STR_ARG(crate->name), STR_ARG(crate->version));
	diag_help(v->diag, "run `cargo vendor` once more, without the source replacement");
	return false;
}

/* Returns whether `folder` has a package with that name and version. Call scan_folder first. */
static bool is_there(Vendored *v, const CrateName *crate, Str folder)
{
	const Str key = package_key(v, crate->name, crate->version);
	for (size_t i = 0; i < v->packages.count; i++)
		if (str_eq(v->packages.items[i].folder, folder) &&
		    str_eq(v->packages.items[i].key, key))
			return true;
	return false;
}

/* --- packages in folders with their names --- */

static void list_names(Vendored *v)
{
	FsEntry *entries;
	size_t count;
	if (v->listed)
		return;
	v->listed = true;
	if (!fs_list(arena_cstr(v->arena, v->folder), v->arena, &entries, &count))
		return;
	map_init(&v->names, v->arena, count);
	for (size_t i = 0; i < count; i++)
		map_put(&v->names, entries[i].name, 0);
}

/* Cargo names a folder after its package, with the version if there are several. */
static bool find_by_name(Vendored *v, const CrateName *crate, Str *folder)
{
	const Str versioned = arena_printf(v->arena, STR_FMT "-" STR_FMT, STR_ARG(crate->name),
	                                   STR_ARG(crate->version));
	const Str tries[] = { versioned, crate->name };
	list_names(v);
	for (size_t i = 0; i < COUNT_OF(tries); i++) {
		if (map_get(&v->names, tries[i]) == MAP_NONE)
			continue;
		*folder = path_join(v->arena, v->folder, tries[i]);
		return true;
	}
	return false;
}

bool vendored_find(Vendored *v, const CrateName *crate, Span at, Str *folder)
{
	if (!crate_check_name(crate->name, crate->version, v->diag) ||
	    (!find_by_name(v, crate, folder) && !find_by_manifest(v, crate, at, folder)))
		return false;
	VendoredCrate *f = arena_new(v->arena, VendoredCrate);
	*f = (VendoredCrate){ .from = v, .crate = *crate, .at = at, .folder = *folder };
	*vec_push(v->arena, &v->found, VendoredCrate *) = f;
	return true;
}

static bool is_same(const CrateName *a, const CrateName *b)
{
	return str_eq(a->name, b->name) && str_eq(a->version, b->version);
}

bool vendored_find_elsewhere(Vendored *v, const CrateName *crate, Span at, Str *folder)
{
	if (!find_by_manifest(v, crate, at, folder))
		return false;
	for (size_t i = 0; i < v->found.count; i++)
		if (is_same(&v->found.items[i]->crate, crate))
			v->found.items[i]->folder = *folder;
	return true;
}

/* --- checksum lists --- */

static const Source *read_list(Arena *a, Str folder, Diag *diag)
{
	const Str path = path_join(a, folder, STR(".cargo-checksum.json"));
	return fs_read_source(arena_cstr(a, path), NULL, a, diag);
}

static bool is_list(const Json *root)
{
	return json_kind(json_get(root, "files")) == JSON_OBJECT;
}

/* Compares the archive's checksum, which proves that it is the locked package. */
static bool is_locked_one(const Json *root, const CrateName *crate)
{
	return !crate->checksum.len || digest_eq(json_string(root, "package"), crate->checksum);
}

static bool refuse_list(Vendored *v, const VendoredCrate *f, const Json *root, const char *path)
{
	const CrateName *c = &f->crate;
	if (!is_list(root)) {
		diag_error(v->diag, f->at, "%s: it has no list of `files`", path);
		return diag_help(v->diag, "run `cargo vendor` or `l4cargo vendor` again");
	}
	const Str sum = json_string(root, "package");
	if (sum.len)
		diag_error(v->diag, f->at,
		           "the checksum of `" STR_FMT " v" STR_FMT
		           "` changed: the lock file has " STR_FMT ", `%s` has " STR_FMT,
		           STR_ARG(c->name), STR_ARG(c->version), STR_ARG(c->checksum), path,
		           STR_ARG(sum));
	else
		diag_error(v->diag, f->at,
		           "`" STR_FMT " v" STR_FMT
		           "` has a checksum in the lock file, but none in `%s`",
		           STR_ARG(c->name), STR_ARG(c->version), path);
	return diag_help(v->diag, "the package is not the locked one: run `cargo vendor` once "
	                          "more, without the source replacement");
}

static bool check_aloud(Vendored *v, const VendoredCrate *f)
{
	const Source *list = read_list(v->arena, f->folder, v->diag);
	if (!list) {
		diag_note(v->diag, f->at,
		          "`" STR_FMT " v" STR_FMT
		          "` is in a directory source, where each package has such "
		          "a file; `cargo vendor` writes it",
		          STR_ARG(f->crate.name), STR_ARG(f->crate.version));
		return false;
	}
	scoped_json root = json_read(list, v->diag);
	return root && ((is_list(root) && is_locked_one(root, &f->crate)) ||
	                refuse_list(v, f, root, list->path));
}

/* The folder may contain another package than its name says: looks for the right one first. */
static bool check_again(VendoredCrate *f)
{
	Vendored *v = f->from;
	Str folder;
	if (!find_by_manifest(v, &f->crate, f->at, &folder))
		return false;
	if (!is_there(v, &f->crate, f->folder))
		f->folder = folder;
	return check_aloud(v, f);
}

/* --- work on crates, in worker threads --- */

/* Works on a crate and its list, which is NULL if it cannot be read. Reports nothing. */
typedef void ListWork(VendoredCrate *f, const Json *list, Arena *scratch);

typedef struct VendoredBatch {
	WorkerTask task; /* must be first: the workers return a pointer to it */
	ListWork *work;
	VendoredCrate *const *crates;
	size_t count;
} VendoredBatch;

static void run_batch(WorkerTask *task)
{
	const VendoredBatch *b = (const VendoredBatch *)(const void *)task;
	scoped_arena scratch = { 0 };
	for (size_t i = 0; i < b->count; i++) {
		Diag silent = { 0 };
		const Source *list = read_list(&scratch, b->crates[i]->folder, &silent);
		scoped_json root = list ? json_read(list, &silent) : NULL;
		b->work(b->crates[i], root, &scratch);
		arena_clear(&scratch);
	}
}

/* Adds a task for every `together` crates that were found. */
static void add_batches(Workers *workers, const Vendored *v, ListWork *work, size_t together)
{
	for (size_t i = 0; i < v->found.count; i += together) {
		const size_t left = v->found.count - i;
		VendoredBatch *b = arena_new(v->arena, VendoredBatch);
		*b = (VendoredBatch){ .task.run = run_batch,
			              .work = work,
			              .crates = v->found.items + i,
			              .count = left < together ? left : together };
		workers_add(workers, &b->task);
	}
}

/* --- the lists --- */

struct VendoredCheck {
	Workers *workers;
	VEC(Vendored *) of;
};

/* vendored_checked checks the bad ones again, with messages. */
static void check_list(VendoredCrate *f, const Json *list, Arena *scratch)
{
	(void)scratch;
	f->good = list && is_list(list) && is_locked_one(list, &f->crate);
}

enum { LISTS_TOGETHER = 16 }; /* one list is too little work for a task */

VendoredCheck *vendored_check(Arena *a, Vendored *const *all, size_t count)
{
	VendoredCheck *c = arena_new(a, VendoredCheck);
	c->workers = workers_new(workers_besides());
	for (size_t i = 0; i < count; i++) {
		*vec_push(a, &c->of, Vendored *) = all[i];
		add_batches(c->workers, all[i], check_list, LISTS_TOGETHER);
	}
	return c;
}

void vendored_check_drop(VendoredCheck *c)
{
	workers_free(&c->workers);
}

static int by_crate(const void *a, const void *b)
{
	const VendoredCrate *const *x = a, *const *y = b;
	const int order = str_compare((*x)->crate.name, (*y)->crate.name);
	return order ? order : str_compare((*x)->crate.version, (*y)->crate.version);
}

/* Sorts them for the messages: the order in which they were found may vary. */
static bool check_bad_ones(VendoredCrate **bad, size_t count)
{
	bool good = true;
	qsort(bad, count, sizeof(VendoredCrate *), by_crate);
	for (size_t i = 0; i < count; i++)
		good &= check_again(bad[i]);
	return good;
}

bool vendored_checked(VendoredCheck *c)
{
	scoped_arena scratch = { 0 };
	VEC(VendoredCrate *) bad = { 0 };
	workers_finish(&c->workers);
	for (size_t i = 0; i < c->of.count; i++) {
		const Vendored *v = c->of.items[i];
		for (size_t k = 0; k < v->found.count; k++)
			if (!v->found.items[k]->good)
				*vec_push(&scratch, &bad, VendoredCrate *) = v->found.items[k];
	}
	return !bad.count || check_bad_ones(bad.items, bad.count);
}

/* --- the files --- */

static bool same_content(const char *path, Str wanted, Buf *why)
{
	char sum[DIGEST_HEX + 1];
	/* does not wait for a pipe */
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

static void check_files(VendoredCrate *f, const Json *list, Arena *scratch)
{
	json_each(file, json_get(list, "files"))
	{
		const char *path =
			arena_cstr(scratch, path_join(scratch, f->folder, json_key(file)));
		if (!same_content(path, json_text(file), &f->why))
			return;
	}
}

static bool report_fault(const Vendored *v, VendoredCrate *f)
{
	if (!f->why.len)
		return true;
	diag_error(v->diag, f->at, "vendored package `" STR_FMT " v" STR_FMT "`: " STR_FMT,
	           STR_ARG(f->crate.name), STR_ARG(f->crate.version), STR_ARG(buf_str(&f->why)));
	diag_help(v->diag, "directory sources must not be edited: use `[patch]` with a copy of the "
	                   "package, or run `cargo vendor` once more");
	buf_free(&f->why);
	return false;
}

bool vendored_verify(const Vendored *v)
{
	Workers *workers = workers_new(workers_besides());
	add_batches(workers, v, check_files, 1);
	workers_finish(&workers);
	bool good = true;
	for (size_t i = 0; i < v->found.count; i++)
		good &= report_fault(v, v->found.items[i]);
	return good;
}
