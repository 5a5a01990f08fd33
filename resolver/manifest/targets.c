// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/targets.h"

#include "base/core/buf.h"
#include "base/core/map.h"
#include "base/files/fs.h"
#include "base/text/path.h"

#include <stdlib.h>

static const KindRules kinds[] = {
	{ TARGET_BIN, "binary", "bin", "binary", STR_INIT("src/bin"), STR_INIT("src/bins"), TOP_BIN,
	  PACKAGE_AUTOBINS },
	{ TARGET_EXAMPLE, "example", "example", "example", STR_INIT("examples"),
	  STR_INIT("example"), TOP_EXAMPLE, PACKAGE_AUTOEXAMPLES },
	{ TARGET_TEST, "test", "test", "test", STR_INIT("tests"), STR_INIT("test"), TOP_TEST,
	  PACKAGE_AUTOTESTS },
	{ TARGET_BENCH, "benchmark", "bench", "bench", STR_INIT("benches"), STR_INIT("bench"),
	  TOP_BENCH, PACKAGE_AUTOBENCHES },
};

typedef struct Finder { /* reads the targets of one kind */
	const ManifestReader *r;
	const KindRules *k;
	bool has_lib;
	bool is_written; /* the manifest has a list of them, even an empty one */
	WorkspaceChoice automatic;
	TargetSpecs specs;
	DiscoveredList found;
	Map by_name, second; /* name to its first and second index in `found` */
	Arena *scratch;
} Finder;

static bool file_exists(const ManifestReader *r, Str path)
{
	return discover_exists(r->arena, r->m->folder, path);
}

static void read_written(Finder *f, const TomlEntry *e)
{
	f->is_written = e != NULL;
	for (size_t i = 0; e && i < e->value.array.count; i++)
		target_read(f->r, e->value.array.items[i].table, f->k->key, (int)i,
		            vec_push(f->r->arena, &f->specs, TargetSpec));
}

static bool all_complete(const Finder *f)
{
	for (size_t i = 0; i < f->specs.count; i++)
		if (!f->specs.items[i].name.ptr || !f->specs.items[i].path.ptr)
			return false;
	return true;
}

/*
 * Only the library of a registry package is used, and a search for other targets would cost some
 * system calls. A binary without a path needs the search, because Cargo refuses a package whose
 * binary has no file.
 */
static bool need_not_look(const Finder *f)
{
	if (!f->r->published)
		return false;
	return f->k->kind != TARGET_BIN || (f->has_lib && all_complete(f));
}

static void discover_files(Finder *f)
{
	const ManifestReader *r = f->r;
	if (f->k->kind == TARGET_BIN && file_exists(r, STR("src/main.rs")))
		*vec_push(r->arena, &f->found, Discovered) =
			(Discovered){ r->m->name, STR("src/main.rs") };
	discover_folder(r->arena, r->m->folder, f->k->folder, &f->found);
	map_init(&f->by_name, f->scratch, f->found.count);
	map_init(&f->second, f->scratch, 0);
	for (size_t i = 0; i < f->found.count; i++)
		if (map_put(&f->by_name, f->found.items[i].name, (uint32_t)i) != i)
			map_put(&f->second, f->found.items[i].name, (uint32_t)i);
}

enum { LEFT_OUT_NAMED = 3 }; /* the number of files that one warning names */

static void warn_of_2015(const Finder *f, const Str *paths, size_t count)
{
	if (!count || !f->r->c->warn)
		return;
	scoped_buf list = { 0 };
	for (size_t i = 0; i < count && i < LEFT_OUT_NAMED; i++)
		buf_printf(&list, "%s`" STR_FMT "`", i ? ", " : "", STR_ARG(paths[i]));
	if (count > LEFT_OUT_NAMED)
		buf_printf(&list, " and %zu more", count - LEFT_OUT_NAMED);
	reader_warn(
		f->r, f->r->package_at,
		"an explicit [[%s]] section is specified in Cargo.toml which currently disables "
		"Cargo from automatically inferring other %s targets: " STR_FMT
		"; this will change in the Rust 2018 edition",
		f->k->key, f->k->human, STR_ARG(buf_str(&list)));
	diag_help(f->r->diag, "add `auto%ss = false` to your [package] section to keep %s out",
	          f->k->kind == TARGET_BENCH ? "benche" : f->k->key, count > 1 ? "them" : "it");
}

