// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/published.h"

#include "base/text/path.h"
#include "base/toml/writer.h"
#include "bridge/project/provider.h"

#include <inttypes.h>

typedef struct PublishedRequest {
	Session *session;
	Store *store;
	SourceId source;   /* the registry */
	SourcePlace place; /* where the configuration puts its crates */
	const Version *rustc;
	Str name, version; /* version: as written; may be a requirement; empty: the newest */
} PublishedRequest;

/* As in Cargo, `1.2.3` is that version, and anything else (`1.2`, `^1`, `>=2`) a requirement. */
static bool is_exact(Str text, Version *out)
{
	const char *why;
	return text.len && version_parse(text, out, &why);
}

static NewestWanted newest_wanted(const PublishedRequest *r)
{
	return (NewestWanted){ .registry = &r->place.source,
		               .local = r->place.folder,
		               .name = r->name,
		               .rustc = r->rustc };
}

static void take_version(const PublishedRequest *r, const IndexVersion *found, CrateWanted *out)
{
	Arena *a = &r->session->arena;
	out->version = arena_str(a, found->version.text);
	out->checksum = arena_str(a, found->checksum);
}

/* If the registry does not have the version, store_request reports that. */
static bool choose_exact(const PublishedRequest *r, const Version *exact, CrateWanted *out)
{
	const NewestWanted wanted = newest_wanted(r);
	IndexVersion found;
	const IndexAnswer answer = store_find_version(r->store, &wanted, exact, &found);
	out->version = r->version;
	if (answer == INDEX_FOUND)
		take_version(r, &found, out);
	return answer != INDEX_FAILED;
}

/* As in Cargo, `x` stands for any number in a manifest, but for none on a command line. */
static bool read_requirement(const PublishedRequest *r, VersionReq *req, const char **why)
{
	Str numbers, rest;
	str_cut(r->version, '-', &numbers, &rest);
	str_cut(numbers, '+', &numbers, &rest);
	*why = "`x` does not stand for a number here";
	if (str_find(numbers, 'x') >= 0 || str_find(numbers, 'X') >= 0)
		return false;
	return version_req_parse(r->version, &r->session->arena, req, why);
}

static bool choose_version(const PublishedRequest *r, CrateWanted *out)
{
	Session *s = r->session;
	VersionReq req = { .any = true };
	Version exact;
	IndexVersion found;
	const char *why;
	if (is_exact(r->version, &exact))
		return choose_exact(r, &exact, out);
	if (r->version.len && !read_requirement(r, &req, &why)) {
		diag_error(&s->diag, NO_SPAN, "`" STR_FMT "` is not a version: %s",
		           STR_ARG(r->version), why);
		return diag_help(
			&s->diag,
			"write three numbers: `NAME@1.2.3`; or leave the `@` out for the newest");
	}
	NewestWanted wanted = newest_wanted(r);
	wanted.req = r->version.len ? &req : NULL;
	if (!store_newest(r->store, &wanted, &found))
		return false;
	take_version(r, &found, out);
	return true;
}

static bool fetch_crate(const PublishedRequest *r, Published *out)
{
	Arena *a = &r->session->arena;
	Str folder;
	uint32_t tag;
	CrateWanted wanted = { .name = r->name,
		               .registry = &r->place.source,
		               .local = r->place.folder };
	if (!choose_version(r, &wanted))
		return false;
	if (!store_request(r->store, &wanted) || !store_next(r->store, &tag, &folder))
		return false;
	out->name = r->name;
	out->version = wanted.version;
	out->manifest = path_join(a, folder, STR("Cargo.toml"));
	return true;
}

/* Returns a suffix that separates locks which differ: [patch] of the configuration affects the
 * lock, and crates of other registries may have names of crates.io. Most locks have an empty
 * one. */
static Str lock_mark(Session *s, const Config *config, const SourceId *source)
{
	scoped_buf text = { 0 };
	const TomlTable *patches = config_table(config, "patch");
	if (patches && patches->count) {
		toml_write(&text, patches);
		buf_printf(&text, "\n" STR_FMT, STR_ARG(config->cwd)); /* the base of its paths */
	}
	if (!source_eq(source, &source_crates_io))
		buf_printf(&text, "\n" STR_FMT, STR_ARG(source->url));
	if (!text.len)
		return STR("");
	return arena_printf(&s->arena, "-%016" PRIx64, str_hash(buf_str(&text)));
}

static bool name_lock(const PublishedRequest *r, const Config *config, Published *p)
{
	Session *s = r->session;
	Str folder;
	if (!store_default_folder(&s->arena, s->env, &s->diag, &folder))
		return false;
	const Str file = arena_printf(&s->arena, "locks/" STR_FMT "-" STR_FMT STR_FMT ".lock",
	                              STR_ARG(p->name), STR_ARG(p->version),
	                              STR_ARG(lock_mark(s, config, &r->source)));
	p->lock_path = path_join(&s->arena, folder, file);
	return true;
}

