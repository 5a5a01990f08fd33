// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/published.h"

#include "base/path.h"
#include "base/toml/writer.h"
#include "bridge/provider.h"

#include <inttypes.h>

typedef struct Request {
	Session *session;
	Store *store;
	Place place; /* where crates.io's crates are, by configuration */
	const Version *rustc;
	Str name, version; /* version: as written, may be a requirement; empty: the newest */
} Request;

/* Cargo: `1.2.3` is that version; anything else (`1.2`, `^1`, `>=2`) a requirement. */
static bool is_exact(Str text, Version *out)
{
	const char *why;
	return text.len && version_parse(text, out, &why);
}

static bool choose_version(const Request *r, Str *version, Str *checksum)
{
	Session *s = r->session;
	VersionReq req = { .any = true };
	Version exact;
	IndexVersion found;
	const char *why;
	*checksum = STR("");
	if (is_exact(r->version, &exact)) {
		*version = r->version;
		return true;
	}
	if (r->version.len && !version_req_parse(r->version, &s->arena, &req, &why)) {
		diag_error(&s->diag, NO_SPAN, "`" STR_FMT "` is no version: %s",
		           STR_ARG(r->version), why);
		return diag_help(&s->diag, "write three numbers: `NAME@1.2.3`");
	}
	const NewestWanted wanted = { .registry = &r->place.source,
		                      .local = r->place.folder,
		                      .name = r->name,
		                      .req = r->version.len ? &req : NULL,
		                      .rustc = r->rustc };
	if (!store_newest(r->store, &wanted, &found))
		return false;
	*version = arena_str(&s->arena, found.version.text);
	*checksum = arena_str(&s->arena, found.checksum);
	return true;
}

static bool fetch(const Request *r, Published *out)
{
	Arena *a = &r->session->arena;
	Str checksum, folder;
	uint32_t tag;
	if (!choose_version(r, &out->version, &checksum))
		return false;
	const CrateWanted wanted = { .name = r->name,
		                     .version = out->version,
		                     .checksum = checksum,
		                     .registry = &r->place.source,
		                     .local = r->place.folder };
	if (!store_request(r->store, &wanted) || !store_next(r->store, &tag, &folder))
		return false;
	out->name = r->name;
	out->manifest = path_join(a, folder, STR("Cargo.toml"));
	return true;
}

/* [patch] of the configuration is in the lock, and other imports are none of its business. */
static Str patches_mark(Session *s, const Config *config)
{
	scoped_buf text = { 0 };
	const TomlTable *patches = config_table(config, "patch");
	if (!patches || !patches->count)
		return STR("");
	toml_write(&text, patches);
	buf_printf(&text, "\n" STR_FMT, STR_ARG(config->cwd)); /* paths may count from there */
	return arena_printf(&s->arena, "-%016" PRIx64, str_hash(buf_str(&text)));
}

static bool name_lock(Session *s, const Config *config, Published *p)
{
	Str folder;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &folder))
		return false;
	const Str file = arena_printf(&s->arena, "locks/" STR_FMT "-" STR_FMT STR_FMT ".lock",
	                              STR_ARG(p->name), STR_ARG(p->version),
	                              STR_ARG(patches_mark(s, config)));
	p->lock_path = path_join(&s->arena, folder, file);
	return true;
}

static bool find_place(Session *s, const Config *config, Place *out)
{
	const Replacements *replacements = replacements_read(config);
	if (!replacements || !replacement_find(replacements, &source_crates_io, out))
		return false;
	if (out->kind == PLACE_LOCAL_REGISTRY)
		out->source = source_crates_io;
	if (out->kind != PLACE_DIRECTORY)
		return true;
	diag_error(&s->diag, out->at,
	           "crates.io is replaced by the vendored packages in `" STR_FMT "`",
	           STR_ARG(out->folder));
	diag_help(&s->diag, "import the package by its --manifest-path there, or run this where "
	                    "that configuration does not reach");
	return false;
}

static bool check_operand(Session *s, const char *operand, const Request *r)
{
	Diag *d = &s->diag;
	if (!r->name.len) {
		diag_error(d, NO_SPAN, "`%s` names no crate", operand);
		return diag_help(d, "write it as NAME or NAME@VERSION");
	}
	if (str_find(r->name, '/') >= 0 || r->name.ptr[0] == '.') {
		diag_error(d, NO_SPAN, "not a crate's name: `%s`", operand);
		return diag_help(d, "for the project in a folder, give its Cargo.toml: "
		                    "`--manifest-path FOLDER/Cargo.toml`");
	}
	if (r->version.len || !strchr(operand, '@'))
		return true;
	diag_error(d, NO_SPAN, "`%s` names no version", operand);
	return diag_help(d, "write it after the `@`, or leave the `@` out for the newest");
}

bool published_get(Session *s, const PublishedWanted *wanted, Published *out)
{
	Request r = { .session = s, .rustc = wanted->rustc };
	str_cut(str_from(wanted->operand), '@', &r.name, &r.version);
	if (!check_operand(s, wanted->operand, &r))
		return false;
	if (!find_place(s, wanted->config, &r.place))
		return false;
	r.store = provider_open_store(s, wanted->config, (Str){ 0 });
	const bool good = r.store && fetch(&r, out) && name_lock(s, wanted->config, out);
	store_close(&r.store);
	return good;
}

bool published_open(Session *s, const TextList *operands, ProjectRequest *want, Project *project,
                    Published *out)
{
	*out = (Published){ 0 };
	if (operands->count && want->build->manifest_path) {
		diag_error(&s->diag, NO_SPAN, "both a crate (`%s`) and --manifest-path were given",
		           operands->items[0]);
		return diag_help(&s->diag, "leave one of them out");
	}
	if (!project_open_tools(s, want, project))
		return false;
	const PublishedWanted published = {
		.config = project->config,
		.operand = operands->count ? operands->items[0] : NULL,
		.rustc = want->build->ignore_rust_version ? NULL : &project->toolchain->version,
	};
	if (published.operand && !published_get(s, &published, out))
		return false;
	want->published = out->manifest;
	want->lock_path = out->lock_path;
	return true;
}
