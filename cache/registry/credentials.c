// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/credentials.h"

#include "base/core/env.h"
#include "cache/registry/credentials_internal.h"

#include <time.h>

typedef struct Known {
	CredentialPlace at;
	CredentialProviders providers;
	CredentialFound found;
	bool has_token;
} Known;

struct Credentials {
	const Config *config;
	Secrets secrets;
	VEC(Known *) known;
};

Credentials *credentials_open(const Config *config)
{
	Credentials *c = arena_new(config->arena, Credentials);
	c->config = config;
	return c;
}

void credentials_close(Credentials *c)
{
	if (c)
		secrets_forget(&c->secrets);
}

static bool sets_token(const char *variable)
{
	Str name, value;
	str_cut(str_from(variable), '=', &name, &value);
	return str_starts_with(name, STR("CARGO_REGISTR")) && str_ends_with(name, STR("_TOKEN"));
}

static bool files_have_token(const Config *c)
{
	const TomlTable *all = config_table(c, "registries");
	for (size_t i = 0; all && i < all->count; i++)
		if (all->entries[i].value.kind == TOML_TABLE &&
		    toml_get(all->entries[i].value.table, STR("token")))
			return true;
	return toml_get(config_table(c, "registry"), STR("token")) != NULL;
}

void credentials_guard(const Config *config)
{
	bool found = files_have_token(config);
	for (char *const *e = config->env; !found && e && *e; e++)
		found = sets_token(*e);
	if (found)
		secret_guard();
}

/* --- asking the providers --- */

static CredentialAnswer ask_written(const CredentialCall *call, CredentialFound *out)
{
	*out = (CredentialFound){ 0 };
	if (!credential_written(call->config, call->at, call->keep, &out->token))
		return CREDENTIAL_FAILED;
	return out->token.ptr ? CREDENTIAL_FOUND : CREDENTIAL_NOT_FOUND;
}

static CredentialAnswer ask_provider(const CredentialCall *call, CredentialFound *out)
{
	const Str name = call->provider->items[0];
	if (str_eq(name, STR("cargo:token")))
		return ask_written(call, out);
	if (str_eq(name, STR("cargo:token-from-stdout")))
		return credential_from_stdout(call, out);
	if (str_eq(name, STR("cargo:wincred")) || str_eq(name, STR("cargo:macos-keychain")))
		return CREDENTIAL_NOT_MINE; /* for other systems: Cargo skips them, too */
	if (str_eq(name, STR("cargo:libsecret")))
		return credential_from_libsecret(call, out);
	if (str_eq(name, STR("cargo:paseto")))
		return credential_failed(call, "cargo supports it only with -Zasymmetric-token",
		                         "use `cargo:token`, `cargo:libsecret` or a program");
	return credential_from_program(call, out);
}

static Str name_of(const Known *k)
{
	return k->at.name.len ? k->at.name : k->at.registry->shown;
}

/* Adds help about a token that is missing or was rejected, in Cargo's words. */
static void add_help(const Credentials *c, const Known *k)
{
	Diag *d = c->config->diag;
	if (k->at.registry->login_url.len)
		diag_note(d, NO_SPAN, "you may log in at " STR_FMT,
		          STR_ARG(k->at.registry->login_url));
	if (!k->at.key.len) {
		diag_help(d,
		          "give the registry a name in [registries] of a configuration file: "
		          "`my-registry = { index = \"" STR_FMT "\" }`",
		          STR_ARG(k->at.registry->source.url));
		return;
	}
	for (size_t i = 0; i < k->providers.count; i++)
		if (str_eq(k->providers.items[i].items[0], STR("cargo:token"))) {
			diag_help(d,
			          "run `cargo login --registry " STR_FMT
			          "`, or set the token in the environment",
			          STR_ARG(k->at.name));
			return;
		}
	diag_help(d, "log in with the registry's credential provider");
}

static bool no_token(const Credentials *c, const Known *k, bool any_not_found)
{
	if (any_not_found)
		diag_error(c->config->diag, NO_SPAN, "no token found for registry `" STR_FMT "`",
		           STR_ARG(name_of(k)));
	else
		diag_error(c->config->diag, NO_SPAN,
		           "no credential provider is for registry `" STR_FMT "`",
		           STR_ARG(name_of(k)));
	add_help(c, k);
	return false;
}

static bool bad_token(const Credentials *c, const Known *k, const char *how)
{
	diag_error(c->config->diag, NO_SPAN, "the token of registry `" STR_FMT "` %s",
	           STR_ARG(name_of(k)), how);
	add_help(c, k);
	return false;
}

/* Checks a token, which becomes part of a header. */
static bool is_sound(const Credentials *c, const Known *k, Str token)
{
	for (size_t i = 0; i < token.len; i++)
		if ((unsigned char)token.ptr[i] < 0x20 || (unsigned char)token.ptr[i] >= 0x7f)
			return bad_token(c, k, "has characters that are not allowed in a token");
	return token.len > 0 || bad_token(c, k, "is empty");
}

static bool find_credential(Credentials *c, Known *k)
{
	bool any_not_found = false;
	for (size_t i = 0; i < k->providers.count; i++) {
		const CredentialCall call = { c->config, &k->at, &k->providers.items[i],
			                      &c->secrets };
		switch (ask_provider(&call, &k->found)) {
		case CREDENTIAL_FOUND:
			k->has_token = is_sound(c, k, k->found.token);
			return k->has_token;
		case CREDENTIAL_FAILED:
			return false;
		case CREDENTIAL_NOT_FOUND:
			any_not_found = true;
			break;
		case CREDENTIAL_NOT_MINE:
			break;
		}
	}
	return no_token(c, k, any_not_found);
}

static Known *known_of(Credentials *c, const Registry *r)
{
	for (size_t i = 0; i < c->known.count; i++)
		if (c->known.items[i]->at.registry == r)
			return c->known.items[i];
	Known *k = arena_new(c->config->arena, Known);
	if (!credential_place(c->config, r, &k->at) ||
	    !credential_providers(c->config, &k->at, &k->providers))
		return NULL;
	*vec_push(c->config->arena, &c->known, Known *) = k;
	return k;
}

static bool is_still_good(const Known *k)
{
	enum { MARGIN = 60 }; /* seconds, as in Cargo */
	return k->has_token && !k->found.again &&
	       (!k->found.expires || (uint64_t)time(NULL) + MARGIN < k->found.expires);
}

bool credentials_token(Credentials *c, const Registry *r, Str *token)
{
	secret_guard();
	Known *k = known_of(c, r);
	if (!k || (!is_still_good(k) && !find_credential(c, k)))
		return false;
	*token = k->found.token;
	return true;
}

bool credentials_rejected(Credentials *c, const Registry *r)
{
	const Known *k = known_of(c, r);
	if (!k)
		return false;
	diag_error(c->config->diag, NO_SPAN, "registry `" STR_FMT "` rejected the token",
	           STR_ARG(name_of(k)));
	if (str_find(k->found.token, ' ') < 0)
		diag_note(c->config->diag, NO_SPAN,
		          "the token does not begin with an authentication scheme");
	add_help(c, k);
	return false;
}
