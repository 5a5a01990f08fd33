// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/outdir_fill.h"

#include "base/fs.h"
#include "base/parallel.h"
#include "base/path.h"

#include <errno.h>
#include <sys/stat.h>

typedef struct Piece {
	int folder;
	const BidFiles *files;
	ParallelRange range;   /* of `files` */
	const BidFile *failed; /* NULL: all are there */
	int why;               /* errno of it */
} Piece;

/* Two pieces may make the same folder. */
static bool make_folder(int at, Arena *a, Str path)
{
	const char *name = arena_cstr(a, path);
	if (!path.len || mkdirat(at, name, 0777) == 0 || errno == EEXIST)
		return true;
	return errno == ENOENT && make_folder(at, a, path_parent(path)) &&
	       (mkdirat(at, name, 0777) == 0 || errno == EEXIST);
}

static bool make_file(int at, const BidFile *file, Str *last_folder)
{
	scoped_arena scratch = { 0 };
	const Str folder = path_parent(file->path);
	if (!last_folder->ptr || !str_eq(folder, *last_folder))
		if (!make_folder(at, &scratch, folder))
			return false;
	*last_folder = folder;
	return fs_write_new_at(at, arena_cstr(&scratch, file->path), file->text);
}

static void fill(void *piece)
{
	Piece *p = piece;
	Str last = { 0 };
	for (size_t i = p->range.first; i < p->range.end; i++) {
		if (make_file(p->folder, &p->files->list.items[i], &last))
			continue;
		p->failed = &p->files->list.items[i];
		p->why = errno;
		return;
	}
}

bool outdir_fill(int folder, Str shown, const BidFiles *files, Diag *diag)
{
	Piece pieces[PARALLEL_MOST];
	ParallelRange ranges[PARALLEL_MOST];
	const size_t parts = parallel_ranges(files->list.count, 0, ranges);
	for (size_t i = 0; i < parts; i++)
		pieces[i] = (Piece){ .folder = folder, .files = files, .range = ranges[i] };
	parallel_run(pieces, parts, sizeof(Piece), fill);
	for (size_t i = 0; i < parts; i++)
		if (pieces[i].failed) {
			errno = pieces[i].why;
			return diag_errno(diag, "cannot write `" STR_FMT "/" STR_FMT "`",
			                  STR_ARG(shown), STR_ARG(pieces[i].failed->path));
		}
	return true;
}
