// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/outdir_fill.h"

#include "base/system/parallel.h"
#include "base/text/path.h"

#include <errno.h>

typedef struct FillRange {
	const OutDirNew *new;
	ParallelRange range;   /* of the list of files */
	const BidFile *failed; /* NULL: all were written */
	int why;               /* errno of that file */
} FillRange;

/* Another thread may make the same folder at the same time. */
static bool make_file(const OutDirNew *new, size_t i, Str *last_folder)
{
	const BidFile *file = &new->files->list.items[i];
	const Str folder = path_parent(file->path);
	if (!last_folder->ptr || !str_eq(folder, *last_folder))
		if (!below_make_parents(new->folder, new->paths[i]))
			return false;
	*last_folder = folder;
	return below_write_new(new->folder, new->paths[i], file->text);
}

static void fill_range(void *piece)
{
	FillRange *p = piece;
	Str last = { 0 };
	for (size_t i = p->range.first; i < p->range.end; i++) {
		if (make_file(p->new, i, &last))
			continue;
		p->failed = &p->new->files->list.items[i];
		p->why = errno;
		return;
	}
}

bool outdir_fill(const OutDirNew *new, Diag *diag)
{
	FillRange pieces[PARALLEL_MOST];
	ParallelRange ranges[PARALLEL_MOST];
	const size_t parts = parallel_ranges(new->files->list.count, 0, ranges);
	for (size_t i = 0; i < parts; i++)
		pieces[i] = (FillRange){ .new = new, .range = ranges[i] };
	parallel_run(pieces, parts, sizeof(FillRange), fill_range);
	for (size_t i = 0; i < parts; i++)
		if (pieces[i].failed) {
			errno = pieces[i].why;
			return diag_errno(diag, "cannot write `" STR_FMT "/" STR_FMT "`",
			                  STR_ARG(new->shown), STR_ARG(pieces[i].failed->path));
		}
	return true;
}
