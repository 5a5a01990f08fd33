// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/import/l4tree.h"
#include "bridge/import/record.h"
#include "emitters/bid/outdir_owner.h"
#include "emitters/bid/outdir_remove.h"

typedef struct RemoveOptions {
	bool dry_run;
} RemoveOptions;

static const Option options[] = {
	OPTION_FLAG(RemoveOptions, dry_run, 'n', "dry-run",
	            "show what would be removed, and remove nothing"),
	OPTION_END,
};

static const OptionSet sets[] = { { "Options", options, 0 }, { 0 } };

typedef struct Remove {
	Session *session;
	const RemoveOptions *options;
	const char *given;
	Str folder; /* absolute */
	OutDirLeft left;
} Remove;

static bool no_import(const Remove *r)
{
	Diag *d = &r->session->diag;
	diag_error(d, NO_SPAN, "there is no import in `%s`", r->given);
	return diag_help(d, "name the folder that `l4cargo import` wrote to; it has a file "
	                    "`" RECORD_FILE "`");
}

/* Checks that the folder is not a link: the folder behind it may be anybody's. */
static bool check_folder(const Remove *r)
{
	Diag *d = &r->session->diag;
	const char *path = arena_cstr(&r->session->arena, r->folder);
	if (fs_kind_link(path) == FILE_FOLDER)
		return true;
	if (fs_kind(path) != FILE_FOLDER) {
		diag_error(d, NO_SPAN, "there is no folder `%s`", r->given);
		return diag_help(d, "name the folder that `l4cargo import` wrote to");
	}
	diag_error(d, NO_SPAN, "`%s` is a link", r->given);
	return diag_help(d, "name the folder that it points to");
}

static bool is_part(const Remove *r, Str whole)
{
	Session *s = r->session;
	const Str way = path_relative(&s->arena, s->cwd, whole);
	diag_error(&s->diag, NO_SPAN, "`%s` is part of the import in `" STR_FMT "`", r->given,
	           STR_ARG(way));
	return diag_help(&s->diag, "to remove all of that: `l4cargo remove " STR_FMT "`",
	                 STR_ARG(way));
}

/* Finds the files that the record lists. `sysroot` and a stopped import leave no record; then this
 * finds the files with l4cargo's mark. */
static bool find_files(Remove *r)
{
	Arena *a = &r->session->arena;
	const Str whole = outdir_whole(a, r->folder);
	Record record;
	if (whole.len)
		return is_part(r, whole);
	if (record_read(a, r->folder, &record))
		for (size_t i = 0; i < record.files.count; i++)
			*vec_push(a, &r->left.files, Str) = record.files.items[i].path;
	if (r->left.files.count)
		return true;
	return (!outdir_is_others(r->folder) && outdir_find_left(r->folder, a, &r->left) &&
	        r->left.files.count) ||
	       no_import(r);
}

static bool print_files(const Remove *r, const OutDirRemoved *gone)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < gone->files.count; i++)
		buf_printf(&text, "would remove " STR_FMT "\n", STR_ARG(gone->files.items[i]));
	if (gone->objects)
		buf_add(&text, STR("would remove what make built in build\n"));
	return session_print(r->session, buf_str(&text));
}

static bool report_removed(const Remove *r, const OutDirRemoved *gone)
{
	Diag *d = &r->session->diag;
	const Str tree = l4tree_around(&r->session->arena, r->folder);
	for (size_t i = 0; i < gone->kept.count; i++)
		diag_warning(d, NO_SPAN,
		             "`%s/" STR_FMT "` was kept: it does not have l4cargo's mark", r->given,
		             STR_ARG(gone->kept.items[i]));
	if (r->options->dry_run) {
		diag_status(d, "Unchanged", "%zu files of `%s` would be removed", gone->files.count,
		            r->given);
		return print_files(r, gone);
	}
	diag_status(d, "Removed", "%zu files of `%s`%s%s", gone->files.count, r->given,
	            gone->objects ? " and what make built" : "",
	            gone->folder_is_there ? "; the folder was kept because it contains other files"
	                                  : "");
	if (tree.len)
		diag_status(d, "Finished",
		            "run `make O=...` in `" STR_FMT "` once, so that BID notices it",
		            STR_ARG(tree));
	return true;
}

static int run_remove(Session *s, const void *given, const TextList *operands)
{
	OutDirRemoved gone;
	if (!operands->count) {
		diag_error(&s->diag, NO_SPAN, "no folder was given");
		diag_help(&s->diag, "`l4cargo remove DIR`, where DIR is an import's folder");
		return STATUS_USAGE;
	}
	Remove r = { .session = s, .options = given, .given = operands->items[0] };
	r.folder = path_normalise(&s->arena, path_join(&s->arena, s->cwd, str_from(r.given)));
	if (!check_folder(&r) || !find_files(&r))
		return STATUS_FAILED;
	const OutDirRemoval what = { .out = r.folder,
		                     .files = r.left.files.items,
		                     .file_count = r.left.files.count,
		                     .folders = r.left.folders.items,
		                     .folder_count = r.left.folders.count,
		                     .dry_run = r.options->dry_run };
	if (!outdir_remove(&what, &s->arena, &s->diag, &gone) || !report_removed(&r, &gone))
		return STATUS_FAILED;
	return STATUS_DONE;
}

const Command cmd_remove = {
	.name = "remove",
	.summary = "remove the packages of an import, and what make built from them",
	.operands = "DIR",
	.operands_max = 1,
	.details = "DIR is the folder of an import; in an L4Re tree it is below pkg/. The command "
		   "removes the files that the import's record lists, then empty folders, "
		   "including DIR. It keeps files without l4cargo's mark, and does not touch an "
		   "object tree elsewhere (`make O=...`).",
	.sets = sets,
	.options_size = sizeof(RemoveOptions),
	.run = run_remove,
};
