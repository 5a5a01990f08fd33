/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * trust.h - decides whether the owner and mode of files make them safe to use: they must belong to
 * the user or root, and nobody else may write to them. ssh has the same rule for keys.
 *
 * A group that has the name of a user and no other member counts as that user: systems with such
 * groups often have a umask that lets the group write.
 */
#ifndef L4CARGO_CACHE_TRUST_H
#define L4CARGO_CACHE_TRUST_H

#include "base/core/buf.h"

#include <sys/stat.h>

typedef enum Trust { TRUST_GOOD, TRUST_ABSENT, TRUST_OTHERS, TRUST_WRITABLE } Trust;

/* Checks a file or folder itself. */
Trust trust_of(const struct stat *st);
Trust trust_of_path(const char *path); /* follows links */

/* Checks `path` and all its parent folders: a user with write access to a parent can replace the
 * file. A parent in which all users may make files, but not rename those of others (/tmp), is fine.
 * If `bad` is not NULL, it gets the first path that is not trusted. */
Trust trust_of_way(Arena *a, Str path, Str *bad);

/* Checks the existing parent folders of `path`, but not `path` itself. Stops at `home`, which is
 * trusted. `*bad` gets the first folder that is not trusted. */
Trust trust_of_parents(Arena *a, Str path, Str home, Str *bad);

/* Returns whether everything in a folder is trusted. The folder must not contain links. */
bool trust_tree(const char *folder);

/* Returns whether nobody else can reach the path, because the user owns a parent folder that others
 * cannot enter. */
bool trust_is_closed_off(const char *path);

/* Appends the reason: `belongs to the user NAME`, `can be changed by other users`, `does not
 * exist`. */
void trust_explain(Buf *to, Trust trust, const char *path);

/* Returns whether the umask lets others write to the files that this process makes. */
bool trust_umask_is_open(void);

#endif
