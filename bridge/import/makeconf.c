// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/l4tree.h"

/*
 * The lines that setup adds. NO_NEWLINE in the first one records that the line before had no end.
 *
 *     # >>> l4cargo setup: Rust in BID's packages; `l4cargo setup --remove` takes these lines out
 *     include $(dir $(lastword $(MAKEFILE_LIST)))l4cargo/hook.mk
 *     # <<< l4cargo setup
 */
#define BEGIN_MARK "# >>> l4cargo setup"
#define END_MARK   "# <<< l4cargo setup"
#define BEGIN_TEXT ": Rust in BID's packages; `l4cargo setup --remove` takes these lines out"
#define NO_NEWLINE " (the line above had no end)"

typedef struct Block {
	size_t start, end; /* offsets in the file, of whole lines; equal if there is no block */
	bool no_newline;   /* setup added a line end before the block */
} Block;

static bool bad_marks(const Source *file, Diag *diag, size_t start, Str line, const char *what)
{
	diag_error(diag, (Span){ file, (uint32_t)start, (uint32_t)line.len }, "%s", what);
	diag_help(diag, "remove the lines of `l4cargo setup` by hand, then run it again");
	return false;
}

static bool find_block(const Source *file, Diag *diag, Block *out)
{
	Str rest = file->text, line;
	bool open = false, closed = false;
	*out = (Block){ 0 };
	while (rest.len) {
		const size_t start = (size_t)(rest.ptr - file->text.ptr);
		str_cut(rest, '\n', &line, &rest);
		const size_t end = rest.len ? (size_t)(rest.ptr - file->text.ptr) : file->text.len;
		if (str_starts_with(line, STR(BEGIN_MARK))) {
			if (open || closed)
				return bad_marks(file, diag, start, line,
				                 "the mark of `l4cargo setup` appears twice");
			open = true;
			out->start = start;
			out->no_newline = str_ends_with(line, STR(NO_NEWLINE));
		} else if (str_starts_with(line, STR(END_MARK))) {
			if (!open)
				return bad_marks(
					file, diag, start, line,
					"this end mark of `l4cargo setup` has no start mark");
			open = false;
			closed = true;
			out->end = end;
		}
	}
	return !open || bad_marks(file, diag, out->start, STR(BEGIN_MARK),
	                          "this start mark of `l4cargo setup` has no end mark");
}

static void add_block(Buf *out, bool no_newline)
{
	buf_printf(out, BEGIN_MARK BEGIN_TEXT "%s\n", no_newline ? NO_NEWLINE : "");
	buf_add(out, STR("include $(dir $(lastword $(MAKEFILE_LIST)))l4cargo/hook.mk\n"));
	buf_add(out, STR(END_MARK "\n"));
}

bool makeconf_edit(const Source *file, BlockEdit how, Diag *diag, Buf *out, bool *changed)
{
	Block b;
	if (!find_block(file, diag, &b))
		return false;
	const bool present = b.end > b.start;
	const Str before = str_sub(file->text, 0, present ? b.start : file->text.len);
	const Str after = present ? str_sub(file->text, b.end, file->text.len) : STR("");
	if (how == BLOCK_ADD) {
		const bool no_newline =
			present ? b.no_newline : before.len && !str_ends_with(before, STR("\n"));
		buf_add(out, before);
		if (no_newline && !present)
			buf_char(out, '\n');
		add_block(out, no_newline);
	} else {
		const bool cut = b.no_newline && !after.len && str_ends_with(before, STR("\n"));
		buf_add(out, str_sub(before, 0, before.len - cut));
	}
	buf_add(out, after);
	*changed = !str_eq(buf_str(out), file->text);
	return true;
}
