// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/store/unpack.h"

#include "base/core/map.h"
#include "base/core/vec.h"
#include "base/files/fs.h"
#include "base/system/dynload.h"
#include "cache/store/gunzip.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024, PATH_LIMIT = 4000, SHOWN_LIMIT = 100, USUAL_ENTRIES = 256 };

const UnpackLimits unpack_limits = { .bytes = 512ULL << 20, .ratio = 20, .entries = 1U << 18 };

/*
 * libarchive loads a dozen libraries, such as ICU, so it is loaded when there is something to
 * unpack. It is never unloaded. Its own declarations are the types of the table.
 */
#define FUNCTIONS(X) \
	X(entry_filetype) \
	X(entry_hardlink) \
	X(entry_mtime) \
	X(entry_mtime_is_set) \
	X(entry_pathname) \
	X(entry_pathname_utf8) \
	X(entry_perm) \
	X(entry_sparse_count) \
	X(entry_symlink) \
	X(error_string) \
	X(read_data_block) \
	X(read_free) \
	X(read_new) \
	X(read_next_header) \
	X(read_open) \
	X(read_support_format_tar)

typedef struct LibArchive {
#define X(name) __typeof__(archive_##name) *(name);
	FUNCTIONS(X)
#undef X
} LibArchive;

static const DynloadFunction functions[] = {
#define X(name) { "archive_" #name, offsetof(LibArchive, name) },
	FUNCTIONS(X)
#undef X
};

LATE_NOTE(LATE_TEXT(SONAME_LIBARCHIVE, "archives", "unpacks crates", "required"));

typedef struct Unpacking {
	const Unpack *job;
	const LibArchive *lib;
	struct archive *archive;
	Buf *why;
	Arena names; /* for the keys of `seen` */
	Map seen;    /* the files so far */
	uint64_t entries;
	Gunzip *packed;
	time_t now;
	char path[PATH_LIMIT + 1]; /* of the current entry, relative to job->into */
} Unpacking;

__attribute__((format(printf, 2, 3))) static bool refuse_archive(Unpacking *u, const char *fmt, ...)
{
	scoped_arena scratch = { 0 };
	va_list args;
	va_start(args, fmt);
	buf_add(u->why, arena_vprintf(&scratch, fmt, args));
	va_end(args);
	return false;
}

static struct {
	pthread_once_t once;
	bool good;
	LibArchive lib;
	char why[256];
} loaded = { .once = PTHREAD_ONCE_INIT };

static void load_once(void)
{
	scoped_buf why = { 0 };
	loaded.good =
		dynload_open(SONAME_LIBARCHIVE, functions, COUNT_OF(functions), &loaded.lib, &why);
	snprintf(loaded.why, sizeof loaded.why, STR_FMT, STR_ARG(buf_str(&why)));
}

static bool load_library(Unpacking *u)
{
	pthread_once(&loaded.once, load_once);
	u->lib = &loaded.lib;
	return loaded.good || refuse_archive(u, "cannot load libarchive: %s", loaded.why);
}

static bool cannot_write(Unpacking *u)
{
	return refuse_archive(u, "cannot write `%s`: %s", u->path, strerror(errno));
}

static bool library_failed(Unpacking *u)
{
	const char *said = u->lib->error_string(u->archive);
	if (u->why->len) /* reading has failed, and the reason is there */
		return false;
	return refuse_archive(u, "broken archive: %s", said ? said : "unknown format");
}

/* Sets u->path to the entry's name, without `.` and empty components. */
static bool set_path(Unpacking *u, Str name)
{
	const Str root = u->job->root;
	if (name.len == 0 || name.len > PATH_LIMIT || str_has_controls(name))
		return refuse_archive(u, "entry %llu has the unusable name `" STR_FMT "`",
		                      (unsigned long long)u->entries,
		                      STR_ARG(str_sub(name, 0, SHOWN_LIMIT)));
	size_t len = 0;
	Str rest = name, part;
	for (bool first = true; str_next(&rest, '/', &part); first = false) {
		if (first && !str_eq(part, root))
			return refuse_archive(u, "entry `" STR_FMT "` is not below `" STR_FMT "/`",
			                      STR_ARG(name), STR_ARG(root));
		if (str_eq(part, STR("..")))
			return refuse_archive(u, "entry `" STR_FMT "` leaves its folder",
			                      STR_ARG(name));
		if (part.len == 0 || str_eq(part, STR(".")))
			continue;
		if (len)
			u->path[len++] = '/';
		memcpy(u->path + len, part.ptr, part.len);
		len += part.len;
	}
	u->path[len] = '\0';
	return true;
}

