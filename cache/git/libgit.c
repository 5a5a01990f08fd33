// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/git/libgit.h"

#include "base/core/env.h"
#include "base/core/vec.h"
#include "base/system/dynload.h"
#include "base/text/path.h"
#include "cache/git/io_timeout.h"

#include <git2.h>
#if __has_include(<git2/sys/errors.h>) /* declares git_error_set_str since 1.8 */
#include <git2/sys/errors.h>
#endif
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * libgit2 loads a dozen libraries, so it is loaded only for a git source. Its own declarations are
 * the types of the table.
 */
#define FUNCTIONS(X) \
	X(blob_free) \
	X(blob_lookup) \
	X(blob_rawcontent) \
	X(blob_rawsize) \
	X(buf_dispose) \
	X(clone) \
	X(commit_free) \
	X(commit_lookup) \
	X(commit_tree) \
	X(config_free) \
	X(config_get_string_buf) \
	X(config_open_default) \
	X(config_set_bool) \
	X(credential_default_new) \
	X(credential_ssh_key_from_agent) \
	X(credential_ssh_key_new) \
	X(credential_username_new) \
	X(error_last) \
	X(error_set_str) \
	X(libgit2_init) \
	X(libgit2_opts) \
	X(object_free) \
	X(object_id) \
	X(object_lookup) \
	X(object_lookup_bypath) \
	X(object_peel) \
	X(odb_free) \
	X(odb_read_header) \
	X(oid_fromstrn) \
	X(oid_tostr) \
	X(reference_free) \
	X(reference_iterator_free) \
	X(reference_iterator_new) \
	X(reference_name) \
	X(reference_next) \
	X(reference_target) \
	X(remote_create_anonymous) \
	X(remote_fetch) \
	X(remote_free) \
	X(repository_config) \
	X(repository_free) \
	X(repository_init_ext) \
	X(repository_odb) \
	X(repository_open) \
	X(reset) \
	X(revparse_single) \
	X(tree_entry_byindex) \
	X(tree_entry_filemode_raw) \
	X(tree_entry_id) \
	X(tree_entry_name) \
	X(tree_entrycount) \
	X(tree_free)

struct LibGit {
#define X(name) __typeof__(git_##name) *(name);
	FUNCTIONS(X)
#undef X
	const NetworkSettings *network;
	char *const *env;
	Arena arena;
};

struct GitRepo {
	LibGit *lib;
	git_repository *repo;
};

static const DynloadFunction functions[] = {
#define X(name) { "git_" #name, offsetof(LibGit, name) },
	FUNCTIONS(X)
#undef X
};

LATE_NOTE(LATE_TEXT(SONAME_LIBGIT2, "git", "dependencies and indexes in git", "recommended"));

LibGit *libgit_load(const NetworkSettings *network, char *const *env, Buf *why)
{
	LibGit *lib = xcalloc(1, sizeof *lib);
	lib->network = network;
	lib->env = env;
	if (!dynload_open(SONAME_LIBGIT2, functions, COUNT_OF(functions), lib, why)) {
		free(lib);
		return NULL;
	}
	lib->libgit2_init();
	/* As in Cargo, repositories may belong to other users: nothing in them is executed. */
	lib->libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
	const Str file = network->ca_file, folder = network->ca_folder;
	if (file.len || folder.len)
		lib->libgit2_opts(GIT_OPT_SET_SSL_CERT_LOCATIONS,
		                  file.len ? arena_cstr(&lib->arena, file) : NULL,
		                  folder.len ? arena_cstr(&lib->arena, folder) : NULL);
	if (network->user_agent.len)
		lib->libgit2_opts(GIT_OPT_SET_USER_AGENT,
		                  arena_cstr(&lib->arena, network->user_agent));
	return lib;
}

/* Does not shut the library down: libgit2 1.5 frees its options twice if it is started again. */
void libgit_unload(LibGit **lib)
{
	LibGit *l = *lib;
	if (!l)
		return;
	arena_free(&l->arena);
	free(l);
	*lib = NULL;
}

