// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/dynload.h"
#include "cache/registry/credentials_internal.h"

/* The parts of libsecret's interface that Cargo uses. They are the same in every version 0.x. */

#define LIBRARY "libsecret-1.so.0" /* not needed to build l4cargo */

enum { ATTRIBUTES = 32 };

typedef struct Schema {
	const char *name;
	int flags;
	struct {
		const char *name;
		int type;
	} attributes[ATTRIBUTES];
	int reserved;
	void *more_reserved[7];
} Schema;

typedef struct Failure {
	uint32_t domain;
	int code;
	char *message;
} Failure;

typedef struct LibSecret {
	char *(*lookup)(const Schema *, void *cancellable, Failure **, ...);
	void (*password_free)(char *); /* also wipes the text */
} LibSecret;

static const DynloadFunction functions[] = {
	{ "secret_password_lookup_sync", offsetof(LibSecret, lookup) },
	{ "secret_password_free", offsetof(LibSecret, password_free) },
};

LATE_NOTE(LATE_TEXT(LIBRARY, "tokens", "the credential provider cargo:libsecret", "suggested"));

static CredentialAnswer library_missing(const CredentialCall *call, const char *why)
{
	return credential_failed(
		call, why,
		"as cargo says: try installing the `libsecret` or `libsecret-1-0` package "
		"with the system package manager");
}

static CredentialAnswer keep_token(const CredentialCall *call, const char *token,
                                   CredentialFound *out)
{
	const Str text = str_from(token);
	if (str_utf8_prefix(text) < text.len)
		return credential_failed(call, "failed to get token: it is not UTF-8",
		                         "`cargo login` stores another");
	*out = (CredentialFound){ .token = secret_keep(call->keep, text) };
	return CREDENTIAL_FOUND;
}

CredentialAnswer credential_from_libsecret(const CredentialCall *call, CredentialFound *out)
{
	scoped_arena scratch = { 0 };
	scoped_buf why = { 0 };
	LibSecret lib;
	buf_add(&why, STR("failed to load libsecret: "));
	if (!dynload_open(LIBRARY, functions, COUNT_OF(functions), &lib, &why))
		return library_missing(call, arena_cstr(&scratch, buf_str(&why)));
	/* Cargo's name and attribute, so that tokens from `cargo login` are found. */
	const Schema schema = { .name = "org.rust-lang.cargo.registry",
		                .attributes = { { .name = "url" } } };
	const char *url = arena_cstr(&scratch, call->at->registry->source.url);
	Failure *failure = NULL;
	char *token = lib.lookup(&schema, NULL, &failure, "url", url, (char *)NULL);
	if (failure)
		return credential_failed(
			call,
			arena_printf(&scratch, "failed to get token: %s", failure->message).ptr,
			"a secret service must run in this session and be unlocked");
	if (!token)
		return CREDENTIAL_NOT_FOUND;
	const CredentialAnswer answer = keep_token(call, token, out);
	lib.password_free(token);
	return answer;
}
