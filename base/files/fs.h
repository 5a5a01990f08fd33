/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fs.h - files: read whole, write so that a crash leaves the old or the new.
 *
 * Paths are NUL-terminated. Writers make a temporary file beside the target
 * and rename it. Functions that take a Diag report their failure there, with
 * the path and the system's reason, and return false.
 *
 * A path that is changed is one that the user names: the folder that has its last part is opened
 * once, and all else happens in that folder, whatever the path leads to meanwhile. What lies below
 * a folder that is open already is changed by base/files/below.h, which follows no link at all.
 */
#ifndef L4CARGO_BASE_FILES_FS_H
#define L4CARGO_BASE_FILES_FS_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

#include <sys/stat.h>

typedef enum FileKind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_OTHER } FileKind;

FileKind fs_kind(const char *path);      /* follows links */
FileKind fs_kind_link(const char *path); /* does not: a link is FILE_OTHER */

/* The way to it without links and dots, ending in NUL; STR("") if it cannot be followed to
 * something that is there. */
Str fs_real_path(Arena *a, Str path);

/* All of a file into the arena (NUL behind it, not counted). False with errno; nothing is reported.
 */
bool fs_read_quietly(const char *path, Arena *a, Str *out);
bool fs_read(const char *path, Arena *a, Diag *diag, Str *out);
/* The same of a file that is open; from its beginning. */
bool fs_read_opened(int fd, Arena *a, Str *out);

/* A file that will be cited in messages; NULL after an error. `shown` may be NULL: then `path`. */
const Source *fs_read_source(const char *path, const char *shown, Arena *a, Diag *diag);

typedef enum FsWritten { FS_FAILED, FS_UNCHANGED, FS_WRITTEN } FsWritten;

/* FS_LASTING: it is on the disk, under its name, when the function returns. That takes
 * milliseconds, and is for what nobody could make again after a power loss. */
typedef enum FsLasting { FS_FLEETING, FS_LASTING } FsLasting;

/* A new file, written in place: for trees that are renamed as a whole when they are complete. */
bool fs_write_new(const char *path, Str text, Diag *diag);
/* Replaces the file's content in one step. */
bool fs_write(const char *path, Str text, Diag *diag);
bool fs_write_lasting(const char *path, Str text, Diag *diag);
/* What another program wrote is to last. */
bool fs_sync(const char *path, Diag *diag);
/* The same, but a file that has this content already is left alone, with its time stamp. */
FsWritten fs_write_if_changed(const char *path, Str text, Diag *diag);

bool fs_make_folders(const char *path, Diag *diag); /* like mkdir -p */
/* Those that are missing are for this user alone. */
bool fs_make_private_folders(const char *path, Diag *diag);
/* The folder that has the path's last part, which is in *name; not to be read. */
int fs_open_parent(const char *path, const char **name);
/* Not through a link, and a folder only if it is empty. Absent is an error; errno, no message. */
bool fs_remove_file(const char *path);
bool fs_remove_folder(const char *path);
/* Its time stamp becomes now; nothing, if that cannot be. */
void fs_touch(const char *path);
/* A new folder for this user alone, open; the last 6 bytes of the path are replaced. -1: errno. */
int fs_make_private_folder(char *path);
/* Like rm -rf; follows no links, and goes into nothing that is mounted there; absent is fine. */
bool fs_remove_tree(const char *path, Diag *diag);

/* The same in a folder that is open, also for threads: no message, but errno. */
bool fs_write_new_at(int folder, const char *name, Str text);
bool fs_replace_at(int folder, const char *name, Str text, FsLasting how);
bool fs_write_and_close(int fd, Str text, FsLasting how); /* closed in any case */
/* The last 6 bytes are replaced. */
bool fs_make_unique_folder_at(int folder, char *name, mode_t mode);
bool fs_remove_tree_at(int above, const char *name);
/* The folder `name` in `above`, which is open as `folder`: what is in that goes, whatever the name
 * means by now. */
bool fs_remove_opened_at(int above, const char *name, int folder);
/* Before that, where others may write, too: is it this user's, and not mounted there? */
bool fs_is_own_folder(int above, int folder);

/* Names in a folder, sorted bytewise, without `.` and `..`. False with errno when it can't be read.
 */
typedef struct FsEntry {
	Str name;
	unsigned char type; /* DT_* of dirent.h; links are not followed */
} FsEntry;
bool fs_list(const char *path, Arena *a, FsEntry **out, size_t *count);
bool fs_list_opened(int folder, Arena *a, FsEntry **out, size_t *count);

/*
 * An exclusive flock on the file `name` in the folder, made if absent, and no link; waits until it
 * is free, after calling `waiting` (if not NULL) once. Returns the descriptor to close, or -1 with
 * errno.
 */
int fs_lock_at(int folder, const char *name, void (*waiting)(void *ctx), void *ctx);

void fs_close(const int *fd); /* for with_cleanup; -1 is fine */
#define scoped_fd with_cleanup(fs_close) int

#endif
