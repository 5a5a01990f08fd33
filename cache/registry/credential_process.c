// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/env.h"
#include "base/json/json.h"
#include "base/system/process.h"
#include "cache/registry/credentials_internal.h"

#include <errno.h>

enum { SAY_MAX = 64 << 10 };

CredentialAnswer credential_failed(const CredentialCall *call, const char *why, const char *help)
{
	const Config *c = call->config;
	diag_error(c->diag, NO_SPAN,
	           "credential provider `" STR_FMT "` gave no token for registry `" STR_FMT "`: %s",
	           STR_ARG(call->provider->items[0]), STR_ARG(call->at->registry->shown), why);
	diag_help(c->diag, "%s", help);
	return CREDENTIAL_FAILED;
}

static CredentialAnswer provider_failed(const CredentialCall *call, const char *why)
{
	return credential_failed(
		call, why,
		"run it by hand, or name another in `registry.global-credential-providers`");
}

typedef struct Program {
	const char **argv;
	char **env;
	Str input;
} Program;

/* Runs a provider. The user sees its error output. */
static bool run_provider(const CredentialCall *call, const Program *p, Arena *a, ProcessResult *out)
{
	const Config *c = call->config;
	const Str program = process_find(a, str_from(p->argv[0]), config_env(c, "PATH"), c->cwd);
	if (!program.len)
		return provider_failed(call,
		                       arena_printf(a, "`%s` is not a program", p->argv[0]).ptr),
		       false;
	p->argv[0] = arena_cstr(a, program);
	const ProcessRequest request = { .argv = p->argv,
		                         .env = p->env,
		                         .output_max = SAY_MAX,
		                         .input = p->input,
		                         .share_err = true,
		                         .secret = true };
	if (!process_run(&request, a, out))
		return provider_failed(call, strerror(errno)), false;
	if (out->status == 0)
		return true;
	secret_wipe(out->out);
	return provider_failed(
		       call, out->signal
				     ? "a signal ended it"
				     : arena_printf(a, "it ended with status %d", out->status).ptr),
	       false;
}

/* --- a program that prints the token --- */

static const char *with_address(const CredentialCall *call, Str text, Arena *a)
{
	static const Str marker = STR_INIT("{index_url}");
	scoped_buf out = { 0 };
	while (text.len) {
		const bool here = str_starts_with(text, marker);
		buf_add(&out, here ? call->at->registry->source.url : str_sub(text, 0, 1));
		text = str_sub(text, here ? marker.len : 1, text.len);
	}
	return arena_cstr(a, buf_str(&out));
}

static char **provider_environment(const CredentialCall *call, Arena *a)
{
	size_t count = 0;
	char *const *env = call->config->env;
	while (env && env[count])
		count++;
	char **out = arena_array(a, char *, count + 3);
	if (count)
		memcpy(out, env, count * sizeof(*out));
	out[count++] = arena_cstr(a, arena_printf(a, "CARGO_REGISTRY_INDEX_URL=" STR_FMT,
	                                          STR_ARG(call->at->registry->source.url)));
	if (call->at->name.len)
		out[count] = arena_cstr(a, arena_printf(a, "CARGO_REGISTRY_NAME_OPT=" STR_FMT,
		                                        STR_ARG(call->at->name)));
	return out;
}

CredentialAnswer credential_from_stdout(const CredentialCall *call, CredentialFound *out)
{
	scoped_arena a = { 0 };
	const StrList *args = call->provider;
	ProcessResult said;
	Str line, rest;
	if (args->count < 2)
		return provider_failed(call, "it needs a command that prints the token");
	Program p = { .argv = arena_array(&a, const char *, args->count),
		      .env = provider_environment(call, &a) };
	for (size_t i = 1; i < args->count; i++)
		p.argv[i - 1] = with_address(call, args->items[i], &a);
	if (!run_provider(call, &p, &a, &said))
		return CREDENTIAL_FAILED;
	str_cut(said.out, '\n', &line, &rest);
	if (str_ends_with(line, STR("\r")))
		line.len--;
	*out = (CredentialFound){ .token = secret_keep(call->keep, line) };
	secret_wipe(said.out);
	return rest.len ? provider_failed(call, "it printed more than one line") : CREDENTIAL_FOUND;
}

