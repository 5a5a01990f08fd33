/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * outdir_forget.h - removes the results of make from an import's folder, if it is unknown who built
 * them.
 *
 * make trusts everything in its object tree: it reads makefiles there and runs programs. A project
 * from outside may contain such a tree.
 */
#ifndef L4CARGO_EMITTERS_BID_OUTDIR_FORGET_H
#define L4CARGO_EMITTERS_BID_OUTDIR_FORGET_H

#include "base/messages/diag.h"

/* Empties `build` in the folder that is open as `root`. Sets *any if something was there. Returns
 * false after an error, also if `build` is a link, through which make would write. */
bool outdir_forget(int root, Str shown, Diag *diag, bool *any);

#endif
