// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/job.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/vendor/copy.h"
#include "cache/store_layout.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

typedef struct Copy {
	VendorJob *job;
	Arena *arena;
	VendorFiles files;
	Str list;     /* content of the list of checksums; empty: not known yet */
	Str made;     /* the last folder that was made, relative to `to`; ptr NULL: none */
	bool news;    /* we know more about its files than the store's list */
	bool linked;  /* hard links to the store's files may exist */
	dev_t device; /* the device of `from` */
	Copier copier;
	int from, to; /* folders */
} Copy;

static bool copy_failed(Copy *c, const char *what, Str path)
{
	buf_printf(&c->job->why, "cannot %s `" STR_FMT "`: %s", what, STR_ARG(path),
	           strerror(errno));
	return false;
}

/* --- the wanted files --- */

static bool is_regular(int fd, struct stat *st)
{
	if (fstat(fd, st) < 0)
		return false;
	errno = EINVAL;
	return S_ISREG(st->st_mode);
}

/* Computes the SHA-256 and the stamp of a file below the folder `at`. Returns false with errno. */
static bool hash_file(Copy *c, int at, const VendorFile *f, VendorFile *out)
{
	/* O_NONBLOCK: opening a pipe must not block */
	const int follow = at == c->from && f->link ? 0 : O_NOFOLLOW;
	struct stat st;
	scoped_fd fd = openat(at, f->path.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC | follow);
	if (fd < 0 || !is_regular(fd, &st) || !copier_copy(&c->copier, fd, -1))
		return false;
	digest_hex(c->copier.digest, out->sum);
	out->stamp = file_stamp_of(&st);
	return true;
}

static Str in_store(const Copy *c, const char *name)
{
	return path_join(c->arena, c->job->store, str_from(name));
}

static bool read_known(Copy *c)
{
	SummedFiles known;
	if (!c->job->store.len)
		return false;
	c->linked = fs_kind(in_store(c, FILE_SUMS_LINKED).ptr) != FILE_ABSENT;
	if (!file_sums_read(c->arena, in_store(c, FILE_SUMS).ptr, &known))
		return false;
	for (size_t i = 0; i < known.count; i++) {
		VendorFile *f = vec_push(c->arena, &c->files, VendorFile);
		*f = (VendorFile){ .path = known.items[i].path,
			           .folder = known.items[i].folder,
			           .stamp = known.items[i].stamp };
		memcpy(f->sum, known.items[i].sum, sizeof f->sum);
	}
	return true;
}

static bool find_wanted_files(Copy *c)
{
	const VendorFiles *given = c->job->files;
	if (read_known(c))
		return true;
	c->news = true;
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
	for (size_t i = 0; i < c->files.count; i++) {
		VendorFile *f = &c->files.items[i];
		if (f->text.ptr)
			digest_of(f->text, f->sum);
		else if (!f->sum[0] && !f->folder && !hash_file(c, c->from, f, f))
			return copy_failed(c, "read", path_join(c->arena, c->job->from, f->path));
	}
	make_list(c);
	return true;
}

/* --- the present files --- */

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

/* Returns whether a file of the tree is a hard link to the store's file. */
static bool is_link(const Copy *c, int at, const VendorFile *f, struct stat *st)
{
	return c->linked && f->stamp.inode &&
	       fstatat(at, f->path.ptr, st, AT_SYMLINK_NOFOLLOW) == 0 &&
	       st->st_ino == f->stamp.inode && st->st_dev == c->device;
}

static bool is_same(Copy *c, int at, VendorFile *f)
{
	VendorFile there = { 0 };
	struct stat st;
	const bool link = is_link(c, at, f, &st);
	if (link && !c->job->links)
		return false;
	if (link && file_stamp_fits(&f->stamp, &st))
		return true;
	if (!hash_file(c, at, f, &there) || strcmp(there.sum, f->sum) != 0)
		return false;
	if (link) {
		f->stamp = there.stamp;
		c->news = true;
	}
	return true;
}

static bool same_content(Copy *c, int at)
{
	for (size_t i = 0; i < c->files.count; i++)
		if (!c->files.items[i].folder && !is_same(c, at, &c->files.items[i]))
			return false;
	return true;
}

