/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * credentials.h - the tokens of registries that want one (cargo-rules 9.4).
 *
 * Nothing is read or run before a registry wants its token. Tokens live in
 * pages that no core dump has, are in no message, and are wiped at the end.
 */
#ifndef L4CARGO_CACHE_REGISTRY_CREDENTIALS_H
#define L4CARGO_CACHE_REGISTRY_CREDENTIALS_H

#include "cache/registry/registry.h"
#include "resolver/config/config.h"

typedef struct Credentials Credentials;

/* Lives in the configuration's arena; messages go to its Diag. */
Credentials *credentials_open(const Config *config);
void credentials_close(Credentials *c); /* NULL is fine */

/* The text for `Authorization`, good for one request. False after an error: there is none. */
bool credentials_token(Credentials *c, const Registry *r, Str *token);

/* Reports that the registry does not take the token that it was sent; false. */
bool credentials_rejected(Credentials *c, const Registry *r);

/* If the configuration or the environment has tokens: keeps them out of core dumps. */
void credentials_guard(const Config *config);

#endif