bool libgit_setting(const LibGit *lib, const char *key, Arena *a, Str *out)
{
	git_config *config = NULL;
	git_buf text = { 0 };
	const bool found = lib->config_open_default(&config) == 0 &&
	                   lib->config_get_string_buf(&text, config, key) == 0;
	if (found)
		*out = (Str){ arena_cstr(a, str_from(text.ptr)), text.size };
	lib->buf_dispose(&text);
	lib->config_free(config);
	return found;
}

static bool git_failed(const LibGit *lib, Buf *why)
{
	const git_error *e = lib->error_last();
	Str text = str_trim(str_from(e && e->message ? e->message : "unknown error"));
	buf_add(why, text);
	return false;
}

/* --- repositories --- */

static GitRepo *wrap_repository(LibGit *lib, git_repository *repo)
{
	GitRepo *r = xcalloc(1, sizeof *r);
	*r = (GitRepo){ lib, repo };
	return r;
}

GitRepo *libgit_open(LibGit *lib, const char *path)
{
	git_repository *repo = NULL;
	return lib->repository_open(&repo, path) == 0 ? wrap_repository(lib, repo) : NULL;
}

GitRepo *libgit_create(LibGit *lib, const char *path, Buf *why)
{
	git_repository *repo = NULL;
	git_repository_init_options o = {
		.version = GIT_REPOSITORY_INIT_OPTIONS_VERSION,
		.flags = GIT_REPOSITORY_INIT_BARE | GIT_REPOSITORY_INIT_MKPATH,
	};
	if (lib->repository_init_ext(&repo, path, &o) == 0)
		return wrap_repository(lib, repo);
	git_failed(lib, why);
	return NULL;
}

void libgit_close(GitRepo **r)
{
	if (!*r)
		return;
	(*r)->lib->repository_free((*r)->repo);
	free(*r);
	*r = NULL;
}

static bool read_id(const LibGit *lib, const char *hex, git_oid *out)
{
	return strlen(hex) == GIT_ID_HEX && lib->oid_fromstrn(out, hex, GIT_ID_HEX) == 0;
}

bool libgit_has_commit(const GitRepo *r, const char *commit)
{
	git_oid id;
	git_commit *c = NULL;
	git_tree *tree = NULL;
	if (!read_id(r->lib, commit, &id) || r->lib->commit_lookup(&c, r->repo, &id) != 0)
		return false;
	const bool there = r->lib->commit_tree(&tree, c) == 0;
	r->lib->tree_free(tree);
	r->lib->commit_free(c);
	return there;
}

bool libgit_commit(const GitRepo *r, const char *digits, char id[GIT_ID_HEX + 1])
{
	git_object *found = NULL;
	if (strspn(digits, "0123456789abcdef") != strlen(digits) ||
	    r->lib->revparse_single(&found, r->repo, digits) != 0)
		return false;
	r->lib->oid_tostr(id, GIT_ID_HEX + 1, r->lib->object_id(found));
	r->lib->object_free(found);
	return strncmp(id, digits, strlen(digits)) == 0 && libgit_has_commit(r, id);
}

/* --- fetching --- */

static const char *const key_files[] = { "id_ed25519", "id_ecdsa", "id_rsa" };

typedef struct Fetching {
	const LibGit *lib;
	const GitFetch *what;
	IoTimeout timeout;
	bool asked;     /* the server asked for credentials */
	size_t ssh_try; /* 0 is the agent, then key_files */
	bool default_tried, name_tried;
} Fetching;

static int give_up(const Fetching *f, const char *text)
{
	f->lib->error_set_str(GIT_ERROR_CALLBACK, text);
	return GIT_EAUTH;
}

