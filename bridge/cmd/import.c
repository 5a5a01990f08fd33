// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/import.h"
#include "base/files/fs.h"
#include "bridge/cmd/command.h"
#include "bridge/import/again.h"
#include "bridge/import/foreign.h"
#include "bridge/import/inputs.h"
#include "bridge/import/make_inputs.h"
#include "cache/settle.h"
#include "cache/store/store.h"

static void report_import(const Import *i, const OutDirChanges *c)
{
	Session *s = i->session;
	const Str out = import_shown_output(i);
	import_report_written(i, c);
	if (i->repeated)
		return;
	if (i->tree.len)
		diag_status(
			&s->diag, "Finished",
			"import into `" STR_FMT "`; build it with `make O=...` in `" STR_FMT
			"`, once, so that BID finds new packages; then also with `make -C " STR_FMT
			" O=... -j`",
			STR_ARG(out), STR_ARG(i->tree), STR_ARG(out));
	else
		diag_status(&s->diag, "Finished",
		            "import into `" STR_FMT "`; build it with `make -C " STR_FMT " -j`",
		            STR_ARG(out), STR_ARG(out));
}

typedef struct ImportWriting {
	const Import *import;
	const Freshness *freshness;
	const BidFiles *files;
} ImportWriting;

static bool results_are_unknown(const void *ctx)
{
	const ImportWriting *w = ctx;
	return import_is_unknown(w->import, w->freshness);
}

static bool write_freshness(const void *ctx)
{
	const ImportWriting *w = ctx;
	const Import *i = w->import;
	Session *s = i->session;
	Inputs in;
	Freshness made = *w->freshness;
	bool any_late = false;
	inputs_init(&in, s);
	inputs_add_project(&in, i->packages, &i->tool);
	for (size_t k = 0; k < in.paths.count; k++)
		any_late |= make_inputs_is_late(i, in.paths.items[k]);
	if (make_inputs_apply(i) && !make_inputs_date(i, any_late))
		return diag_errno(&s->diag,
		                  "cannot set the time of `" STR_FMT "/" BID_INPUTS_FILE "`",
		                  STR_ARG(i->out));
	inputs_add_outputs(&in, i->out, w->files);
	if (i->tree.len)
		inputs_add_above(&in, i->links.start, "l4cargo.toml");
	if (!in.complete || any_late)
		made.key = STR("");
	return freshness_write(&made, &in.paths, &s->diag);
}

static bool write_import(Import *i, const Freshness *freshness, Str cache)
{
	Session *s = i->session;
	BidFiles files = { .arena = &s->arena };
	OutDirChanges changes;
	const ImportWriting writing = { i, freshness, &files };
	const OutDirLocked locked = { results_are_unknown, write_freshness, &writing };
	if (!import_make(i, &files) || !tool_write_place(s, &i->tool, cache) ||
	    !outdir_write(i->out, &files, &locked, &s->diag, &changes))
		return false;
	report_import(i, &changes);
	return true;
}

static bool open_import(Import *i, const TextList *operands, Str cache, Again *again)
{
	const bool repeated = i->options->again;
	const struct timespec began = fs_now();
	if (!(repeated ? import_open_again(i, operands, cache, again) : import_open(i, operands)))
		return false;
	i->repeated = repeated;
	i->began = began;
	return true;
}

/* An import that is not out of date, but make may have thought so: a file has a new time stamp. */
static bool is_fresh(const Import *i, const Freshness *freshness)
{
	return freshness_holds(freshness) && (!make_inputs_apply(i) || make_inputs_date(i, false));
}

static int run_import(Session *s, const void *given, const TextList *operands)
{
	Import i = { .session = s, .options = given };
	Again again = { .lock = -1 };
	Str cache;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &cache) ||
	    !open_import(&i, operands, cache, &again))
		return STATUS_FAILED;
	Freshness freshness = freshness_of(&s->arena, cache, i.out);
	if (!import_check_links(&i) ||
	    !import_check_owner(&i, i.options->output ? import_folder_name(&i) : STR("")))
		return STATUS_FAILED;
	settle_store(cache, settle_boot(&s->arena)); /* a fresh import relies on the store */
	freshness.key = inputs_key(s, i.project, i.out);
	if (is_fresh(&i, &freshness)) {
		/* all imports share tool.mk: another l4cargo may have written it since */
		if (!tool_write_place(s, &i.tool, cache))
			return STATUS_FAILED;
		const Str out = import_shown_output(&i);
		if (!i.repeated)
			diag_status(&s->diag, "Fresh",
			            "import in `" STR_FMT "`; build it with `make -C " STR_FMT
			            "%s -j`",
			            STR_ARG(out), STR_ARG(out), i.tree.len ? " O=..." : "");
		return STATUS_DONE;
	}
	return write_import(&i, &freshness, cache) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_import = {
	.name = "import",
	.summary = "make BID packages from a crate or a cargo project",
	.operands = "[CRATE[@VERSION]]",
	.operands_max = 1,
	.details = "With CRATE, l4cargo downloads that published crate and imports it with the "
		   "lock file that it was published with. Without VERSION, it takes the newest "
		   "release. Without CRATE, it imports the project of the nearest Cargo.toml and "
		   "uses the project's sources in place.\n\n"
		   "Afterwards `make -C DIR -jN` builds all packages. `make` in the folder of one "
		   "package builds that package and the packages that it needs. If a manifest, "
		   "the lock file or the configuration of a project changes, make first imports "
		   "it again, with `--again`.",
	.sets = import_command_sets,
	.options_size = sizeof(ImportOptions),
	.run = run_import,
};
