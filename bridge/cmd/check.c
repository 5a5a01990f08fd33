// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/check.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/import/import.h"
#include "emitters/bid/inputs_file.h"

typedef struct CheckRun {
	Import import;
	const ImportOptions *given;
	const TextList *operands; /* as given */
	ImportOptions recorded;
	TextList recorded_operands;
	Record was, now;
	bool has_record;
} CheckRun;

static bool make_files(CheckRun *c, BidFiles *files)
{
	session_read_lock_only(c->import.session, "check");
	return import_make(&c->import, files);
}

/* Starts the search for configuration at the manifest's folder, where the import was probably run,
 * unless the working folder is below it. */
static void set_config_folder(Session *s, const char *manifest)
{
	const Str folder = manifest ? path_parent(str_from(manifest)) : s->cwd;
	if (!path_is_below(s->cwd, folder))
		s->config_folder = folder;
}

/* Opens the import with the options of its record. */
static bool open_recorded(CheckRun *c, Str out)
{
	Session *s = c->import.session;
	if (!record_options(s, &c->was, out, &c->recorded, &c->recorded_operands)) {
		diag_error(&s->diag, NO_SPAN,
		           "cannot tell from `" STR_FMT "/" RECORD_FILE
		           "` how the packages were imported: give the options of the import",
		           STR_ARG(out));
		return diag_help(&s->diag, "for example `l4cargo check -o FOLDER --release`; "
		                           "`l4cargo import` writes the record again");
	}
	set_config_folder(s, c->recorded.build.manifest_path);
	c->recorded.output = arena_cstr(&s->arena, out);
	c->import = (Import){ .session = s, .options = &c->recorded, .unverified = true };
	return import_open(&c->import, &c->recorded_operands);
}

/* Uses the options of the command line, or, if there are none, those of the import. */
static bool open_import(CheckRun *c)
{
	Session *s = c->import.session;
	Arena *a = &s->arena;
	const bool choices = record_has_choices(s, c->given, c->operands);
	if (c->given->output && !choices) {
		const Str out = path_normalise(a, path_join(a, s->cwd, str_from(c->given->output)));
		c->has_record = record_read(a, out, &c->was);
		if (c->has_record)
			return open_recorded(c, out);
	}
	if (!import_open(&c->import, c->operands))
		return false;
	c->has_record = record_read(a, c->import.out, &c->was);
	return choices || !c->has_record || open_recorded(c, c->import.out);
}

static bool is_there(const CheckRun *c)
{
	Session *s = c->import.session;
	return fs_kind(arena_cstr(&s->arena, c->import.out)) == FILE_FOLDER;
}

static bool say_absent(const CheckRun *c)
{
	Session *s = c->import.session;
	diag_error(&s->diag, NO_SPAN, "there is no import in `" STR_FMT "`",
	           STR_ARG(import_shown_output(&c->import)));
	diag_help(&s->diag, "`l4cargo import` makes one; `-o DIR` names another folder");
	return false;
}

/* The inputs decide when make imports again, and not what it builds. */
static bool is_aside(Str path)
{
	return str_eq(path, STR(RECORD_FILE)) || str_eq(path, STR(BID_INPUTS_FILE));
}

static bool only_aside(const OutDirDifferences *found)
{
	for (size_t i = 0; i < found->count; i++)
		if (!is_aside(found->items[i].path))
			return false;
	return true;
}

static void report_differences(const CheckRun *c, const OutDirDifferences *found)
{
	Session *s = c->import.session;
	size_t missing = 0, stale = 0, differ = 0;
	for (size_t i = 0; i < found->count; i++) {
		const OutDirDifference *d = &found->items[i];
		if (is_aside(d->path))
			continue;
		missing += d->state == OUTDIR_MISSING;
		stale += d->state == OUTDIR_STALE;
		differ += d->state == OUTDIR_DIFFERS || d->state == OUTDIR_FOREIGN;
	}
	const Str shown = import_shown_output(&c->import);
	diag_error(&s->diag, NO_SPAN,
	           "`" STR_FMT "` is not up to date: %zu to change, %zu to add, %zu to remove",
	           STR_ARG(shown), differ, missing, stale);
	check_explain(&(CheckCauses){ &c->import, c->has_record ? &c->was : NULL, &c->now, found });
	diag_help(&s->diag, "run `l4cargo import` with the same options");
}

static bool show_diff(const CheckRun *c, const OutDirDifferences *found)
{
	Session *s = c->import.session;
	scoped_buf text = { 0 };
	if (s->common.quiet)
		return true;
	check_diff(&c->import, found, &text);
	return session_print(s, buf_str(&text));
}

/* Returns whether the packages are up to date; reports the differences otherwise. */
static bool compare_files(CheckRun *c, const BidFiles *files)
{
	Session *s = c->import.session;
	OutDirDifferences found = { 0 };
	record_parse(&s->arena, files->list.items[files->list.count - 1].text, &c->now);
	if (!outdir_compare(&s->arena, c->import.out, files, &s->diag, &found))
		return false;
	if (only_aside(&found))
		return true;
	report_differences(c, &found);
	show_diff(c, &found);
	return false;
}

static int run_check(Session *s, const void *given, const TextList *operands)
{
	CheckRun c = { .import = { .session = s, .options = given, .unverified = true },
		       .given = given,
		       .operands = operands };
	BidFiles files = { .arena = &s->arena };
	size_t vendored = 0, checked = 0;
	if (!open_import(&c))
		return STATUS_FAILED;
	const bool there = is_there(&c);
	if (!there && c.given->output)
		return say_absent(&c), STATUS_FAILED;
	if (!make_files(&c, &files))
		return STATUS_FAILED;
	const bool packages = !there || compare_files(&c, &files);
	if (!check_vendored(&c.import, &vendored) || !packages)
		return STATUS_FAILED;
	if (!there && !vendored)
		return say_absent(&c), STATUS_FAILED;
	checked = there ? files.list.count : 0;
	diag_status(&s->diag, "Checked", "%zu files of `" STR_FMT "` and %zu vendored package%s",
	            checked, STR_ARG(import_shown_output(&c.import)), vendored,
	            vendored == 1 ? "" : "s");
	return STATUS_DONE;
}

const Command cmd_check = {
	.name = "check",
	.summary = "check that an import and its vendored packages are up to date",
	.operands = "[CRATE[@VERSION]]",
	.operands_max = 1,
	.details = "Compares the packages with those that `l4cargo import` would write with the "
		   "same options. Without options, it uses the options of the import. It changes "
		   "neither packages nor Cargo.lock. Standard output gets the differences as a "
		   "unified diff (not with -q), and standard error gets the reasons. The command "
		   "also names every file of a vendored package that was changed, removed or "
		   "added.\n\n"
		   "The exit status is 0 if everything is up to date, and 1 if not.",
	.sets = import_option_sets,
	.options_size = sizeof(ImportOptions),
	.run = run_check,
};
