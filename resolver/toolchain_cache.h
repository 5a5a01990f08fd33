/*
 * toolchain_cache.h - answers of rustc, kept so that rustc need not be started.
 *
 * One file for each question. The question's text is kept with the answer and
 * compared; a file that is broken or of another question is as good as none.
 */
#ifndef L4CARGO_RESOLVER_TOOLCHAIN_CACHE_H
#define L4CARGO_RESOLVER_TOOLCHAIN_CACHE_H

#include "base/arena.h"

/* `folder` may be empty: nothing is kept. */
bool answer_find(Arena *a, Str folder, Str question, Str *answer);
/* A failure to keep it is not reported: the next run asks again. */
void answer_keep(Str folder, Str question, Str answer);

/* A file's path, time, size and inode as text for a question; `-` if it is absent. */
Str answer_file_state(Arena *a, Str path);

#endif