/* Chooses the registry as `cargo install` does. */
static bool find_crate_source(Session *s, const PublishedWanted *wanted, SourceId *out)
{
	const Config *c = wanted->config;
	Str name = str_from(wanted->registry), url = str_from(wanted->index);
	Span at = NO_SPAN;
	*out = source_crates_io;
	if (wanted->registry && wanted->index) {
		diag_error(&s->diag, NO_SPAN, "--registry and --index cannot be used together");
		return diag_help(&s->diag, "leave one of them out");
	}
	if (wanted->index) {
		if (!config_index_check(c, url))
			return false;
		*out = source_registry(&s->arena, url);
		return true;
	}
	if (!wanted->registry && !config_string(c, "registry.default", &name, &at))
		return false;
	if (!name.ptr || str_eq(name, STR("crates-io")))
		return true;
	if (!config_registry_index(c, name, at, &url))
		return false;
	*out = source_registry(&s->arena, url);
	out->name = arena_str(&s->arena, name);
	return true;
}

static bool find_place(PublishedRequest *r, const Config *config)
{
	Diag *d = &r->session->diag;
	SourcePlace *out = &r->place;
	const Replacements *replacements = replacements_read(config);
	if (!replacements || !replacement_find(replacements, &r->source, out))
		return false;
	if (out->kind == PLACE_LOCAL_REGISTRY)
		out->source = r->source;
	if (out->kind != PLACE_DIRECTORY)
		return true;
	diag_error(d, out->at, "%s is replaced by the vendored packages in `" STR_FMT "`",
	           source_eq(&r->source, &source_crates_io) ? "crates.io" : "that registry",
	           STR_ARG(out->folder));
	return diag_help(d, "import the package there with its --manifest-path, or run this in a "
	                    "folder that the configuration does not apply to");
}

static bool check_operand(Session *s, const char *operand, const PublishedRequest *r)
{
	Diag *d = &s->diag;
	if (!r->name.len) {
		diag_error(d, NO_SPAN, "`%s` does not name a crate", operand);
		return diag_help(d, "write it as NAME or NAME@VERSION");
	}
	if (str_find(r->name, '/') >= 0 || r->name.ptr[0] == '.') {
		diag_error(d, NO_SPAN, "not a crate's name: `%s`", operand);
		if (strstr(operand, "://"))
			return diag_help(
				d,
				"for a project of a git repository: `git clone` it, and give its "
				"`--manifest-path FOLDER/Cargo.toml`");
		return diag_help(d, "for the project in a folder, give its Cargo.toml: "
		                    "`--manifest-path FOLDER/Cargo.toml`");
	}
	if (r->version.len || !strchr(operand, '@'))
		return true;
	diag_error(d, NO_SPAN, "`%s` does not name a version", operand);
	return diag_help(d, "write it after the `@`, or leave the `@` out for the newest");
}

bool published_get(Session *s, const PublishedWanted *wanted, Published *out)
{
	PublishedRequest r = { .session = s, .rustc = wanted->rustc };
	str_cut(str_from(wanted->operand), '@', &r.name, &r.version);
	if (!check_operand(s, wanted->operand, &r))
		return false;
	if (!find_crate_source(s, wanted, &r.source) || !find_place(&r, wanted->config))
		return false;
	r.store = provider_open_store(s, wanted->config, (Str){ 0 });
	const bool good = r.store && fetch_crate(&r, out) && name_lock(&r, wanted->config, out);
	store_close(&r.store);
	return good;
}

/* Checks that the options fit to the operand, or to its absence. */
static bool check_published_options(Session *s, const TextList *operands, const BuildOptions *o)
{
	if (operands->count && o->manifest_path) {
		diag_error(&s->diag, NO_SPAN, "both a crate (`%s`) and --manifest-path were given",
		           operands->items[0]);
		return diag_help(&s->diag, "leave one of them out");
	}
	if (!operands->count && (o->registry || o->index)) {
		diag_error(&s->diag, NO_SPAN,
		           "--%s needs a published crate, and no crate was given",
		           o->registry ? "registry" : "index");
		return diag_help(&s->diag, "name the crate, or leave the option out");
	}
	return true;
}

const ProjectTools *published_open(Session *s, const TextList *operands, ProjectRequest *want,
                                   Published *out)
{
	const BuildOptions *o = want->build;
	*out = (Published){ 0 };
	if (!check_published_options(s, operands, o))
		return NULL;
	const ProjectTools *tools = project_open_tools(s, want);
	if (!tools || !operands->count)
		return tools;
	const PublishedWanted published = {
		.config = tools->config,
		.operand = operands->items[0],
		.registry = o->registry,
		.index = o->index,
		.rustc = o->ignore_rust_version ? NULL : &tools->toolchain->version,
	};
	want->crate = out;
	return published_get(s, &published, out) ? tools : NULL;
}