/* Adds the discovered targets that the list has neither by name nor by path. */
static void add_found(Finder *f)
{
	Map seen;
	map_init(&seen, f->scratch, f->specs.count * 2);
	for (size_t i = 0; i < f->specs.count; i++) {
		const TargetSpec *s = &f->specs.items[i];
		/* Names and paths share the map: only the paths contain a slash. */
		if (s->name.ptr && str_find(s->name, '/') < 0)
			map_put(&seen, s->name, 0);
		const Str path = s->path.ptr ? path_normalise(f->scratch, s->path) : STR("");
		if (str_find(path, '/') >= 0)
			map_put(&seen, path, 0);
	}
	const bool off = f->is_written && f->automatic == UNSET && f->r->m->edition == EDITION_2015;
	Str *left_out = arena_array(f->scratch, Str, f->found.count);
	size_t count = 0;
	for (size_t i = 0; i < f->found.count; i++) {
		const Discovered *d = &f->found.items[i];
		if (map_get(&seen, d->name) != MAP_NONE || map_get(&seen, d->path) != MAP_NONE)
			continue;
		if (off)
			left_out[count++] = d->path;
		else
			*vec_push(f->r->arena, &f->specs, TargetSpec) = (TargetSpec){
				.name = d->name, .path = d->path, .at = f->r->package_at
			};
	}
	warn_of_2015(f, left_out, count);
}

static int by_name(const void *a, const void *b)
{
	const TargetSpec *x = a, *y = b;
	return str_compare(x->name, y->name);
}

/* Returns a path that Cargo also tries in edition 2015; ptr NULL if there is no file. */
static Str legacy_path(const Finder *f, Str name)
{
	const ManifestReader *r = f->r;
	const Str none = { 0 };
	Str tried[] = { STR("src/main.rs"), STR("src/bin/main.rs") };
	if (r->m->edition != EDITION_2015)
		return none;
	if (f->k->kind == TARGET_BENCH && str_eq(name, STR("bench")))
		return file_exists(r, STR("src/bench.rs")) ? STR("src/bench.rs") : none;
	if (f->k->kind != TARGET_BIN)
		return none;
	const Str own = arena_printf(r->arena, "src/" STR_FMT ".rs", STR_ARG(name));
	if (!f->has_lib && file_exists(r, own))
		return own;
	for (size_t i = 0; i < COUNT_OF(tried); i++)
		if (file_exists(r, tried[i]))
			return tried[i];
	return none;
}

/* A missing file of a binary is always an error; of other kinds, only in members. */
static bool not_found(const Finder *f, Span at, Str text)
{
	if (f->k->kind == TARGET_BIN)
		return diag_error(f->r->diag, at, STR_FMT, STR_ARG(text));
	return reader_member_error(f->r, at, STR_FMT, STR_ARG(text));
}

static void suggest_target(const Finder *f, const TargetSpec *s, Str usual)
{
	const Str name = s->name;
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	for (size_t i = 0; i < f->found.count && !f->r->diag->muted; i++)
		closest_offer(name, f->found.items[i].name, &best, &edits);
	if (best.ptr)
		diag_help(f->r->diag, "a %s with a similar name exists: `" STR_FMT "`", f->k->key,
		          STR_ARG(best));
	else
		diag_help(f->r->diag, "make `" STR_FMT "`, or add `path = \"FILE.rs\"`",
		          STR_ARG(usual));
}

