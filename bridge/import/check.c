// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/check.h"

#include "base/files/fs.h"
#include "base/text/diff.h"
#include "base/text/path.h"
#include "bridge/import/import.h"

enum { SHOWN_MAX = 20 };

/* --- causes --- */

typedef struct Explain {
	const CheckCauses *causes;
	Session *session;
	size_t said;
} Explain;

static void explain_tool(Explain *e)
{
	const CheckCauses *c = e->causes;
	if (str_eq(c->was->version, c->now->version))
		return;
	e->said++;
	diag_note(&e->session->diag, NO_SPAN,
	          "the packages were made with l4cargo " STR_FMT "; this is " STR_FMT,
	          STR_ARG(c->was->version), STR_ARG(c->now->version));
}

static void explain_command(Explain *e)
{
	const CheckCauses *c = e->causes;
	if (str_eq(c->was->command, c->now->command))
		return;
	e->said++;
	diag_note(&e->session->diag, NO_SPAN,
	          "the options differ: the packages were made with `" STR_FMT
	          "`, and compared with `" STR_FMT "`",
	          STR_ARG(c->was->command), STR_ARG(c->now->command));
}

static void explain_lock(Explain *e)
{
	const CheckCauses *c = e->causes;
	if (str_eq(c->was->lock, c->now->lock))
		return;
	e->said++;
	diag_note(&e->session->diag, NO_SPAN,
	          "the lock file has changed since the import: `" STR_FMT "`",
	          STR_ARG(c->import->packages->project.lock_path));
}

static const RecordEntry *find_manifest(const Record *r, Str path)
{
	for (size_t i = 0; i < r->manifests.count; i++)
		if (str_eq(r->manifests.items[i].path, path))
			return &r->manifests.items[i];
	return NULL;
}

static void explain_manifests(Explain *e)
{
	const CheckCauses *c = e->causes;
	Arena *a = &e->session->arena;
	for (size_t i = 0; i < c->now->manifests.count; i++) {
		const RecordEntry *now = &c->now->manifests.items[i];
		const RecordEntry *was = find_manifest(c->was, now->path);
		if (was && str_eq(was->hash, now->hash))
			continue;
		if (e->said++ > SHOWN_MAX)
			continue;
		const Str path = path_normalise(a, path_join(a, c->import->out, now->path));
		diag_note(&e->session->diag, NO_SPAN,
		          was ? "a crate was edited since the import: `" STR_FMT "`"
		              : "a crate was added since the import: `" STR_FMT "`",
		          STR_ARG(path));
	}
}

/* Returns the recorded file of the import, or NULL. */
static const RecordEntry *find_file(const Record *r, Str path)
{
	const uint32_t at = map_get(&r->file_at, path);
	return at == MAP_NONE ? NULL : &r->files.items[at];
}

/* Returns what the user did to the file since the import, or NULL if nothing. */
static const char *hand_edit(const CheckCauses *c, const OutDirDifference *d)
{
	scoped_arena scratch = { 0 };
	const RecordEntry *was = find_file(c->was, d->path);
	const Str path = path_join(&scratch, c->import->out, d->path);
	Str text;
	if (d->state == OUTDIR_FOREIGN)
		return "was not written by l4cargo, but has the name of a file of the import";
	if (d->state == OUTDIR_MISSING)
		return was ? "was removed by hand" : NULL;
	if (!was)
		return "is not part of the last import";
	if (!fs_read_quietly(arena_cstr(&scratch, path), &scratch, &text) ||
	    str_eq(record_hash(&scratch, text), was->hash))
		return NULL;
	return "was edited by hand";
}

static void explain_edits(Explain *e)
{
	const CheckCauses *c = e->causes;
	Diag *diag = &e->session->diag;
	size_t edits = 0;
	for (size_t i = 0; i < c->found->count; i++) {
		const OutDirDifference *d = &c->found->items[i];
		const char *what = str_eq(d->path, STR(RECORD_FILE)) ? NULL : hand_edit(c, d);
		if (what && edits++ < SHOWN_MAX)
			diag_note(diag, NO_SPAN, "`" STR_FMT "` %s", STR_ARG(d->path), what);
	}
	if (edits > SHOWN_MAX)
		diag_note(diag, NO_SPAN, "and %zu more of these", edits - SHOWN_MAX);
	e->said += edits;
}

/* Returns whether only files that come with l4cargo differ. */
static bool only_make_side(const OutDirDifferences *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (!str_starts_with(found->items[i].path, STR("bid/")) &&
		    !str_eq(found->items[i].path, STR(RECORD_FILE)))
			return false;
	return true;
}

void check_explain(const CheckCauses *c)
{
	Explain e = { .causes = c, .session = c->import->session };
	Diag *diag = &e.session->diag;
	if (!c->was) {
		diag_note(diag, NO_SPAN,
		          "the reason is not known: there is no `" RECORD_FILE
		          "`, which each import writes");
		return;
	}
	explain_tool(&e);
	explain_command(&e);
	explain_lock(&e);
	explain_manifests(&e);
	explain_edits(&e);
	if (e.said)
		return;
	diag_note(
		diag, NO_SPAN,
		only_make_side(c->found)
			? "the make files that come with l4cargo have changed since the import"
			: "the lock file, manifests and options are unchanged: the configuration, "
			  "the environment, the compiler or a package's targets must have changed");
}

/* --- the diff --- */

static void diff_one(const Import *i, const OutDirDifference *d, Buf *out)
{
	scoped_arena a = { 0 };
	const Str shown = path_join(&a, import_shown_output(i), d->path);
	const char *path = arena_cstr(&a, path_join(&a, i->out, d->path));
	DiffSide before = { shown, STR("") }, after = { shown, STR("") };
	if (d->state == OUTDIR_MISSING)
		before.name = STR("/dev/null");
	else if (fs_kind_link(path) == FILE_REGULAR)
		fs_read_quietly(path, &a, &before.text);
	if (d->wanted)
		after.text = d->wanted->text;
	else
		after.name = STR("/dev/null");
	diff_unified(&before, &after, out);
}

void check_diff(const Import *i, const OutDirDifferences *found, Buf *out)
{
	for (size_t k = 0; k < found->count; k++)
		if (!str_eq(found->items[k].path, STR(RECORD_FILE)))
			diff_one(i, &found->items[k], out);
}
