/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * secret.h - text that must not get out: tokens, passwords.
 *
 * Kept in pages of its own that no core dump has and, if the system allows
 * it, no swap space. secrets_forget wipes them.
 */
#ifndef L4CARGO_BASE_TEXT_SECRET_H
#define L4CARGO_BASE_TEXT_SECRET_H

#include "base/core/arena.h"

typedef struct Secrets {
	struct SecretPage *pages; /* NULL: none */
} Secrets;

/* A copy of `text` that ends in NUL and lives until secrets_forget. */
Str secret_keep(Secrets *s, Str text);
void secrets_forget(Secrets *s);

/*
 * `text` as others may see it: without the users and passwords of addresses in it. A token may
 * stand where an address has its user: only ssh needs the name, nobody the password.
 */
Str secret_masked(Arena *a, Str text);

/* Does this text speak of tokens, passwords and the like, perhaps with a mistake? Then messages
 * show no line and no value of it. */
bool secret_may_be_in(Str text);

/* Overwrites a copy that others made. */
void secret_wipe(Str text);

/* From now on this process leaves no core dump, and others of the same user cannot look into it. */
void secret_guard(void);

#endif