/* Tries the agent's keys, then the keys in ~/.ssh without a passphrase. */
static int give_ssh_key(git_credential **out, Fetching *f, const char *user)
{
	const LibGit *lib = f->lib;
	scoped_arena scratch = { 0 };
	while (f->ssh_try <= COUNT_OF(key_files)) {
		const size_t i = f->ssh_try++;
		if (i == 0 && env_get(lib->env, "SSH_AUTH_SOCK").len)
			return lib->credential_ssh_key_from_agent(out, user);
		if (i == 0)
			continue;
		const Str folder = path_join(&scratch, env_get(lib->env, "HOME"), STR(".ssh"));
		const Str key = path_join(&scratch, folder, str_from(key_files[i - 1]));
		const Str public = arena_printf(&scratch, STR_FMT ".pub", STR_ARG(key));
		if (access(key.ptr, R_OK) == 0)
			return lib->credential_ssh_key_new(out, user, public.ptr, key.ptr, NULL);
	}
	return give_up(f, "no key of the ssh agent or in ~/.ssh was accepted");
}

/* Tries each method once: libgit2 repeats the call until it gets an error. */
static int give_credential(git_credential **out, const char *url, const char *user,
                           unsigned allowed, void *ctx)
{
	Fetching *f = ctx;
	(void)url;
	f->asked = true;
	if (allowed & GIT_CREDENTIAL_USERNAME && !f->name_tried) {
		f->name_tried = true;
		return f->lib->credential_username_new(out, "git");
	}
	if (allowed & GIT_CREDENTIAL_SSH_KEY)
		return give_ssh_key(out, f, user ? user : "git");
	if (allowed & GIT_CREDENTIAL_DEFAULT && !f->default_tried) {
		f->default_tried = true;
		return f->lib->credential_default_new(out);
	}
	return give_up(f, "the server requires a user name and a password");
}

static int show_progress(const git_indexer_progress *p, void *ctx)
{
	Fetching *f = ctx;
	io_timeout_moved(&f->timeout);
	const GitProgress now = { p->indexed_objects, p->total_objects, p->received_bytes };
	if (f->what->progress)
		f->what->progress(f->what->ctx, &now);
	return 0;
}

static int hear_server(const char *text, int length, void *ctx)
{
	(void)text, (void)length;
	io_timeout_moved(&((Fetching *)ctx)->timeout);
	return 0;
}

static git_proxy_options proxy_options(const Fetching *f, Arena *a)
{
	const Str proxy = f->lib->network->proxy;
	if (!proxy.len)
		return (git_proxy_options){ .version = GIT_PROXY_OPTIONS_VERSION,
			                    .type = proxy.ptr ? GIT_PROXY_NONE : GIT_PROXY_AUTO };
	const char *scheme = str_contains(proxy, STR("://")) ? "" : "http://";
	return (git_proxy_options){
		.version = GIT_PROXY_OPTIONS_VERSION,
		.type = GIT_PROXY_SPECIFIED,
		.url = arena_printf(a, "%s" STR_FMT, scheme, STR_ARG(proxy)).ptr,
	};
}

static git_fetch_options fetch_options(Fetching *f, Arena *a)
{
	return (git_fetch_options){
		.version = GIT_FETCH_OPTIONS_VERSION,
		.download_tags = f->what->tags ? GIT_REMOTE_DOWNLOAD_TAGS_ALL
		                               : GIT_REMOTE_DOWNLOAD_TAGS_NONE,
		.callbacks = { .version = GIT_REMOTE_CALLBACKS_VERSION,
		               .sideband_progress = hear_server,
		               .credentials = give_credential,
		               .transfer_progress = show_progress,
		               .payload = f },
		.proxy_opts = proxy_options(f, a),
	};
}

/* Classifies a failure. Cargo's list decides which errors may be due to chance. */
static GitFetched judge_failure(const Fetching *f, int code)
{
	const git_error *e = f->lib->error_last();
	if (code == 0)
		return GIT_FETCHED;
	if (io_timeout_passed(&f->timeout))
		return GIT_FETCH_UNLUCKY;
	if (code == GIT_EAUTH || f->asked)
		return GIT_FETCH_DENIED;
	const int kind = e ? e->klass : GIT_ERROR_NONE;
	const bool chance = kind == GIT_ERROR_NET || kind == GIT_ERROR_OS ||
	                    kind == GIT_ERROR_ZLIB || kind == GIT_ERROR_HTTP;
	return chance && code != GIT_ECERTIFICATE ? GIT_FETCH_UNLUCKY : GIT_FETCH_FAILED;
}

