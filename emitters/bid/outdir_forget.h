/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_forget.h - the results of make in an import's folder go, because nobody knows who built
 * them.
 *
 * make believes whatever is in its object tree: it reads makefiles there, and runs programs. A
 * project may have come with one.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_FORGET_H
#define L4CARGO_EMITTERS_BID_OUTDIR_FORGET_H

#include "base/messages/diag.h"

/* Empties `build` in the folder that is open as `root`. False after an error: one is a link in its
 * place, through which make would write. */
bool outdir_forget(int root, Str shown, Diag *diag, bool *any);

#endif