/* --- a program that uses Cargo's protocol --- */

static void add_list(Buf *to, const char *key, const Str *items, size_t count)
{
	buf_printf(to, "\"%s\":[", key);
	for (size_t i = 0; i < count; i++) {
		buf_add(to, i ? STR(",") : STR(""));
		json_quote(to, items[i]);
	}
	buf_char(to, ']');
}

static void write_request(const CredentialCall *call, Buf *to)
{
	const CredentialPlace *at = call->at;
	const Registry *r = at->registry;
	buf_add(to, STR("{\"v\":1,\"registry\":{\"index-url\":"));
	json_quote(to, r->source.url);
	if (at->name.len) {
		buf_add(to, STR(",\"name\":"));
		json_quote(to, at->name);
	}
	if (r->challenge_count) {
		buf_char(to, ',');
		add_list(to, "headers", r->challenge, r->challenge_count);
	}
	buf_add(to, STR("},\"kind\":\"get\",\"operation\":\"read\","));
	add_list(to, "args", call->provider->items + 1, call->provider->count - 1);
	buf_add(to, STR("}\n"));
}

static bool speaks_our_version(const Json *hello)
{
	json_each(v, json_get(hello, "v"))
	{
		uint64_t number;
		if (json_whole(v, &number) && number == 1)
			return true;
	}
	return false;
}

static CredentialAnswer provider_refused(const CredentialCall *call, const Json *error, Arena *a)
{
	const Str kind = json_string(error, "kind"), message = json_string(error, "message");
	if (str_eq(kind, STR("not-found")))
		return CREDENTIAL_NOT_FOUND;
	if (str_eq(kind, STR("url-not-supported")))
		return CREDENTIAL_NOT_MINE;
	const Str why = message.len ? message : kind.len ? kind : STR("it does not say why");
	return provider_failed(call, arena_cstr(a, why));
}

static CredentialAnswer take_answered_token(const CredentialCall *call, const Json *answer,
                                            CredentialFound *out)
{
	const Str token = json_string(answer, "token"), keep = json_string(answer, "cache");
	*out = (CredentialFound){ 0 };
	if (!str_eq(json_string(answer, "kind"), STR("get")) || !token.ptr)
		return provider_failed(call, "its answer has no token");
	out->token = secret_keep(call->keep, token);
	secret_wipe(token);
	if (str_eq(keep, STR("expires")))
		json_u64(answer, "expiration", &out->expires);
	out->again = !str_eq(keep, STR("session")) && !out->expires;
	return CREDENTIAL_FOUND;
}

static CredentialAnswer read_answer(const CredentialCall *call, Str said, CredentialFound *out)
{
	scoped_arena scratch = { 0 };
	Str hello_line, line, rest;
	str_cut(said, '\n', &hello_line, &rest);
	str_cut(rest, '\n', &line, &rest);
	scoped_json hello = json_parse(hello_line, NULL);
	scoped_json answer = json_parse(line, NULL);
	if (!speaks_our_version(hello))
		return provider_failed(call, "it does not speak version 1 of cargo's protocol");
	const Json *ok = json_get(answer, "Ok"), *error = json_get(answer, "Err");
	if (ok)
		return take_answered_token(call, ok, out);
	return error ? provider_refused(call, error, &scratch)
	             : provider_failed(call, "its answer could not be parsed");
}

CredentialAnswer credential_from_program(const CredentialCall *call, CredentialFound *out)
{
	scoped_arena a = { 0 };
	scoped_buf request = { 0 };
	ProcessResult said;
	const char *argv[] = { arena_cstr(&a, call->provider->items[0]), "--cargo-plugin", NULL };
	write_request(call, &request);
	char **env = (char **)(uintptr_t)call->config->env;
	const Program p = { argv, env, buf_str(&request) };
	if (!run_provider(call, &p, &a, &said))
		return CREDENTIAL_FAILED;
	const CredentialAnswer answer = read_answer(call, said.out, out);
	secret_wipe(said.out);
	return answer;
}
