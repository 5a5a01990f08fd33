/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * trust.h - whose files are believed: our own and root's, and only those that nobody else may
 * write, as ssh has it with keys.
 *
 * A group that has the name of its only member is that user, as where users have such groups the
 * umask lets the group write.
 */
#ifndef L4CARGO_CACHE_TRUST_H
#define L4CARGO_CACHE_TRUST_H

#include "base/core/buf.h"

#include <sys/stat.h>

typedef enum Trust { TRUST_GOOD, TRUST_ABSENT, TRUST_OTHERS, TRUST_WRITABLE } Trust;

/* Of a file or folder itself. */
Trust trust_of(const struct stat *st);
Trust trust_of_path(const char *path); /* follows links */

/* Of all folders that lead to it, too: where others may rename, it is soon another. A folder in
 * which all may make files, but nobody those of others (/tmp), is fine on the way. `bad`, if it is
 * not NULL, gets the one that is not. */
Trust trust_of_way(Arena *a, Str path, Str *bad);

/* Of the folders that lead to it and are there, up to `home`, which is believed: not of itself. */
Trust trust_of_parents(Arena *a, Str path, Str home, Str *bad);

/* Of all that is in a folder, which may have no links. */
bool trust_tree(const char *folder);

/* Can nobody else get there, as a folder on the way is closed? */
bool trust_is_closed_off(const char *path);

/* `is another user's (NAME)`, or `may be written by others`. */
void trust_explain(Buf *to, Trust trust, const char *path);

/* Does the umask let others write what we make? */
bool trust_umask_is_open(void);

#endif