static mode_t allowed_mode(const Unpacking *u)
{
	return u->job->no_writers ? 0777 & ~(mode_t)(S_IWGRP | S_IWOTH) : 0777;
}

static bool make_one_folder(const Unpacking *u)
{
	return mkdirat(u->job->into, u->path, allowed_mode(u)) == 0 || errno == EEXIST;
}

/*
 * Makes all folders above the entry, starting at the lowest: usually only one is missing. There are
 * only our own folders and no links, so names cannot lead elsewhere.
 */
static bool make_parents(Unpacking *u)
{
	char *const path = u->path, *slash = strrchr(path, '/');
	bool good = true;
	for (char *up = slash; up; up = good ? NULL : strrchr(path, '/')) {
		*up = '\0';
		good = make_one_folder(u);
		if (!good && (errno != ENOENT || !strchr(path, '/')))
			break;
	}
	/* Goes down again: makes a folder where a `/` was cut off. */
	for (size_t end = strlen(path); good && slash && path + end < slash; end = strlen(path)) {
		path[end] = '/';
		good = make_one_folder(u);
	}
	if (!good)
		cannot_write(u);
	else if (slash)
		*slash = '/';
	return good;
}

static bool make_folder(Unpacking *u)
{
	struct stat st;
	if (!make_parents(u))
		return false;
	if (mkdirat(u->job->into, u->path, allowed_mode(u)) == 0)
		return true;
	if (errno == EEXIST && fstatat(u->job->into, u->path, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode))
		return true;
	return cannot_write(u);
}

/* Returns whether no earlier entry had this name. Names that differ only in case are different:
 * published crates have such files. */
static bool is_new_name(Unpacking *u)
{
	const Str path = str_from(u->path);
	if (map_get(&u->seen, path) != MAP_NONE)
		return false;
	map_put(&u->seen, arena_str(&u->names, path), 0);
	return true;
}

static int create_file(Unpacking *u, mode_t mode)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(u->job->into, u->path, flags, mode);
	if (fd < 0 && errno == ENOENT) {
		if (!make_parents(u))
			return -1;
		fd = openat(u->job->into, u->path, flags, mode);
	}
	if (fd < 0)
		cannot_write(u);
	return fd;
}

static bool write_piece(int fd, const char *bytes, size_t len)
{
	while (len) {
		const ssize_t n = write(fd, bytes, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes += n;
		len -= (size_t)n;
	}
	return true;
}

typedef bool UseBytes(Unpacking *u, int fd, Str bytes);

static bool read_past(Unpacking *u, int fd, Str bytes)
{
	(void)u, (void)fd, (void)bytes;
	return true;
}

static bool write_bytes(Unpacking *u, int fd, Str bytes)
{
	return write_piece(fd, bytes.ptr, bytes.len) || cannot_write(u);
}

static bool refuse_twin(Unpacking *u)
{
	return refuse_archive(u, "entry `%s` appears twice, with different content", u->path);
}

/* Checks that the next bytes of the file are these. */
static bool compare_bytes(Unpacking *u, int fd, Str bytes)
{
	char there[READ_SIZE];
	while (bytes.len) {
		const size_t most = bytes.len < sizeof(there) ? bytes.len : sizeof(there);
		const ssize_t n = read(fd, there, most);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0 || memcmp(there, bytes.ptr, (size_t)n) != 0)
			return refuse_twin(u);
		bytes = str_sub(bytes, (size_t)n, bytes.len);
	}
	return true;
}

static bool take_bytes(Unpacking *u, int fd, UseBytes *use)
{
	int64_t done = 0;
	for (;;) {
		const void *bytes;
		size_t len;
		int64_t at;
		const int got = u->lib->read_data_block(u->archive, &bytes, &len, &at);
		if (got == ARCHIVE_EOF)
			return true;
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			return library_failed(u);
		if (at != done)
			return refuse_archive(u, "`%s` is a sparse file", u->path);
		if (!use(u, fd, (Str){ bytes, len }))
			return false;
		done += (int64_t)len;
	}
}