/* Sets the two usual paths of a target: a file, or main.rs in a folder. */
static void usual_paths(const Finder *f, Str folder, Str name, Str out[2])
{
	out[0] = arena_printf(f->r->arena, STR_FMT "/" STR_FMT ".rs", STR_ARG(folder),
	                      STR_ARG(name));
	out[1] = arena_printf(f->r->arena, STR_FMT "/" STR_FMT "/main.rs", STR_ARG(folder),
	                      STR_ARG(name));
}

static void report_missing(const Finder *f, const TargetSpec *s)
{
	const unsigned before = f->r->diag->errors;
	Str right[2], wrong[2];
	usual_paths(f, f->k->folder, s->name, right);
	usual_paths(f, f->k->wrong_folder, s->name, wrong);
	for (size_t i = 0; i < 2; i++) {
		if (!file_exists(f->r, wrong[i]))
			continue;
		not_found(f, s->at,
		          arena_printf(f->r->arena,
		                       "can't find `" STR_FMT
		                       "` %s at default paths, but found a file at `" STR_FMT "`",
		                       STR_ARG(s->name), f->k->key, STR_ARG(wrong[i])));
		if (f->r->diag->errors > before)
			diag_help(f->r->diag,
			          "perhaps rename the file to `" STR_FMT
			          "` for target auto-discovery, or specify %s.path if you want to "
			          "use a non-default path",
			          STR_ARG(right[i]), f->k->key);
		return;
	}
	not_found(f, s->at,
	          arena_printf(f->r->arena,
	                       "can't find `" STR_FMT "` %s at `" STR_FMT "` or `" STR_FMT
	                       "`; please specify %s.path if you want to use a non-default path",
	                       STR_ARG(s->name), f->k->key, STR_ARG(right[0]), STR_ARG(right[1]),
	                       f->k->key));
	if (f->r->diag->errors > before)
		suggest_target(f, s, right[0]);
}

static void report_two(const Finder *f, const TargetSpec *s, uint32_t first, uint32_t second)
{
	const unsigned before = f->r->diag->errors;
	not_found(f, s->at,
	          arena_printf(f->r->arena,
	                       "cannot infer path for `" STR_FMT
	                       "` %s: Cargo doesn't know which to use because multiple target "
	                       "files found at `" STR_FMT "` and `" STR_FMT "`",
	                       STR_ARG(s->name), f->k->key, STR_ARG(f->found.items[first].path),
	                       STR_ARG(f->found.items[second].path)));
	if (f->r->diag->errors > before)
		diag_help(f->r->diag,
		          "remove one of the files, or say which: `path = \"" STR_FMT "\"`",
		          STR_ARG(f->found.items[first].path));
}

/* Finds the path of a target that is written without one. */
static bool find_path(const Finder *f, TargetSpec *s)
{
	const uint32_t first = f->found.count ? map_get(&f->by_name, s->name) : MAP_NONE;
	const uint32_t second = first == MAP_NONE ? MAP_NONE : map_get(&f->second, s->name);
	const bool two = second != MAP_NONE;
	if (first != MAP_NONE && !two) {
		s->path = f->found.items[first].path;
		return true;
	}
	s->path = legacy_path(f, s->name);
	if (s->path.ptr) {
		reader_warn(f->r, s->at,
		            "path `" STR_FMT
		            "` was erroneously implicitly accepted for %s `" STR_FMT
		            "`, please set %s.path in Cargo.toml",
		            STR_ARG(s->path), f->k->human, STR_ARG(s->name), f->k->key);
		return true;
	}
	if (two)
		report_two(f, s, first, second);
	else if (!need_not_look(f))
		report_missing(f, s);
	return false;
}

