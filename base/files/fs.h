/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * fs.h - reads whole files, and writes them so that a crash leaves the old or the new content.
 *
 * Paths are NUL-terminated. Writers make a temporary file beside the target and rename it.
 * Functions that take a Diag report a failure there, with the path and the system's reason, and
 * return false.
 *
 * Writers expect paths that the user chose. They open the folder that contains the last component
 * once, and do everything else in that folder, wherever the path leads meanwhile. For files below a
 * folder that is already open use base/files/below.h, which follows no link at all.
 */
#ifndef L4CARGO_BASE_FILES_FS_H
#define L4CARGO_BASE_FILES_FS_H

#include "base/core/arena.h"
#include "base/messages/diag.h"

#include <sys/stat.h>

typedef enum FileKind { FILE_ABSENT, FILE_REGULAR, FILE_FOLDER, FILE_OTHER } FileKind;

FileKind fs_kind(const char *path);      /* follows links */
FileKind fs_kind_link(const char *path); /* does not follow them: a link is FILE_OTHER */

/* The absolute path without links and dots, followed by a NUL; STR("") if nothing exists there. */
Str fs_real_path(Arena *a, Str path);

/* Reads a whole file into the arena. A NUL that is not counted follows the text. Returns false with
 * errno and reports nothing. */
bool fs_read_quietly(const char *path, Arena *a, Str *out);
bool fs_read(const char *path, Arena *a, Diag *diag, Str *out);
/* The same for an open file, from its beginning. */
bool fs_read_opened(int fd, Arena *a, Str *out);

/* Reads a file for messages to cite. Returns NULL after an error. If `shown` is NULL, messages show
 * `path`. */
const Source *fs_read_source(const char *path, const char *shown, Arena *a, Diag *diag);

typedef enum FsWritten { FS_FAILED, FS_UNCHANGED, FS_WRITTEN } FsWritten;

/* FS_LASTING: the content and the name are on the disk when the function returns. This takes
 * milliseconds. Use it for data that could not be made again after a power loss. */
typedef enum FsLasting { FS_FLEETING, FS_LASTING } FsLasting;

/* Writes a new file in place: for trees that are renamed as a whole when they are complete. */
bool fs_write_new(const char *path, Str text, Diag *diag);
/* Replaces the file's content in one step. */
bool fs_write(const char *path, Str text, Diag *diag);
bool fs_write_lasting(const char *path, Str text, Diag *diag);
/* Brings to the disk a file that another program wrote. */
bool fs_sync(const char *path, Diag *diag);
/* Like fs_write, but leaves a file that has this content already untouched, with its time stamp. */
FsWritten fs_write_if_changed(const char *path, Str text, Diag *diag);

bool fs_make_folders(const char *path, Diag *diag); /* like mkdir -p */
/* The same. New folders can be accessed by this user only. */
bool fs_make_private_folders(const char *path, Diag *diag);
/* Opens the folder that contains the last component, and points *name to that component. The
 * descriptor cannot be used for reading. */
int fs_open_parent(const char *path, const char **name);
/* Do not follow links, and remove a folder only if it is empty. An absent one is an error. They set
 * errno and report nothing. */
bool fs_remove_file(const char *path);
bool fs_remove_folder(const char *path);
/* Sets the time stamp to now, or does nothing if that fails. */
void fs_touch(const char *path);
/* The present time by the clock of files, whose time stamps may be finer than the kernel's coarse
 * clock: no file that was written before is newer. */
struct timespec fs_now(void);
/* Makes a folder that only this user can access, and opens it. Replaces the last 6 bytes of the
 * path. Returns -1 with errno. */
int fs_make_private_folder(char *path);
/* Like rm -rf: follows no links, does not enter mounted file systems, and succeeds if nothing is
 * there. */
bool fs_remove_tree(const char *path, Diag *diag);

/* Variants for an open folder. They report nothing and set errno, so threads may call them. */
bool fs_write_new_at(int folder, const char *name, Str text);
bool fs_replace_at(int folder, const char *name, Str text, FsLasting how);
bool fs_write_and_close(int fd, Str text, FsLasting how); /* closes fd in any case */
/* Replaces the last 6 bytes of the name. */
bool fs_make_unique_folder_at(int folder, char *name, mode_t mode);
bool fs_remove_tree_at(int above, const char *name);
/* Removes the folder `name` of `above`, which is open as `folder`. The content of that open folder
 * is removed, even if the name now means something else. */
bool fs_remove_opened_at(int above, const char *name, int folder);
/* Returns whether the folder belongs to this user and is not a mount point. Ask before
 * fs_remove_opened_at where others may write, too. */
bool fs_is_own_folder(int above, int folder);

/* The names in a folder, sorted bytewise, without `.` and `..`. The functions return false with
 * errno if they cannot read it. */
typedef struct FsEntry {
	Str name;
	unsigned char type; /* DT_* of dirent.h; links are not followed */
} FsEntry;
bool fs_list(const char *path, Arena *a, FsEntry **out, size_t *count);
bool fs_list_opened(int folder, Arena *a, FsEntry **out, size_t *count);

/*
 * Takes an exclusive flock on the file `name` in the folder. Makes the file if it is absent, and
 * follows no link. Waits until the lock is free; before that it calls `waiting` once (if not NULL).
 * Returns the descriptor, which the caller closes, or -1 with errno.
 */
int fs_lock_at(int folder, const char *name, void (*waiting)(void *ctx), void *ctx);
/* The same for an open file or folder. Returns false with errno. */
bool fs_lock_opened(int fd, void (*waiting)(void *ctx), void *ctx);

void fs_close(const int *fd); /* for with_cleanup; ignores -1 */
#define scoped_fd with_cleanup(fs_close) int

#endif