/* Returns whether the folder is as wanted. Anything that cannot be read is wrong. */
static bool folder_is_right(Copy *c)
{
	const VendorTree *t = c->job->tree;
	const Str target = path_join(c->arena, t->folder, c->job->name.checked);
	VendorFiles there = { 0 };
	scoped_buf ignored = { 0 };
	BelowPath sums;
	Str list;
	scoped_fd at = below_open_folder(t->root, c->job->name);
	return at >= 0 && vendor_walk(c->arena, target, &there, &ignored) &&
	       same_names(&there, &c->files) && below_path(c->arena, STR(VENDOR_SUMS), &sums) &&
	       below_read(at, sums, c->arena, &list) && str_eq(list, c->list) &&
	       same_content(c, at);
}

/* --- the copy --- */

/* Makes the folder of a file. The list is sorted, so most files have the same folder as the one
 * before. */
static bool make_parents(Copy *c, BelowPath path)
{
	const Str parent = path_parent(path.checked);
	if (c->made.ptr && str_eq(parent, c->made))
		return true;
	c->made = parent;
	return below_make_parents(c->to, path);
}

/* Checks a path, because the names come from outside: no file is made outside of the folder. */
static bool check_path(Copy *c, const VendorFile *f, BelowPath *out)
{
	if (below_path(c->arena, f->path, out))
		return true;
	errno = EINVAL;
	return copy_failed(c, "make", f->path);
}

