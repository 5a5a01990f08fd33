// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/import/l4tree.h"
#include "cache/store/store.h"
#include "emitters/bid/outdir.h"

#include <errno.h>

typedef struct SetupOptions {
	bool check, remove;
} SetupOptions;

static const Option options[] = {
	OPTION_FLAG(SetupOptions, check, 0, "check",
	            "check that the tree is prepared, and change nothing"),
	OPTION_FLAG(SetupOptions, remove, 0, "remove", "undo what setup did"),
	OPTION_END,
};

static const OptionSet sets[] = { { "Options", options, 0 }, { 0 } };

typedef struct Setup {
	Session *s;
	Str tree;
	L4TreePart part;
	const Source *makeconf; /* the present file; its text may be empty */
	bool has_makeconf;
	Buf edited;
	bool edit; /* `edited` differs from makeconf */
} Setup;

static Str shown_in_tree(const Setup *x, Str path)
{
	return path_relative(&x->s->arena, x->tree, path);
}

static bool find_setup_tree(Setup *x, const TextList *operands)
{
	Session *s = x->s;
	if (operands->count) {
		x->tree = path_normalise(&s->arena, path_join(&s->arena, s->cwd,
		                                              str_from(operands->items[0])));
		return true;
	}
	x->tree = l4tree_around(&s->arena, s->cwd);
	if (x->tree.ptr)
		return true;
	diag_error(&s->diag, NO_SPAN, "there is no L4Re source tree here or above");
	diag_help(&s->diag, "name it: `l4cargo setup L4DIR`; it has the folders mk, conf and pkg");
	return false;
}

static bool read_makeconf(Setup *x, BlockEdit how)
{
	Session *s = x->s;
	const char *path = arena_cstr(&s->arena, x->part.makeconf);
	x->has_makeconf = fs_kind_link(path) != FILE_ABSENT;
	if (x->has_makeconf) {
		x->makeconf = fs_read_source(path, NULL, &s->arena, &s->diag);
	} else {
		Source *none = arena_new(&s->arena, Source);
		*none = (Source){ .path = path, .text = STR("") };
		x->makeconf = none;
	}
	return x->makeconf && makeconf_edit(x->makeconf, how, &s->diag, &x->edited, &x->edit);
}

static bool write_makeconf(Setup *x)
{
	return !x->edit || fs_write_lasting(x->makeconf->path, buf_str(&x->edited), &x->s->diag);
}

static int add_support(Setup *x, const Tool *tool)
{
	Session *s = x->s;
	OutDirChanges c;
	Str cache;
	if (!l4tree_check(s, x->tree) || !read_makeconf(x, BLOCK_ADD) ||
	    !outdir_write(x->part.folder, &x->part.files, NULL, &s->diag, &c) ||
	    !write_makeconf(x) || !store_default_folder(&s->arena, s->env, &s->diag, &cache) ||
	    !tool_write_place(s, tool, cache))
		return STATUS_FAILED;
	if (c.written || c.removed)
		diag_status(&s->diag, "Installed", STR_FMT ": %zu files written, %zu removed",
		            STR_ARG(shown_in_tree(x, x->part.folder)), c.written, c.removed);
	if (x->edit)
		diag_status(&s->diag, x->has_makeconf ? "Changed" : "Created",
		            STR_FMT ": 3 lines between l4cargo's marks",
		            STR_ARG(shown_in_tree(x, x->part.makeconf)));
	diag_status(&s->diag, "Finished", "Rust packages build in `" STR_FMT "`%s",
	            STR_ARG(x->tree),
	            x->edit                  ? "; the next make links programs once more"
	            : c.written || c.removed ? ""
	                                     : "; nothing had to be changed");
	return STATUS_DONE;
}

/* Removes the block. A Makeconf.local with nothing else was made by setup and is removed, too. */
static bool take_out_block(Setup *x)
{
	Session *s = x->s;
	if (!x->edit)
		return true;
	if (x->edited.len)
		return write_makeconf(x);
	return fs_remove_file(x->makeconf->path) ||
	       diag_errno(&s->diag, "cannot remove `%s`", x->makeconf->path);
}

