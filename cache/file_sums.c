// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/file_sums.h"

#include "base/core/buf.h"
#include "base/files/fs.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#define HEAD "l4cargo-files 1"
#define END  "end" /* a list without this line was cut off and is ignored */

static int64_t in_nanoseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

FileStamp file_stamp_of(const struct stat *st)
{
	return (FileStamp){
		.inode = st->st_ino,
		.size = (uint64_t)st->st_size,
		.modified = in_nanoseconds(st->st_mtim),
		.changed = in_nanoseconds(st->st_ctim),
	};
}

bool file_stamp_fits(const FileStamp *stamp, const struct stat *st)
{
	const FileStamp now = file_stamp_of(st);
	return S_ISREG(st->st_mode) && stamp->inode == now.inode && stamp->size == now.size &&
	       stamp->modified == now.modified && stamp->changed == now.changed;
}

/* --- the list: lines `SUM INODE SIZE MODIFIED CHANGED PATH`; `- PATH` for an empty folder --- */

static bool read_line(Str line, SummedFile *out)
{
	Str sum, inode, size, modified, changed;
	uint64_t times[2];
	if (str_find(line, '\0') >= 0 || !str_cut(line, ' ', &sum, &out->path))
		return false;
	out->folder = str_eq(sum, STR("-"));
	if (out->folder)
		return out->path.len > 0;
	if (!digest_is_hex(sum) || !str_cut(out->path, ' ', &inode, &out->path) ||
	    !str_cut(out->path, ' ', &size, &out->path) ||
	    !str_cut(out->path, ' ', &modified, &out->path) ||
	    !str_cut(out->path, ' ', &changed, &out->path) ||
	    !str_to_u64(inode, &out->stamp.inode) || !str_to_u64(size, &out->stamp.size) ||
	    !str_to_u64(modified, &times[0]) || !str_to_u64(changed, &times[1]) ||
	    times[0] > INT64_MAX || times[1] > INT64_MAX)
		return false;
	memcpy(out->sum, sum.ptr, DIGEST_HEX);
	out->stamp.modified = (int64_t)times[0];
	out->stamp.changed = (int64_t)times[1];
	return out->path.len > 0;
}

/* Paths in the list must end in a NUL, as the system needs them. */
bool file_sums_read(Arena *a, const char *path, SummedFiles *out)
{
	Str text, line;
	*out = (SummedFiles){ 0 };
	if (!fs_read_quietly(path, a, &text) || !str_cut(text, '\n', &line, &text) ||
	    !str_eq(line, STR(HEAD)))
		return false;
	while (str_cut(text, '\n', &line, &text)) {
		if (!text.len)
			return str_eq(line, STR(END));
		SummedFile *f = vec_push(a, out, SummedFile);
		*f = (SummedFile){ 0 };
		if (!read_line(line, f))
			return false;
		((char *)(uintptr_t)line.ptr)[line.len] = '\0'; /* `text` is our own copy */
	}
	return false;
}

static bool can_be_listed(const SummedFiles *files)
{
	for (size_t i = 0; i < files->count; i++)
		if (str_find(files->items[i].path, '\n') >= 0 ||
		    files->items[i].stamp.modified < 0 || files->items[i].stamp.changed < 0)
			return false;
	return true;
}

bool file_sums_write(const char *path, const SummedFiles *files)
{
	scoped_buf text = { 0 };
	Diag silent = { 0 };
	if (!can_be_listed(files))
		return false;
	buf_add(&text, STR(HEAD "\n"));
	for (size_t i = 0; i < files->count; i++) {
		const SummedFile *f = &files->items[i];
		if (f->folder)
			buf_printf(&text, "- " STR_FMT "\n", STR_ARG(f->path));
		else
			buf_printf(&text,
			           "%s %" PRIu64 " %" PRIu64 " %" PRId64 " %" PRId64 " " STR_FMT
			           "\n",
			           f->sum, f->stamp.inode, f->stamp.size, f->stamp.modified,
			           f->stamp.changed, STR_ARG(f->path));
	}
	buf_add(&text, STR(END "\n"));
	return fs_write(path, buf_str(&text), &silent);
}

/* --- verification --- */

static bool has_sum(int folder, const SummedFile *f)
{
	char sum[DIGEST_HEX + 1];
	scoped_fd fd = openat(folder, f->path.ptr, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	return fd >= 0 && digest_of_file(fd, sum) && strcmp(sum, f->sum) == 0;
}

bool file_sums_hold(const char *folder, const SummedFiles *files)
{
	scoped_fd at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	for (size_t i = 0; at >= 0 && i < files->count; i++) {
		const SummedFile *f = &files->items[i];
		struct stat st;
		if (f->folder)
			continue;
		if (fstatat(at, f->path.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !(file_stamp_fits(&f->stamp, &st) || has_sum(at, f)))
			return false;
	}
	return at >= 0;
}