static bool unpack_new(Unpacking *u, struct archive_entry *e)
{
	/* The owner must be able to read it and to write to it, whatever the archive says. */
	const mode_t mode = (u->lib->entry_perm(e) & allowed_mode(u)) | S_IRUSR | S_IWUSR;
	scoped_fd fd = create_file(u, mode);
	if (fd < 0 || !take_bytes(u, fd, write_bytes))
		return false;
	const time_t said = u->lib->entry_mtime(e);
	const struct timespec times[] = { { .tv_nsec = UTIME_OMIT },
		                          { .tv_sec = said ? said : 1 /* as in Cargo */ } };
	/* Ignores a time stamp in the future: make would build again each time. */
	if (u->lib->entry_mtime_is_set(e) && times[1].tv_sec <= u->now && futimens(fd, times) < 0)
		return cannot_write(u);
	return true;
}

/* Accepts a file that an archive contains twice, if both are equal: crates.io has such archives. */
static bool compare_with_first(Unpacking *u)
{
	char more;
	scoped_fd fd = openat(u->job->into, u->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return cannot_write(u);
	if (!take_bytes(u, fd, compare_bytes))
		return false;
	return read(fd, &more, 1) == 0 || refuse_twin(u);
}

static bool unpack_file(Unpacking *u, struct archive_entry *e)
{
	if (u->lib->entry_sparse_count(e) > 0)
		return refuse_archive(u, "`%s` is a sparse file", u->path);
	if (!strchr(u->path, '/'))
		return refuse_archive(u, "`%s` is not a folder", u->path);
	return is_new_name(u) ? unpack_new(u, e) : compare_with_first(u);
}

static bool unpack_entry(Unpacking *u, struct archive_entry *e)
{
	const char *name = u->lib->entry_pathname(e);
	name = name ? name : u->lib->entry_pathname_utf8(e);
	if (!set_path(u, name ? str_from(name) : STR("")))
		return false;
	/* Cargo writes this mark itself, and takes none from an archive. */
	if (str_ends_with(str_from(u->path), STR("/.cargo-ok")))
		return take_bytes(u, -1, read_past);
	if (u->lib->entry_hardlink(e) || u->lib->entry_symlink(e))
		return refuse_archive(u, "entry `%s` is a link", u->path);
	switch (u->lib->entry_filetype(e)) {
	case AE_IFDIR:
		return make_folder(u);
	case AE_IFREG:
		return unpack_file(u, e);
	default:
		return refuse_archive(u, "entry `%s` is neither a file nor a folder", u->path);
	}
}

static bool unpack_entries(Unpacking *u)
{
	for (;;) {
		struct archive_entry *e;
		const int got = u->lib->read_next_header(u->archive, &e);
		if (got == ARCHIVE_EOF)
			break;
		if (got != ARCHIVE_OK && got != ARCHIVE_WARN)
			return library_failed(u);
		if (++u->entries > u->job->limits->entries)
			return refuse_archive(u, "it has more than %llu entries",
			                      (unsigned long long)u->job->limits->entries);
		if (!unpack_entry(u, e))
			return false;
	}
	return u->seen.count ? true : refuse_archive(u, "it is empty");
}

static uint64_t stream_limit(const UnpackLimits *limits, uint64_t packed)
{
	uint64_t by_ratio;
	if (__builtin_mul_overflow(packed, limits->ratio, &by_ratio))
		by_ratio = UINT64_MAX;
	return by_ratio > limits->bytes ? by_ratio : limits->bytes;
}

static la_ssize_t next_bytes(struct archive *a, void *unpacking, const void **bytes)
{
	const Unpacking *u = unpacking;
	Str piece;
	(void)a;
	if (!gunzip_next(u->packed, READ_SIZE, &piece))
		return ARCHIVE_FATAL;
	*bytes = piece.ptr;
	return (la_ssize_t)piece.len;
}

static bool unpack_stream(Unpacking *u)
{
	struct archive *a = u->archive;
	u->lib->read_support_format_tar(a);
	if (u->lib->read_open(a, u, NULL, next_bytes, NULL) != ARCHIVE_OK)
		return library_failed(u);
	map_init(&u->seen, &u->names, USUAL_ENTRIES);
	const bool good = unpack_entries(u);
	arena_free(&u->names);
	return good;
}

bool unpack_crate(const Unpack *job, Buf *why)
{
	Unpacking u = { .job = job, .why = why, .now = time(NULL) };
	struct stat st;
	if (fstat(job->archive, &st) < 0)
		return refuse_archive(&u, "cannot read it: %s", strerror(errno));
	if (!load_library(&u))
		return false;
	scoped_gunzip *packed =
		gunzip_open(job->archive, stream_limit(job->limits, (uint64_t)st.st_size), why);
	if (!packed)
		return false;
	u.packed = packed;
	u.archive = u.lib->read_new();
	const bool good = unpack_stream(&u);
	u.lib->read_free(u.archive);
	return good;
}