static int take_out(Setup *x)
{
	Session *s = x->s;
	const BidFiles none = { .arena = &s->arena };
	const char *folder = arena_cstr(&s->arena, x->part.folder);
	OutDirChanges c = { 0 };
	const bool there = fs_kind_link(folder) == FILE_FOLDER;
	if (!read_makeconf(x, BLOCK_REMOVE) || !take_out_block(x) ||
	    (there && !outdir_write(x->part.folder, &none, NULL, &s->diag, &c)))
		return STATUS_FAILED;
	if (there && !fs_remove_folder(folder))
		diag_warning(&s->diag, NO_SPAN,
		             "`%s` was kept: it contains files that setup did not write", folder);
	if (!x->edit && !c.removed)
		diag_status(&s->diag, "Finished", "l4cargo was not set up in `" STR_FMT "`",
		            STR_ARG(x->tree));
	else
		diag_status(&s->diag, "Removed",
		            "%zu files of " STR_FMT "; " STR_FMT " is restored", c.removed,
		            STR_ARG(shown_in_tree(x, x->part.folder)),
		            STR_ARG(shown_in_tree(x, x->part.makeconf)));
	return STATUS_DONE;
}

static size_t check_files(Setup *x)
{
	size_t wrong = 0;
	Arena *a = &x->s->arena;
	for (size_t i = 0; i < x->part.files.list.count; i++) {
		const BidFile *f = &x->part.files.list.items[i];
		const L4TreeState state = l4tree_state(a, &x->part, f);
		if (state == L4TREE_THERE)
			continue;
		diag_error(&x->s->diag, NO_SPAN, "`" STR_FMT "` %s",
		           STR_ARG(shown_in_tree(x, path_join(a, x->part.folder, f->path))),
		           state == L4TREE_OTHER ? "is from another version of l4cargo"
		                                 : "is missing");
		diag_help(&x->s->diag, "run `l4cargo setup` to bring it up to date");
		wrong++;
	}
	return wrong;
}

static int check_support(Setup *x)
{
	Session *s = x->s;
	if (!l4tree_check(s, x->tree) || !read_makeconf(x, BLOCK_ADD))
		return STATUS_FAILED;
	const bool nothing = x->edit && !l4tree_is_set_up(&s->arena, x->tree);
	size_t wrong = nothing ? 1 : check_files(x);
	if (nothing) {
		diag_error(&s->diag, NO_SPAN, "l4cargo is not set up in `" STR_FMT "`",
		           STR_ARG(x->tree));
	} else if (x->edit) {
		diag_error(&s->diag, NO_SPAN, "`" STR_FMT "` does not include it",
		           STR_ARG(shown_in_tree(x, x->part.makeconf)));
		wrong++;
	}
	if (wrong) {
		diag_help(&s->diag, "`l4cargo setup " STR_FMT "` sets it up", STR_ARG(x->tree));
		return STATUS_FAILED;
	}
	diag_status(&s->diag, "Checked", "`" STR_FMT "`: all %zu files are in place",
	            STR_ARG(x->tree), x->part.files.list.count);
	return STATUS_DONE;
}

static int run_setup(Session *s, const void *given, const TextList *operands)
{
	const SetupOptions *o = given;
	Tool tool;
	Setup x = { .s = s };
	if (o->check && o->remove) {
		diag_error(&s->diag, NO_SPAN, "--check and --remove cannot be used together");
		diag_help(&s->diag, "leave one of them out");
		return STATUS_USAGE;
	}
	if (!tool_find(s, &tool) || !find_setup_tree(&x, operands) ||
	    !l4tree_part(s, &tool, x.tree, &x.part))
		return STATUS_FAILED;
	const int status = o->check    ? check_support(&x)
	                   : o->remove ? take_out(&x)
	                               : add_support(&x, &tool);
	buf_free(&x.edited);
	return status;
}

const Command cmd_setup = {
	.name = "setup",
	.summary = "prepare an L4Re source tree for Rust packages",
	.operands = "[L4DIR]",
	.operands_max = 1,
	.details = "Writes the folder conf/l4cargo, and adds three lines between marks to "
		   "conf/Makeconf.local. It changes no file of BID. The default L4DIR is the tree "
		   "that contains the working folder.\n\n"
		   "Afterwards packages may use SRC_RS, and `l4cargo import` writes below pkg/.",
	.sets = sets,
	.options_size = sizeof(SetupOptions),
	.run = run_setup,
};
