/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * secret.h - text that must stay secret: tokens, passwords.
 *
 * Secrets are kept in pages of their own that are not part of a core dump and, if the system allows
 * it, are not swapped. secrets_forget wipes them.
 */
#ifndef L4CARGO_BASE_TEXT_SECRET_H
#define L4CARGO_BASE_TEXT_SECRET_H

#include "base/core/arena.h"

typedef struct Secrets {
	struct SecretPage *pages; /* NULL: no secrets */
} Secrets;

/* A copy of `text` that ends in NUL and lives until secrets_forget. */
Str secret_keep(Secrets *s, Str text);
void secrets_forget(Secrets *s);

/*
 * `text` for others to see: without the users and passwords of URLs in it. The user of a URL may be
 * a token: only ssh needs the name, and nobody needs the password.
 */
Str secret_masked(Arena *a, Str text);

/* Returns whether this text is about tokens, passwords and the like, even with a spelling mistake.
 * Messages then show none of its lines and values. */
bool secret_may_be_in(Str text);

/* Overwrites a copy outside of these pages. */
void secret_wipe(Str text);

/* After this call the process leaves no core dump, and other processes of the same user cannot
 * inspect it. */
void secret_guard(void);

#endif
