/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * credentials_internal.h - the parts of credentials.c: what is configured, and programs that know.
 */
#ifndef L4CARGO_CACHE_REGISTRY_CREDENTIALS_INTERNAL_H
#define L4CARGO_CACHE_REGISTRY_CREDENTIALS_INTERNAL_H

#include "base/core/vec.h"
#include "base/text/secret.h"
#include "cache/registry/credentials.h"

/* A registry as the configuration knows it. */
typedef struct CredentialPlace {
	const Registry *registry;
	Str name; /* empty: it has none, and is not crates.io */
	Str key;  /* `registries.NAME` or `registry`; empty: none */
} CredentialPlace;

/* False after an error. */
bool credential_place(const Config *c, const Registry *r, CredentialPlace *out);

/* A provider: its name or program, and arguments. */
typedef VEC(StrList) CredentialProviders;

/* In the order in which they are asked. False after an error. */
bool credential_providers(const Config *c, const CredentialPlace *at, CredentialProviders *out);

/* The token that is written down somewhere; ptr NULL: none. False after an error. */
bool credential_written(const Config *c, const CredentialPlace *at, Secrets *keep, Str *token);

typedef enum CredentialAnswer {
	CREDENTIAL_FOUND,
	CREDENTIAL_NOT_FOUND,
	CREDENTIAL_NOT_MINE, /* the provider is not for that registry */
	CREDENTIAL_FAILED    /* reported */
} CredentialAnswer;

typedef struct CredentialFound {
	Str token;
	bool again;       /* it is good for one request only */
	uint64_t expires; /* seconds since 1970; 0: never */
} CredentialFound;

typedef struct CredentialCall {
	const Config *config;
	const CredentialPlace *at;
	const StrList *provider;
	Secrets *keep;
} CredentialCall;

/* `cargo:token-from-stdout PROGRAM...`: what it prints. */
CredentialAnswer credential_from_stdout(const CredentialCall *call, CredentialFound *out);
/* A program that speaks Cargo's protocol. */
CredentialAnswer credential_from_program(const CredentialCall *call, CredentialFound *out);
/* `cargo:libsecret`: the secret service of the user's session. */
CredentialAnswer credential_from_libsecret(const CredentialCall *call, CredentialFound *out);

/* Reports it. */
CredentialAnswer credential_failed(const CredentialCall *call, const char *why, const char *help);

#endif