static int fetch_from(const GitRepo *r, Fetching *f)
{
	scoped_arena scratch = { 0 };
	const git_fetch_options options = fetch_options(f, &scratch);
	char **specs = arena_array(&scratch, char *, f->what->refspec_count);
	for (size_t i = 0; i < f->what->refspec_count; i++)
		specs[i] = arena_cstr(&scratch, str_from(f->what->refspecs[i]));
	const git_strarray list = { specs, f->what->refspec_count };
	git_remote *remote = NULL;
	int code = r->lib->remote_create_anonymous(&remote, r->repo, f->what->url);
	if (code == 0)
		code = r->lib->remote_fetch(remote, &list, &options, NULL);
	r->lib->remote_free(remote);
	return code;
}

GitFetched libgit_fetch(const GitRepo *r, const GitFetch *what, Buf *why)
{
	Fetching f = { .lib = r->lib, .what = what };
	/* A server that hangs up must cause an error, not a signal. */
	const struct sigaction ignore = { .sa_handler = SIG_IGN };
	struct sigaction before;
	sigaction(SIGPIPE, &ignore, &before);
	io_timeout_begin(&f.timeout, r->lib->network->timeout);
	const GitFetched result = judge_failure(&f, fetch_from(r, &f));
	if (result != GIT_FETCHED && io_timeout_passed(&f.timeout))
		buf_printf(why, "the server sent nothing for %u seconds", f.timeout.seconds);
	else if (result != GIT_FETCHED)
		git_failed(r->lib, why);
	io_timeout_end(&f.timeout);
	sigaction(SIGPIPE, &before, NULL);
	return result;
}

/* --- contents --- */

static int by_name(const void *a, const void *b)
{
	return str_compare(((const GitRef *)a)->name, ((const GitRef *)b)->name);
}

static const char *hex_of(const LibGit *lib, Arena *a, const git_oid *id)
{
	char *hex = arena_array(a, char, GIT_ID_HEX + 1);
	return lib->oid_tostr(hex, GIT_ID_HEX + 1, id);
}

bool libgit_refs(const GitRepo *r, Arena *a, GitRefs *out)
{
	const LibGit *lib = r->lib;
	git_reference_iterator *all = NULL;
	git_reference *ref = NULL;
	VEC(GitRef) list = { 0 };
	if (lib->reference_iterator_new(&all, r->repo) != 0)
		return false;
	int code;
	while ((code = lib->reference_next(&ref, all)) == 0) {
		const git_oid *id = lib->reference_target(ref);
		if (id)
			*vec_push(a, &list, GitRef) =
				(GitRef){ arena_str(a, str_from(lib->reference_name(ref))),
				          str_from(hex_of(lib, a, id)) };
		lib->reference_free(ref);
	}
	lib->reference_iterator_free(all);
	if (list.count)
		qsort(list.items, list.count, sizeof(GitRef), by_name);
	*out = (GitRefs){ list.items, list.count };
	return code == GIT_ITEROVER;
}

static GitEntryKind kind_of(unsigned mode)
{
	switch (mode & 0170000) {
	case 0100000:
		return GIT_ENTRY_FILE;
	case 0120000:
		return GIT_ENTRY_LINK;
	case 0040000:
		return GIT_ENTRY_FOLDER;
	case 0160000:
		return GIT_ENTRY_SUBMODULE;
	default:
		return GIT_ENTRY_OTHER;
	}
}

static git_tree *find_tree(const GitRepo *r, const char *hex)
{
	git_oid id;
	git_object *o = NULL, *tree = NULL;
	if (!read_id(r->lib, hex, &id) ||
	    r->lib->object_lookup(&o, r->repo, &id, GIT_OBJECT_ANY) != 0)
		return NULL;
	if (r->lib->object_peel(&tree, o, GIT_OBJECT_TREE) != 0)
		tree = NULL;
	r->lib->object_free(o);
	return (git_tree *)tree;
}

