/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * credentials_internal.h - the parts of credentials.c: the configuration, and the providers.
 */
#ifndef L4CARGO_CACHE_REGISTRY_CREDENTIALS_INTERNAL_H
#define L4CARGO_CACHE_REGISTRY_CREDENTIALS_INTERNAL_H

#include "base/core/vec.h"
#include "base/text/secret.h"
#include "cache/registry/credentials.h"

/* A registry as the configuration names it. */
typedef struct CredentialPlace {
	const Registry *registry;
	Str name; /* empty: it has no name and is not crates.io */
	Str key;  /* `registries.NAME` or `registry`; empty: none */
} CredentialPlace;

/* Finds the name of a registry. Returns false after an error. */
bool credential_place(const Config *c, const Registry *r, CredentialPlace *out);

/* Each provider is a name or program, and its arguments. */
typedef VEC(StrList) CredentialProviders;

/* Lists the providers in the order in which they are asked. Returns false after an error. */
bool credential_providers(const Config *c, const CredentialPlace *at, CredentialProviders *out);

/* Finds the token in the environment, the configuration or the credentials file; ptr NULL if there
 * is none. Returns false after an error. */
bool credential_written(const Config *c, const CredentialPlace *at, Secrets *keep, Str *token);

typedef enum CredentialAnswer {
	CREDENTIAL_FOUND,
	CREDENTIAL_NOT_FOUND,
	CREDENTIAL_NOT_MINE, /* the provider does not serve that registry */
	CREDENTIAL_FAILED    /* the error was reported */
} CredentialAnswer;

typedef struct CredentialFound {
	Str token;
	bool again;       /* valid for one request only: ask again for the next */
	uint64_t expires; /* seconds since 1970; 0 if it does not expire */
} CredentialFound;

typedef struct CredentialCall {
	const Config *config;
	const CredentialPlace *at;
	const StrList *provider;
	Secrets *keep;
} CredentialCall;

/* `cargo:token-from-stdout PROGRAM...`: the output of the program. */
CredentialAnswer credential_from_stdout(const CredentialCall *call, CredentialFound *out);
/* A program that uses Cargo's credential protocol. */
CredentialAnswer credential_from_program(const CredentialCall *call, CredentialFound *out);
/* `cargo:libsecret`: the secret service of the user's session. */
CredentialAnswer credential_from_libsecret(const CredentialCall *call, CredentialFound *out);

/* Reports that a provider failed. Returns CREDENTIAL_FAILED. */
CredentialAnswer credential_failed(const CredentialCall *call, const char *why, const char *help);

#endif
