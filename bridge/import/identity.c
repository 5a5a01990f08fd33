// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/identity.h"

#include "base/core/linux.h"
#include "base/text/path.h"

#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>

/* Appends inode number and birth time of the folder, or `-` if they are unknown. */
static void put_folder(Buf *to, Str out)
{
	scoped_arena scratch = { 0 };
	struct statx st;
	if (statx(AT_FDCWD, arena_cstr(&scratch, out), 0, STATX_INO | STATX_BTIME, &st) == 0 &&
	    st.stx_mask & STATX_BTIME)
		buf_printf(to, "%" PRIu64 ":%" PRId64 ".%09" PRIu32, (uint64_t)st.stx_ino,
		           (int64_t)st.stx_btime.tv_sec, (uint32_t)st.stx_btime.tv_nsec);
	else
		buf_char(to, '-');
}

/* Appends time and size of the Makefile, or `-` for a time of whole seconds, which others can
 * guess. */
static void put_makefile(Buf *to, Str out)
{
	scoped_arena scratch = { 0 };
	struct stat st;
	const Str path = path_join(&scratch, out, STR("Makefile"));
	if (lstat(arena_cstr(&scratch, path), &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_mtim.tv_nsec)
		buf_printf(to, "%jd.%09ld:%jd", (intmax_t)st.st_mtim.tv_sec, st.st_mtim.tv_nsec,
		           (intmax_t)st.st_size);
	else
		buf_char(to, '-');
}

void identity_put(Buf *to, Str out)
{
	put_folder(to, out);
	buf_char(to, ' ');
	put_makefile(to, out);
	buf_printf(to, " " STR_FMT, STR_ARG(out));
}

static bool is_known_by(Str then, void (*put)(Buf *to, Str out), Str out)
{
	scoped_buf now = { 0 };
	put(&now, out);
	return !str_eq(then, STR("-")) && str_eq(then, buf_str(&now));
}

bool identity_is(Str identity, Str out)
{
	Str folder, makefile, path, rest;
	return str_cut(identity, ' ', &folder, &rest) && str_cut(rest, ' ', &makefile, &path) &&
	       str_eq(path, out) &&
	       (is_known_by(folder, put_folder, out) || is_known_by(makefile, put_makefile, out));
}
