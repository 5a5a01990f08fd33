// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/job.h"

#include "base/fs.h"
#include "base/path.h"
#include "bridge/vendor/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct Copy {
	VendorJob *job;
	Arena *arena;
	VendorFiles files;
	Str list;  /* what the list of checksums is to say; empty: not known yet */
	Str known; /* as `kept` has it */
	Copier copier;
	int from, to; /* folders */
} Copy;

static bool failed(Copy *c, const char *what, Str path)
{
	buf_printf(&c->job->why, "cannot %s `" STR_FMT "`: %s", what, STR_ARG(path),
	           strerror(errno));
	return false;
}

/* --- what there is to be --- */

/* The SHA-256 of a file below the folder `at`; false with errno. */
static bool hash_file(Copy *c, int at, const VendorFile *f, char out[static DIGEST_HEX + 1])
{
	/* a pipe must not make us wait */
	const int follow = at == c->from && f->link ? 0 : O_NOFOLLOW;
	scoped_fd fd = openat(at, f->path.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC | follow);
	if (fd < 0)
		return false;
	if (!copier_copy(&c->copier, fd, -1))
		return false;
	digest_hex(c->copier.digest, out);
	return true;
}

static bool read_kept(Copy *c)
{
	if (!c->job->kept.len || !fs_read_quietly(c->job->kept.ptr, c->arena, &c->known))
		return false;
	if (vendor_sums_read(c->arena, c->known, &c->files)) {
		c->list = c->known;
		return true;
	}
	c->known = (Str){ 0 };
	c->files.count = 0;
	return false;
}

static bool find_files(Copy *c)
{
	const VendorFiles *given = c->job->files;
	if (read_kept(c))
		return true;
	if (!given)
		return vendor_walk(c->arena, c->job->from, &c->files, &c->job->why) &&
		       vendor_select(&c->files, &c->job->why);
	for (size_t i = 0; i < given->count; i++)
		*vec_push(c->arena, &c->files, VendorFile) = given->items[i];
	return true;
}

static void make_list(Copy *c)
{
	scoped_buf text = { 0 };
	vendor_sums_write(&c->files, c->job->checksum, &text);
	c->list = arena_str(c->arena, buf_str(&text));
}

static bool know_list(Copy *c)
{
	for (size_t i = 0; i < c->files.count && !c->list.len; i++) {
		VendorFile *f = &c->files.items[i];
		if (f->text.ptr)
			digest_of(f->text, f->sum);
		else if (!f->folder && !hash_file(c, c->from, f, f->sum))
			return failed(c, "read", path_join(c->arena, c->job->from, f->path));
	}
	if (!c->list.len)
		make_list(c);
	return true;
}

/* --- what there is --- */

static bool same_names(const VendorFiles *there, const VendorFiles *wanted)
{
	size_t next = 0;
	for (size_t i = 0; i < there->count; i++) {
		const VendorFile *f = &there->items[i];
		if (str_eq(f->path, STR(VENDOR_SUMS)))
			continue;
		if (next == wanted->count || f->folder != wanted->items[next].folder ||
		    !str_eq(f->path, wanted->items[next].path))
			return false;
		next++;
	}
	return next == wanted->count;
}

static bool same_content(Copy *c, int at)
{
	char sum[DIGEST_HEX + 1];
	for (size_t i = 0; i < c->files.count; i++) {
		const VendorFile *f = &c->files.items[i];
		if (!f->folder && (!hash_file(c, at, f, sum) || strcmp(sum, f->sum) != 0))
			return false;
	}
	return true;
}

