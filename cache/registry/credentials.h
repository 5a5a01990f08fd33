/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * credentials.h - the tokens of registries that require one (cargo-rules 9.4).
 *
 * Nothing is read or run before a registry needs its token. Tokens are kept in pages that are not
 * part of a core dump (secret.h). No message contains them. They are wiped at the end.
 */
#ifndef L4CARGO_CACHE_REGISTRY_CREDENTIALS_H
#define L4CARGO_CACHE_REGISTRY_CREDENTIALS_H

#include "cache/registry/registry.h"
#include "resolver/config/config.h"

typedef struct Credentials Credentials;

/* The result lives in the configuration's arena; messages go to its Diag. */
Credentials *credentials_open(const Config *config);
void credentials_close(Credentials *c); /* wipes the tokens; `c` may be NULL */

/* Returns the text for `Authorization`, valid for one request. Returns false after an error, for
 * example if there is no token. */
bool credentials_token(Credentials *c, const Registry *r, Str *token);

/* Reports that the registry rejected the token. Always returns false. */
bool credentials_rejected(Credentials *c, const Registry *r);

/* If the configuration or the environment has tokens, keeps them out of core dumps. */
void credentials_guard(const Config *config);

#endif