static int create_new(Copy *c, BelowPath path, mode_t mode)
{
	return below_open(c->to, path, O_WRONLY | O_CREAT | O_EXCL, mode & 0777);
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

/* Copies a file. The copy has the present time, unlike an unpacked file, so that make sees that it
 * is new. */
static bool copy_crate_file(Copy *c, VendorFile *f, BelowPath path)
{
	struct stat st;
	const Str shown = path_join(c->arena, c->job->from, f->path);
	const int follow = f->link ? 0 : O_NOFOLLOW;
	scoped_fd from = openat(c->from, f->path.ptr, O_RDONLY | O_NONBLOCK | O_CLOEXEC | follow);
	if (from < 0 || !is_regular(from, &st))
		return copy_failed(c, "read", shown);
	scoped_fd to = create_new(c, path, st.st_mode);
	if (to < 0)
		return copy_failed(c, "write", f->path);
	if (f->sum[0] && file_stamp_fits(&f->stamp, &st))
		return copier_copy_known(&c->copier, from, to) || copy_failed(c, "copy", shown);
	c->news = true;
	f->stamp = file_stamp_of(&st);
	return copier_copy(&c->copier, from, to) ? check_sum(c, f) : copy_failed(c, "copy", shown);
}

/* --- the store's list --- */

/* Returns the present stamp of a store's file: a new hard link changed the stamp. Nobody can have
 * edited the file through that link yet. */
static FileStamp stamp_now(const Copy *c, const VendorFile *f)
{
	struct stat st;
	FileStamp now = f->stamp;
	if (c->linked && fstatat(c->from, f->path.ptr, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    st.st_ino == now.inode && (uint64_t)st.st_size == now.size &&
	    file_stamp_of(&st).modified == now.modified)
		now.changed = file_stamp_of(&st).changed;
	return now;
}

/* Stores what we know of the store's files for the next run. */
static bool keep_sums(const Copy *c)
{
	SummedFiles known = { 0 };
	for (size_t i = 0; i < c->files.count; i++) {
		const VendorFile *f = &c->files.items[i];
		SummedFile *to = vec_push(c->arena, &known, SummedFile);
		*to = (SummedFile){ .path = f->path, .folder = f->folder };
		to->stamp = stamp_now(c, f);
		memcpy(to->sum, f->sum, sizeof to->sum);
	}
	return file_sums_write(in_store(c, FILE_SUMS).ptr, &known);
}

/* --- links --- */

typedef enum Linked { LINK_FAILED, LINK_MADE, LINK_NOT_THIS } Linked;

/* Returns whether the store's file is unchanged and has a mode that a copy would also get. */
static bool can_be_linked(Copy *c, VendorFile *f)
{
	VendorFile now = { 0 };
	struct stat st;
	if (fstatat(c->from, f->path.ptr, &st, AT_SYMLINK_NOFOLLOW) < 0 || !S_ISREG(st.st_mode) ||
	    (st.st_mode & 0777 & c->job->tree->mask))
		return false;
	if (f->sum[0] && file_stamp_fits(&f->stamp, &st))
		return true;
	if (!hash_file(c, c->from, f, &now) || (f->sum[0] && strcmp(now.sum, f->sum) != 0))
		return false; /* the copy will report the reason */
	memcpy(f->sum, now.sum, sizeof f->sum);
	f->stamp = now.stamp;
	return true;
}

static Linked link_file(Copy *c, VendorFile *f)
{
	if (!c->job->links || !c->job->store.len || c->job->tree->no_links || !can_be_linked(c, f))
		return LINK_NOT_THIS;
	if (linkat(c->from, f->path.ptr, c->to, f->path.ptr, 0) == 0) {
		c->news = true; /* the link changed the stamp */
		return LINK_MADE;
	}
	if (errno == EXDEV || errno == EPERM || errno == EOPNOTSUPP || errno == EACCES)
		c->job->tree->no_links = true;
	else if (errno != EMLINK) {
		copy_failed(c, "link", f->path);
		return LINK_FAILED;
	}
	return LINK_NOT_THIS;
}

/*
 * Writes the mark that makes everybody check the crate's files before they use them. It must exist
 * before the first hard link does, and the sums must be known by then.
 */
static bool announce_links(Copy *c)
{
	Diag silent = { 0 };
	if (!c->job->links || !c->job->store.len || c->job->tree->no_links || c->linked)
		return true;
	if (!know_list(c))
		return false;
	const Str mark = in_store(c, FILE_SUMS_LINKED);
	if (place_is_read_only(c->job->store)) { /* the mark cannot be written */
		c->job->tree->no_links = true;
		return true;
	}
	c->linked = (!c->news || keep_sums(c)) && fs_write(mark.ptr, STR(""), &silent);
	return c->linked || copy_failed(c, "write", mark);
}

static bool take_file(Copy *c, VendorFile *f, BelowPath path)
{
	const Linked linked = link_file(c, f);
	return linked == LINK_MADE || (linked == LINK_NOT_THIS && copy_crate_file(c, f, path));
}

static bool write_text(Copy *c, VendorFile *f, BelowPath path)
{
	scoped_fd to = create_new(c, path, 0666);
	digest_of(f->text, f->sum);
	return (to >= 0 && copier_write(to, f->text)) || copy_failed(c, "write", f->path);
}

static bool make_one(Copy *c, VendorFile *f)
{
	BelowPath path;
	if (!check_path(c, f, &path))
		return false;
	if (f->folder ? !below_make_folders(c->to, path) : !make_parents(c, path))
		return copy_failed(c, "make", f->path);
	return f->folder || (f->text.ptr ? write_text(c, f, path) : take_file(c, f, path));
}

static bool make_all(Copy *c)
{
	const VendorTree *t = c->job->tree;
	BelowPath list;
	if (!below_make_folders(t->root, c->job->made))
		return copy_failed(c, "make", c->job->made.checked);
	scoped_fd to = below_open_folder(t->root, c->job->made);
	c->to = to;
	if (to < 0)
		return copy_failed(c, "open", c->job->made.checked);
	for (size_t i = 0; i < c->files.count; i++)
		if (!make_one(c, &c->files.items[i]))
			return false;
	if (!c->list.len)
		make_list(c);
	VendorFile sums = { .path = STR(VENDOR_SUMS), .text = c->list };
	return check_path(c, &sums, &list) && write_text(c, &sums, list) &&
	       vendor_tree_publish(t, c->job->made, c->job->name, &c->job->why);
}

static VendorEnd update_folder(Copy *c)
{
	if (!find_wanted_files(c))
		return VENDOR_FAILED;
	const bool there = below_kind(c->job->tree->root, c->job->name) == FILE_FOLDER;
	if (there && !know_list(c))
		return VENDOR_FAILED;
	const bool right = there && folder_is_right(c);
	if (!right && !(announce_links(c) && make_all(c)))
		return VENDOR_FAILED;
	if (c->news && c->job->store.len)
		keep_sums(c);
	return right ? VENDOR_UNCHANGED : VENDOR_WRITTEN;
}

void vendor_job_run(WorkerTask *task)
{
	VendorJob *job = (VendorJob *)(void *)task;
	scoped_arena scratch = { 0 };
	struct stat st;
	scoped_fd from = open(job->from.ptr, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const bool there = from >= 0 && fstat(from, &st) == 0;
	Copy c = { .job = job, .arena = &scratch, .from = from, .device = there ? st.st_dev : 0 };
	copier_init(&c.copier, job->tree, &scratch);
	job->end = there ? update_folder(&c) : VENDOR_FAILED;
	if (!there)
		copy_failed(&c, "open", job->from);
	digest_free(&c.copier.digest);
}
