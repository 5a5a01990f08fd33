// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/objects.h"

#include "base/text/path.h"

#include <fcntl.h>
#include <unistd.h>

bool object_make_parent(UnitJob *j, Str path)
{
	return job_make_folders(j, arena_str(&j->arena, path_parent(path)));
}

bool object_write(UnitJob *j, Str path, Str text)
{
	scoped_place at = job_place(j, path);
	return (at.top >= 0 && below_write(at.top, at.path, text, FS_FLEETING)) ||
	       diag_errno(&j->diag, "cannot write `%s`", path.ptr);
}

void object_touch(UnitJob *j, Str path)
{
	const struct timespec times[2] = { j->start, j->start };
	const char *name;
	scoped_fd in = job_open_parent(j, path, &name);
	if (in >= 0)
		utimensat(in, name, times, AT_SYMLINK_NOFOLLOW);
}

bool object_write_result(UnitJob *j, Str path, Str text)
{
	if (!object_make_parent(j, path) || !object_write(j, path, text))
		return false;
	object_touch(j, path);
	return true;
}

bool object_link(UnitJob *j, Str from, Str to)
{
	if (!object_make_parent(j, to))
		return false;
	scoped_place old = job_place(j, from), new = job_place(j, to);
	return (old.top >= 0 && new.top >= 0 && below_link(old, new)) ||
	       diag_errno(&j->diag, "cannot link `%s` to `%s`", from.ptr, to.ptr);
}

void object_remove(UnitJob *j, Str path)
{
	scoped_place at = job_place(j, path);
	if (at.top >= 0)
		below_remove_file(at.top, at.path);
}