bool libgit_list(const GitRepo *r, const char *id, Arena *a, GitEntry **out, size_t *count)
{
	const LibGit *lib = r->lib;
	git_tree *tree = find_tree(r, id);
	if (!tree)
		return false;
	*count = lib->tree_entrycount(tree);
	*out = arena_array(a, GitEntry, *count);
	for (size_t i = 0; i < *count; i++) {
		const git_tree_entry *e = lib->tree_entry_byindex(tree, i);
		(*out)[i] = (GitEntry){ kind_of((unsigned)lib->tree_entry_filemode_raw(e)),
			                arena_str(a, str_from(lib->tree_entry_name(e))),
			                hex_of(lib, a, lib->tree_entry_id(e)) };
	}
	lib->tree_free(tree);
	return true;
}

bool libgit_size(const GitRepo *r, const char *hex, uint64_t *out)
{
	git_oid id;
	git_odb *odb = NULL;
	size_t size = 0;
	git_object_t type;
	if (!read_id(r->lib, hex, &id) || r->lib->repository_odb(&odb, r->repo) != 0)
		return false;
	const bool there = r->lib->odb_read_header(&size, &type, odb, &id) == 0;
	r->lib->odb_free(odb);
	*out = size;
	return there && type == GIT_OBJECT_BLOB;
}

bool libgit_read(const GitRepo *r, const char *hex, Arena *a, Str *out)
{
	git_oid id;
	git_blob *blob = NULL;
	if (!read_id(r->lib, hex, &id) || r->lib->blob_lookup(&blob, r->repo, &id) != 0)
		return false;
	*out = arena_str(a, (Str){ r->lib->blob_rawcontent(blob),
	                           (size_t)r->lib->blob_rawsize(blob) });
	r->lib->blob_free(blob);
	return true;
}

bool libgit_find(const GitRepo *r, const char *revision, const char *path, char id[GIT_ID_HEX + 1])
{
	const LibGit *lib = r->lib;
	git_object *from = NULL, *found = NULL;
	if (lib->revparse_single(&from, r->repo, revision) != 0)
		return false;
	const bool there = lib->object_lookup_bypath(&found, from, path, GIT_OBJECT_ANY) == 0;
	if (there)
		lib->oid_tostr(id, GIT_ID_HEX + 1, lib->object_id(found));
	lib->object_free(found);
	lib->object_free(from);
	return there;
}

/* --- checkouts --- */

/* As in Cargo: a hard reset, without conversion of line ends. */
static bool reset_to(const LibGit *lib, git_repository *repo, const char *commit)
{
	git_config *config = NULL;
	git_object *o = NULL;
	git_oid id;
	bool good = lib->repository_config(&config, repo) == 0 &&
	            lib->config_set_bool(config, "core.autocrlf", 0) == 0 &&
	            read_id(lib, commit, &id) &&
	            lib->object_lookup(&o, repo, &id, GIT_OBJECT_COMMIT) == 0;
	const git_checkout_options how = { .version = GIT_CHECKOUT_OPTIONS_VERSION,
		                           .checkout_strategy = GIT_CHECKOUT_SAFE };
	good = good && lib->reset(repo, o, GIT_RESET_HARD, &how) == 0;
	lib->object_free(o);
	lib->config_free(config);
	return good;
}

bool libgit_check_out(LibGit *lib, const GitCheckout *what, Buf *why)
{
	git_repository *repo = NULL;
	const git_clone_options o = {
		.version = GIT_CLONE_OPTIONS_VERSION,
		.checkout_opts = { .version = GIT_CHECKOUT_OPTIONS_VERSION,
		                   .checkout_strategy = GIT_CHECKOUT_NONE },
		.fetch_opts = { .version = GIT_FETCH_OPTIONS_VERSION,
		                .callbacks = { .version = GIT_REMOTE_CALLBACKS_VERSION },
		                .proxy_opts = { .version = GIT_PROXY_OPTIONS_VERSION } },
		.local = GIT_CLONE_LOCAL,
	};
	const bool good = lib->clone(&repo, what->from, what->into, &o) == 0 &&
	                  reset_to(lib, repo, what->commit);
	if (!good)
		git_failed(lib, why);
	lib->repository_free(repo);
	return good;
}
