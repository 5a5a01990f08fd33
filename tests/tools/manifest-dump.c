// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * manifest-dump FILE...             what manifest_read makes of each Cargo.toml, a line of JSON
 * each manifest-dump --workspace FILE... the workspace around each: members, defaults, resolver
 * manifest-dump --published FILE... as packages of a registry are read
 *
 * For comparison with `cargo metadata`; see tests/corpus/manifest.py.
 */
#include "base/core/buf.h"
#include "base/text/path.h"
#include "resolver/manifest/feature.h"
#include "resolver/workspace/workspace.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct Json {
	Buf text;
	bool comma;
} Json;

static void string(Json *j, Str s)
{
	buf_char(&j->text, '"');
	for (size_t i = 0; i < s.len; i++) {
		const unsigned char c = (unsigned char)s.ptr[i];
		if (c == '"' || c == '\\' || c < 0x20)
			buf_printf(&j->text, "\\u%04x", c);
		else
			buf_char(&j->text, (char)c);
	}
	buf_char(&j->text, '"');
	j->comma = true;
}

static void key(Json *j, const char *name)
{
	if (j->comma)
		buf_char(&j->text, ',');
	string(j, str_from(name));
	buf_char(&j->text, ':');
	j->comma = false;
}

static void open_with(Json *j, char c)
{
	if (j->comma)
		buf_char(&j->text, ',');
	buf_char(&j->text, c);
	j->comma = false;
}

static void close_with(Json *j, char c)
{
	buf_char(&j->text, c);
	j->comma = true;
}

static void text_field(Json *j, const char *name, Str s)
{
	key(j, name);
	if (s.len)
		string(j, s);
	else
		buf_add(&j->text, STR("null"));
	j->comma = true;
}

static void flag_field(Json *j, const char *name, bool b)
{
	key(j, name);
	buf_add(&j->text, b ? STR("true") : STR("false"));
	j->comma = true;
}

static void list_field(Json *j, const char *name, const StrList *list)
{
	key(j, name);
	open_with(j, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (j->comma)
			buf_char(&j->text, ',');
		string(j, list->items[i]);
	}
	close_with(j, ']');
}

static void target(Json *j, const Target *t)
{
	static const char *const kinds[] = { "lib",  "bin",   "example",
		                             "test", "bench", "custom-build" };
	const Str kind = str_from(kinds[t->kind]);
	open_with(j, '{');
	text_field(j, "name", t->raw_name);
	list_field(j, "kind", t->kind == TARGET_LIB ? &t->crate_types : &(StrList){ &kind, 1 });
	list_field(j, "crate_types", &t->crate_types);
	text_field(j, "src_path", t->path);
	text_field(j, "edition", str_from(edition_names[t->edition]));
	flag_field(j, "doc", t->doc);
	flag_field(j, "doctest", t->doctest);
	flag_field(j, "test", t->test);
	list_field(j, "required-features", &t->required_features);
	close_with(j, '}');
}

/* As Cargo prints requirements. */
static Str requirement(Arena *a, const VersionReq *req)
{
	static const char *const ops[] = { "=", ">", ">=", "<", "<=", "~", "^", "" };
	scoped_buf b = { 0 };
	for (size_t i = 0; i < req->count; i++) {
		const Comparator *c = &req->items[i];
		buf_printf(&b, "%s%s%llu", i ? ", " : "", ops[c->op], (unsigned long long)c->major);
		if (c->has_minor)
			buf_printf(&b, ".%llu", (unsigned long long)c->minor);
		if (c->has_patch)
			buf_printf(&b, ".%llu", (unsigned long long)c->patch);
		if (c->pre.len)
			buf_printf(&b, "-" STR_FMT, STR_ARG(c->pre));
		if (c->op == OP_WILDCARD)
			buf_add(&b, STR(".*"));
	}
	return req->count ? arena_str(a, buf_str(&b)) : STR("*");
}

static void dependency(Json *j, Arena *a, const Dependency *d)
{
	static const char *const kinds[] = { "", "build", "dev" };
	open_with(j, '{');
	text_field(j, "name", d->package);
	text_field(j, "req", requirement(a, &d->req));
	text_field(j, "rename", d->renamed ? d->key : STR(""));
	text_field(j, "kind", str_from(kinds[d->kind]));
	text_field(j, "target", d->platform ? d->platform->text : STR(""));
	flag_field(j, "optional", d->optional);
	flag_field(j, "uses_default_features", d->default_features);
	list_field(j, "features", &d->features);
	text_field(j, "source",
	           d->source->kind == SOURCE_PATH ? STR("") : source_text(a, d->source));
	text_field(j, "path", d->source->kind == SOURCE_PATH ? d->source->url : STR(""));
	close_with(j, '}');
}

static void feature(Json *j, Arena *a, const FeatureDef *def)
{
	Str *values = arena_array(a, Str, def->count);
	for (size_t i = 0; i < def->count; i++) {
		const FeatureValue *v = &def->values[i];
		values[i] = v->name;
		if (v->kind == VALUE_DEP)
			values[i] = arena_printf(a, "dep:" STR_FMT, STR_ARG(v->name));
		else if (v->kind == VALUE_DEP_FEATURE)
			values[i] = arena_printf(a, STR_FMT "%s/" STR_FMT, STR_ARG(v->name),
			                         v->weak ? "?" : "", STR_ARG(v->dep_feature));
	}
	list_field(j, arena_cstr(a, def->name), &(StrList){ values, def->count });
}

