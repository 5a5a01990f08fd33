// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/map.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "cache/store/gc.h"
#include "cache/store/store.h"
#include "resolver/lock/lockfile.h"

#include <time.h>

typedef struct CleanOptions {
	const char *older_than;
	TextList not_in;
	bool all, dry_run;
} CleanOptions;

static const Option options[] = {
	OPTION_TEXT(CleanOptions, older_than, 0, "older-than", "AGE",
	            "remove entries unused for AGE: 30d, 8w, 12h, 90m, 45s"),
	OPTION_LIST(CleanOptions, not_in, 0, "not-in", "LOCK",
	            "remove crates and checkouts that no given Cargo.lock names"),
	OPTION_FLAG(CleanOptions, all, 0, "all", "remove everything"),
	OPTION_FLAG(CleanOptions, dry_run, 'n', "dry-run",
	            "show what would be removed, and remove nothing"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ 0 },
};

typedef struct Clean {
	Session *session;
	const CleanOptions *options;
	Gc gc;
	int64_t before; /* keep entries that were used later; INT64_MAX: age does not matter */
	Map named; /* what the locks name: checksums, commits, `NAME vVERSION` of crates without
	              checksum */
} Clean;

/* --- options --- */

static bool read_age(Clean *c)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
	enum { LONGEST = 1 << 24 };
	c->before = INT64_MAX;
	if (!c->options->older_than)
		return true;
	const Str text = str_from(c->options->older_than);
	uint64_t n;
	const bool number = text.len && str_to_u64(str_sub(text, 0, text.len - 1), &n);
	for (size_t i = 0; number && n < LONGEST && i < COUNT_OF(units); i++)
		if (text.ptr[text.len - 1] == units[i].unit) {
			c->before = (int64_t)time(NULL) - (int64_t)n * units[i].seconds;
			return true;
		}
	diag_error(&c->session->diag, NO_SPAN, "`%s` is not an age", c->options->older_than);
	diag_help(&c->session->diag, "write a number with a unit (s, m, h, d or w): `30d`");
	return false;
}

static void add_named(Clean *c, const LockPackage *k)
{
	Arena *a = &c->session->arena;
	if (k->checksum.len)
		map_put(&c->named, arena_lower(a, k->checksum), 1);
	else if (k->has_source && k->source->kind == SOURCE_GIT)
		map_put(&c->named, k->source->precise, 1);
	else if (k->has_source)
		map_put(&c->named,
		        arena_printf(a, STR_FMT " v" STR_FMT, STR_ARG(k->name),
		                     STR_ARG(k->version.text)),
		        1);
}

static bool read_locks(Clean *c)
{
	Session *s = c->session;
	map_init(&c->named, &s->arena, 256);
	for (size_t i = 0; i < c->options->not_in.count; i++) {
		const Str path =
			path_join(&s->arena, s->cwd, str_from(c->options->not_in.items[i]));
		const Source *src =
			fs_read_source(arena_cstr(&s->arena, path), NULL, &s->arena, &s->diag);
		const Lockfile *lock = src ? lockfile_read(src, &s->arena, &s->diag) : NULL;
		if (!lock)
			return false;
		for (size_t k = 0; k < lock->count; k++)
			add_named(c, &lock->packages[k]);
	}
	return true;
}

/* --- choice of entries --- */

/* Returns whether a lock names the entry. The key of a crate is the beginning of its checksum, so
 * this searches the checksums. */
static bool is_named(const Clean *c, const Stored *one)
{
	if (map_get(&c->named, one->name) != MAP_NONE || map_get(&c->named, one->key) != MAP_NONE)
		return true;
	if (one->kind != STORED_CRATE || !c->named.slots)
		return false;
	for (size_t i = 0; i < c->named.room; i++)
		if (c->named.slots[i].key.ptr && str_starts_with(c->named.slots[i].key, one->key))
			return true;
	return false;
}

static bool is_removed(const Clean *c, const Stored *one)
{
	const CleanOptions *o = c->options;
	if (o->all)
		return true;
	if (o->not_in.count &&
	    ((one->kind != STORED_CRATE && one->kind != STORED_CHECKOUT) || is_named(c, one)))
		return false;
	return one->used < c->before;
}