static void make_all(Finder *f, TargetList *list)
{
	Map seen;
	map_init(&seen, f->scratch, f->specs.count);
	for (size_t i = 0; i < f->specs.count; i++) {
		TargetSpec *s = &f->specs.items[i];
		if (!target_check(f->r, f->k, s) || (!s->path.ptr && !find_path(f, s)))
			continue;
		const uint32_t first = map_put(&seen, s->name, (uint32_t)i);
		if (first == i) {
			target_make(f->r, f->k, s, list);
			continue;
		}
		diag_error(f->r->diag, s->at,
		           "found duplicate %s name " STR_FMT
		           ", but all %s targets must have a unique name",
		           f->k->unique, STR_ARG(s->name), f->k->unique);
		diag_note(f->r->diag, f->specs.items[first].at, "the other one is here");
		diag_help(f->r->diag, "rename one of them");
	}
}

static void read_kind(ManifestReader *r, const KindRules *k, Keys top, Keys package,
                      TargetList *list)
{
	scoped_arena scratch = { 0 };
	Finder f = { .r = r,
		     .k = k,
		     .automatic = key_choice(package[k->automatic]),
		     .has_lib = list->count && list->items[0].kind == TARGET_LIB,
		     .scratch = &scratch };
	read_written(&f, top[k->top]);
	/* Cargo does not sort the targets of a manifest that it normalised itself. */
	if (f.automatic != NO || !all_complete(&f)) {
		if (!need_not_look(&f))
			discover_files(&f);
		if (f.automatic != NO)
			add_found(&f);
		if (f.specs.count)
			qsort(f.specs.items, f.specs.count, sizeof(TargetSpec), by_name);
	}
	make_all(&f, list);
}

/* Finds the path of a library that is written without one. */
static bool find_lib_path(const ManifestReader *r, TargetSpec *s)
{
	s->path = STR("src/lib.rs");
	if (file_exists(r, s->path))
		return true;
	s->path = arena_printf(r->arena, "src/" STR_FMT ".rs", STR_ARG(s->name));
	if (r->m->edition == EDITION_2015 && file_exists(r, s->path)) {
		reader_warn(r, s->at,
		            "path `" STR_FMT "` was erroneously implicitly accepted for "
		            "library `" STR_FMT "`, please rename the file to `src/lib.rs` or set "
		            "lib.path in Cargo.toml",
		            STR_ARG(s->path), STR_ARG(s->name));
		return true;
	}
	diag_error(r->diag, s->at,
	           "can't find library `" STR_FMT
	           "`, rename file to `src/lib.rs` or specify lib.path",
	           STR_ARG(s->name));
	return diag_help(r->diag, "make `src/lib.rs`, or add `path = \"FILE.rs\"` to `[lib]`");
}

static void read_lib(ManifestReader *r, const TomlEntry *e, const TomlEntry *automatic,
                     TargetList *list)
{
	TargetSpec s = { .at = r->package_at };
	const bool off = key_choice(automatic) == NO;
	if (e)
		target_read(r, e->value.table, "lib", -1, &s);
	else if (off || !file_exists(r, STR("src/lib.rs")))
		return;
	const bool complete = off && s.name.ptr && s.path.ptr;
	if (!complete && !s.name.ptr)
		s.name = arena_replaced(r->arena, r->m->name, '-', '_');
	if (!e)
		s.path = STR("src/lib.rs");
	if (target_check_lib(r, &s) && (s.path.ptr || find_lib_path(r, &s)))
		target_make_lib(r, &s, list);
}

static void read_script(ManifestReader *r, const TomlEntry *e, TargetList *list)
{
	Str path = STR("build.rs");
	if (!e) {
		const Str full = path_join(r->arena, r->m->folder, path);
		if (fs_kind(arena_cstr(r->arena, full)) != FILE_REGULAR)
			return;
	} else if (e->value.kind == TOML_BOOL) {
		if (!e->value.boolean)
			return;
	} else if (e->value.kind == TOML_ARRAY) {
		reader_unstable(r, e->key_at, "multiple-build-scripts");
		return;
	} else {
		path = path_normalise(r->arena, key_text(e));
		const Str name = path_name(path);
		if (!name.len || str_eq(name, STR("..")) || str_eq(name, STR("."))) {
			diag_error(r->diag, e->value.at, "invalid `package.build` file name");
			diag_help(
				r->diag,
				"write the path of a file in the package: `build = \"build.rs\"`");
			return;
		}
	}
	target_make_script(r, path, key_at(e, r->package_at), list);
}