static Str lint_flag(Arena *a, const Lint *l)
{
	const bool rust = str_eq(l->tool, STR("rust"));
	return arena_printf(a, "--" STR_FMT "=" STR_FMT "%s" STR_FMT, STR_ARG(l->level),
	                    STR_ARG(rust ? STR("") : l->tool), rust ? "" : "::", STR_ARG(l->name));
}

static void info(Json *j, const Manifest *m)
{
	text_field(j, "edition", str_from(edition_names[m->edition]));
	text_field(j, "links", m->links);
	text_field(j, "rust_version", m->rust_version);
	text_field(j, "default_run", m->default_run);
	list_field(j, "authors", &m->info.authors);
	text_field(j, "description", m->info.description);
	text_field(j, "homepage", m->info.homepage);
	text_field(j, "repository", m->info.repository);
	text_field(j, "license", m->info.license);
	text_field(j, "license_file", m->info.license_file);
	text_field(j, "readme", m->info.readme);
}

static void package(Json *j, Arena *a, const Manifest *m)
{
	open_with(j, '{');
	text_field(j, "manifest_path", m->path);
	text_field(j, "name", m->name);
	text_field(j, "version", m->version.text);
	info(j, m);
	key(j, "targets");
	open_with(j, '[');
	for (size_t i = 0; i < m->target_count; i++)
		target(j, &m->targets[i]);
	close_with(j, ']');
	key(j, "dependencies");
	open_with(j, '[');
	for (size_t i = 0; i < m->dep_count; i++)
		dependency(j, a, &m->deps[i]);
	close_with(j, ']');
	key(j, "features");
	open_with(j, '{');
	const FeatureTable *features = feature_table(a, m);
	for (size_t i = 0; i < features->count; i++)
		feature(j, a, &features->defs[i]);
	close_with(j, '}');
	Str *flags = arena_array(a, Str, m->lint_count);
	for (size_t i = 0; i < m->lint_count; i++)
		flags[i] = lint_flag(a, &m->lints[i]);
	list_field(j, "lints", &(StrList){ flags, m->lint_count });
	close_with(j, '}');
}

static bool any_registry(void *ctx, Str name, Span at, const SourceId **out)
{
	(void)at;
	SourceId found = source_registry(ctx, arena_printf(ctx, "https://" STR_FMT ".invalid/",
	                                                   STR_ARG(name)));
	found.name = name;
	*out = source_keep(ctx, found);
	return true;
}

static bool dump(Arena *a, Diag *diag, Str path, bool published)
{
	const SourceId source = published ? source_crates_io : source_path(path_parent(path));
	const ManifestContext c = { .arena = a,
		                    .diag = diag,
		                    .source = &source,
		                    .registry = any_registry,
		                    .ctx = a,
		                    .warn = !published,
		                    .member = !published };
	const Manifest *m = manifest_read(&c, path, NULL);
	Json j = { 0 };
	if (m)
		package(&j, a, m);
	puts(m ? buf_str(&j.text).ptr : "null");
	buf_free(&j.text);
	return m != NULL;
}

static void packages(Json *j, Arena *a, const char *name, const Manifest *const *list, size_t count)
{
	key(j, name);
	open_with(j, '[');
	for (size_t i = 0; i < count; i++)
		package(j, a, list[i]);
	close_with(j, ']');
}

static bool dump_workspace(Arena *a, Diag *diag, Str path)
{
	extern char **environ;
	const ConfigSources from = { .cwd = path_parent(path), .env = environ };
	const Config *config = config_load(a, diag, &from);
	const Workspace *w = config ? workspace_load(a, diag, config, path, WORKSPACE_BUILD) : NULL;
	if (!w) {
		puts("null");
		return false;
	}
	Json j = { 0 };
	open_with(&j, '{');
	text_field(&j, "root", w->root);
	text_field(&j, "resolver", arena_printf(a, "%d", w->resolver));
	packages(&j, a, "members", w->members, w->member_count);
	packages(&j, a, "defaults", w->defaults, w->default_count);
	close_with(&j, '}');
	puts(buf_str(&j.text).ptr);
	buf_free(&j.text);
	return true;
}

int main(int argc, char **argv)
{
	bool ok = true, workspace = false, published = false;
	int i = 1;
	for (; i < argc && strncmp(argv[i], "--", 2) == 0; i++) {
		workspace |= strcmp(argv[i], "--workspace") == 0;
		published |= strcmp(argv[i], "--published") == 0;
	}
	for (; i < argc; i++) {
		scoped_arena a = { 0 };
		Diag diag = { .out = stderr };
		const Str path = path_normalise(&a, path_join(&a, path_cwd(&a), str_from(argv[i])));
		if (workspace) {
			ok &= dump_workspace(&a, &diag, path);
			continue;
		}
		ok &= dump(&a, &diag, path, published);
	}
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