/* Whatever cannot be read is not right. */
static bool is_right(Copy *c, Str target)
{
	VendorFiles there = { 0 };
	scoped_buf ignored = { 0 };
	Str list;
	scoped_fd at = open(target.ptr, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	return at >= 0 && vendor_walk(c->arena, target, &there, &ignored) &&
	       same_names(&there, &c->files) &&
	       fs_read_quietly(path_join(c->arena, target, STR(VENDOR_SUMS)).ptr, c->arena,
	                       &list) &&
	       str_eq(list, c->list) && same_content(c, at);
}

/* --- the copy --- */

static bool make_one_parent(const Copy *c, const char *path)
{
	return mkdirat(c->to, path, 0777) == 0 || errno == EEXIST;
}

/* Mostly the lowest alone is missing. */
static bool make_parents(Copy *c, Str path)
{
	const Str parent = path_parent(path);
	char *part = arena_cstr(c->arena, parent);
	if (!parent.len || make_one_parent(c, part))
		return true;
	for (char *slash = strchr(part, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (!make_one_parent(c, part))
			return false;
		*slash = '/';
	}
	return make_one_parent(c, part);
}

static int create(Copy *c, const VendorFile *f, mode_t mode)
{
	const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
	const int fd = openat(c->to, f->path.ptr, flags, mode & 0777);
	if (fd >= 0 || errno != ENOENT || !make_parents(c, f->path))
		return fd;
	return openat(c->to, f->path.ptr, flags, mode & 0777);
}

static bool check_sum(Copy *c, VendorFile *f)
{
	char wanted[DIGEST_HEX + 1];
	memcpy(wanted, f->sum, sizeof(wanted));
	digest_hex(c->copier.digest, f->sum);
	if (!wanted[0] || strcmp(wanted, f->sum) == 0)
		return true;
	buf_printf(&c->job->why,
	           "`" STR_FMT "/" STR_FMT "` has changed since it was unpacked; remove `" STR_FMT
	           "` and try again",
	           STR_ARG(c->job->from), STR_ARG(f->path), STR_ARG(path_parent(c->job->from)));
	return false;
}

/* It gets the time of today, unlike an unpacked one: make is to see that it is new. */
static bool copy_file(Copy *c, VendorFile *f)
{
	struct stat st;
	const Str shown = path_join(c->arena, c->job->from, f->path);
	const int follow = f->link ? 0 : O_NOFOLLOW;
	scoped_fd from = openat(c->from, f->path.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC | follow);
	if (from < 0 || fstat(from, &st) < 0)
		return failed(c, "read", shown);
	scoped_fd to = create(c, f, st.st_mode);
	if (to < 0)
		return failed(c, "write", f->path);
	if (!copier_copy(&c->copier, from, to))
		return failed(c, "copy", shown);
	return check_sum(c, f);
}

static bool write_text(Copy *c, VendorFile *f)
{
	scoped_fd to = create(c, f, 0666);
	digest_of(f->text, f->sum);
	return (to >= 0 && copier_write(to, f->text)) || failed(c, "write", f->path);
}

static bool make_one(Copy *c, VendorFile *f)
{
	if (f->folder)
		return (make_parents(c, f->path) && mkdirat(c->to, f->path.ptr, 0777) == 0) ||
		       failed(c, "make", f->path);
	return f->text.ptr ? write_text(c, f) : copy_file(c, f);
}

static bool make_all(Copy *c)
{
	Diag silent = { 0 };
	const char *made = c->job->made.ptr;
	if (!fs_make_folders(made, &silent))
		return failed(c, "make", c->job->made);
	scoped_fd to = open(made, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	c->to = to;
	if (to < 0)
		return failed(c, "open", c->job->made);
	for (size_t i = 0; i < c->files.count; i++)
		if (!make_one(c, &c->files.items[i]))
			return false;
	if (!c->list.len)
		make_list(c);
	VendorFile sums = { .path = STR(VENDOR_SUMS), .text = c->list };
	return write_text(c, &sums) &&
	       vendor_tree_publish(c->job->tree, made, c->job->name, &c->job->why);
}

/* Empty folders are not in the list: they have to be looked for each time. */
static void keep(const Copy *c)
{
	Diag silent = { 0 };
	bool folders = false;
	for (size_t i = 0; i < c->files.count; i++)
		folders |= c->files.items[i].folder;
	if (c->job->kept.len && !c->known.len && !folders)
		fs_write(c->job->kept.ptr, c->list, &silent);
}

static VendorEnd bring_up_to_date(Copy *c)
{
	const Str target = path_join(c->arena, c->job->tree->folder, c->job->name);
	if (!find_files(c))
		return VENDOR_FAILED;
	const bool there = fs_kind_link(target.ptr) == FILE_FOLDER;
	if (there && !know_list(c))
		return VENDOR_FAILED;
	const bool right = there && is_right(c, target);
	if (!right && !make_all(c))
		return VENDOR_FAILED;
	keep(c);
	return right ? VENDOR_UNCHANGED : VENDOR_WRITTEN;
}

void vendor_job_run(Task *task)
{
	VendorJob *job = (VendorJob *)(void *)task;
	scoped_arena scratch = { 0 };
	scoped_fd from = open(job->from.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	Copy c = { .job = job, .arena = &scratch, .from = from };
	copier_init(&c.copier, job->tree, &scratch);
	job->end = from >= 0 ? bring_up_to_date(&c) : VENDOR_FAILED;
	if (from < 0)
		failed(&c, "open", job->from);
	digest_free(&c.copier.digest);
}