static const char *const kind_names[] = { "lib",   "bin",         "example", "integration-test",
	                                  "bench", "custom-build" };

/* A file in several targets is compiled, and its tests run, several times. */
static void warn_of_shared_files(const ManifestReader *r)
{
	scoped_arena scratch = { 0 };
	Map first;
	if (!r->c->warn)
		return;
	map_init(&first, &scratch, r->m->target_count);
	for (size_t i = 0; i < r->m->target_count; i++) {
		const Target *t = &r->m->targets[i];
		const Target *other = &r->m->targets[map_put(&first, t->path, (uint32_t)i)];
		if (other == t)
			continue;
		diag_warning(r->diag, t->at,
		             "file `" STR_FMT "` found to be present in multiple build targets",
		             STR_ARG(t->path));
		diag_note(r->diag, other->at,
		          "the `%s` target `" STR_FMT "` and the `%s` target `" STR_FMT "`",
		          kind_names[other->kind], STR_ARG(other->raw_name), kind_names[t->kind],
		          STR_ARG(t->raw_name));
	}
}

static void check_default_run(const ManifestReader *r, const TomlEntry *e)
{
	Str best = { 0 };
	size_t edits = CLOSEST_NONE;
	if (!e)
		return;
	for (size_t i = 0; i < r->m->target_count; i++)
		if (r->m->targets[i].kind == TARGET_BIN)
			closest_offer(key_text(e), r->m->targets[i].raw_name, &best, &edits);
	if (best.ptr && !edits)
		return;
	diag_error(r->diag, e->value.at, "default-run target `" STR_FMT "` not found",
	           STR_ARG(key_text(e)));
	if (best.ptr)
		diag_help(r->diag, "a target with a similar name exists: `" STR_FMT "`",
		          STR_ARG(best));
	else
		diag_help(r->diag, "name one of the package's programs, or remove the key");
}

/*
 * Sets the fields of the manifest that depend on its targets. Returns false if it has only a
 * script, or none.
 */
static bool note_targets(Manifest *m, const TargetList *list)
{
	bool any = false;
	m->targets = list->items;
	m->target_count = list->count;
	for (size_t i = 0; i < list->count; i++) {
		const Target *t = &list->items[i];
		m->lib = t->kind == TARGET_LIB ? t : m->lib;
		m->script = t->kind == TARGET_CUSTOM_BUILD ? t : m->script;
		m->proc_macro |= t->proc_macro;
		any |= t->kind != TARGET_CUSTOM_BUILD;
	}
	return any;
}

void read_targets(ManifestReader *r, Keys top, Keys package)
{
	TargetList list = { 0 };
	const unsigned before = r->diag->errors;
	if (!r->m->name.len)
		return; /* this error was reported; other errors would only follow from it */
	read_lib(r, top[TOP_LIB], package[PACKAGE_AUTOLIB], &list);
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		read_kind(r, &kinds[i], top, package, &list);
	read_script(r, package[PACKAGE_BUILD], &list);
	if (!note_targets(r->m, &list) && r->diag->errors == before) {
		diag_error(r->diag, r->package_at, "no targets specified in the manifest");
		diag_help(r->diag, "either src/lib.rs, src/main.rs, a [lib] section, or [[bin]] "
		                   "section must be present");
	}
	if (r->m->links.ptr && !r->m->script && r->diag->errors == before) {
		diag_error(r->diag, r->m->links_at,
		           "package specifies that it links to `" STR_FMT
		           "` but does not have a custom build script",
		           STR_ARG(r->m->links));
		diag_help(r->diag, "add a `build.rs`, or remove `links`");
	}
	if (r->diag->errors == before)
		check_default_run(r, package[PACKAGE_DEFAULT_RUN]);
	warn_of_shared_files(r);
}