static void choose_entries(Clean *c)
{
	for (size_t i = 0; i < c->gc.items.count; i++)
		c->gc.items.items[i].goes = is_removed(c, &c->gc.items.items[i]);
}

/* --- output --- */

/* Prints a line for each kind of entry, and the sum. */
static void print_contents(const Clean *c)
{
	static const char *const names[] = { "crates",           "git checkouts",
		                             "git repositories", "registry indexes",
		                             "Rust libraries",   "records" };
	Arena *a = &c->session->arena;
	Str cells[(STORED_KINDS + 1) * 3];
	size_t rows = 0, all = 0;
	uint64_t all_bytes = 0;
	for (StoredKind kind = 0; kind <= STORED_KINDS; kind++) {
		size_t count = kind == STORED_KINDS ? all : 0;
		uint64_t bytes = kind == STORED_KINDS ? all_bytes : 0;
		for (size_t i = 0; i < c->gc.items.count; i++)
			if (c->gc.items.items[i].kind == kind) {
				count++;
				bytes += c->gc.items.items[i].bytes;
			}
		all += count;
		all_bytes += bytes;
		Str *row = cells + 3 * rows++;
		row[0] = kind == STORED_KINDS ? STR("together") : str_from(names[kind]);
		row[1] = arena_printf(a, "%6zu", count);
		row[2] = arena_printf(a, "%10s", term_size(a, bytes).ptr);
	}
	session_print(c->session, arena_printf(a, STR_FMT "\n", STR_ARG(c->gc.folder)));
	table_print(c->session->out, &(Table){ cells, rows, 3, 2, 2 });
}

static void print_going(const Clean *c)
{
	Session *s = c->session;
	const bool dry = c->options->dry_run;
	size_t count = 0;
	uint64_t bytes = 0;
	scoped_screen text = { 0 };
	for (size_t i = 0; i < c->gc.items.count; i++) {
		const Stored *one = &c->gc.items.items[i];
		if (!one->goes)
			continue;
		count++;
		bytes += one->bytes;
		screen_printf(&text, "%s " STR_FMT " (%s)\n", dry ? "would remove" : "removed",
		              STR_ARG(one->name), term_size(&s->arena, one->bytes).ptr);
	}
	session_print_styled(s, &text);
	diag_status(&s->diag, dry ? "Unchanged" : "Removed", "%zu of %zu entries, %s%s", count,
	            c->gc.items.count, term_size(&s->arena, bytes).ptr,
	            dry ? " would be removed" : "");
}

/* --- the command --- */

static bool clean_cache(Clean *c)
{
	const CleanOptions *o = c->options;
	const bool chosen = o->all || o->older_than || o->not_in.count;
	if (o->dry_run && !chosen) {
		diag_error(&c->session->diag, NO_SPAN,
		           "--dry-run needs --older-than, --not-in or --all");
		diag_help(&c->session->diag, "add one of them, or leave --dry-run out");
		return false;
	}
	if (!gc_open(&c->gc, c->gc.folder, chosen && !o->dry_run))
		return false;
	if (!chosen) {
		print_contents(c);
		return true;
	}
	choose_entries(c);
	if (!o->dry_run && c->gc.items.count && !gc_remove(&c->gc))
		return false;
	print_going(c);
	return true;
}

static int run_clean(Session *s, const void *given, const TextList *operands)
{
	Clean c = { .session = s,
		    .options = given,
		    .gc = { .arena = &s->arena, .diag = &s->diag, .lock = -1 } };
	(void)operands;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &c.gc.folder) || !read_age(&c) ||
	    !read_locks(&c))
		return STATUS_FAILED;
	const bool good = clean_cache(&c);
	gc_close(&c.gc);
	return good ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_clean = {
	.name = "clean",
	.summary = "show the contents of l4cargo's cache, or remove entries",
	.details = "Without options, shows the size and the contents of the cache. With both "
		   "--older-than and --not-in, only what matches both is removed. l4cargo "
		   "downloads removed entries again when it needs them. Imported packages need "
		   "their crates; `l4cargo import` brings them back.\n\n"
		   "Other commands may run at the same time. cargo's own cache is not touched.",
	.sets = sets,
	.options_size = sizeof(CleanOptions),
	.run = run_clean,
};
