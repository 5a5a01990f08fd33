// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json/json_text.h"
#include "emitters/report/sbom.h"

typedef struct Cdx {
	Arena *arena;
	const Sbom *sbom;
	const SbomPackage *main; /* the only root, or NULL */
	Buf *out;
} Cdx;

/* The only root; NULL if there are several. */
static const SbomPackage *only_root(const Sbom *s)
{
	const SbomPackage *found = NULL;
	for (size_t i = 0; i < s->count; i++)
		if (s->packages[i].root) {
			if (found)
				return NULL;
			found = &s->packages[i];
		}
	return found;
}

/* The reference for the whole if there are several roots; no purl begins like this. */
static Str main_ref(const Cdx *c)
{
	return c->main ? c->main->purl
	               : arena_printf(c->arena, "workspace:" STR_FMT, STR_ARG(c->sbom->name));
}

static void put_member(const Cdx *c, const char *key, Str value)
{
	buf_add(c->out, STR(",\n      "));
	json_put_key(c->out, key, false);
	json_put_string(c->out, value);
}

static void put_licenses(const Cdx *c, const SbomPackage *p)
{
	Buf *out = c->out;
	if (p->kind == LICENSE_NONE)
		return;
	buf_add(out, STR(",\n      \"licenses\": [{"));
	if (p->kind != LICENSE_OTHER) {
		json_put_key(out, "expression", false);
		json_put_string(out, p->license);
		buf_add(out, STR("}]"));
		return;
	}
	buf_add(out, STR("\"license\": {\"name\": "));
	json_put_string(out, p->license);
	if (p->license_text.len) {
		buf_add(out, STR(", \"text\": {\"contentType\": \"text/plain\", \"content\": "));
		json_put_string(out, p->license_text);
		buf_char(out, '}');
	}
	buf_add(out, STR("}}]"));
}

static void put_hash(const Cdx *c, const Package *p)
{
	if (!p->checksum.len)
		return;
	buf_add(c->out, STR(",\n      \"hashes\": [{\"alg\": \"SHA-256\", \"content\": "));
	json_put_string(c->out, p->checksum);
	buf_add(c->out, STR("}]"));
}

static void put_authors(const Cdx *c, StrList authors)
{
	scoped_buf text = { 0 };
	for (size_t i = 0; i < authors.count; i++)
		buf_printf(&text, "%s" STR_FMT, i ? ", " : "", STR_ARG(authors.items[i]));
	if (text.len)
		put_member(c, "author", buf_str(&text));
}

static void put_reference(const Cdx *c, const char *type, Str url, bool *any)
{
	if (!url.len)
		return;
	buf_add(c->out, *any ? STR(", ") : STR(",\n      \"externalReferences\": ["));
	*any = true;
	buf_printf(c->out, "{\"type\": \"%s\", \"url\": ", type);
	json_put_string(c->out, url);
	buf_char(c->out, '}');
}

/* The URL in `git+URL@COMMIT`. */
static Str git_url(const SbomPackage *p)
{
	const size_t commit = p->package->source->precise.len;
	return str_sub(p->download, 4, p->download.len - (commit ? commit + 1 : 0));
}

static void put_references(const Cdx *c, const SbomPackage *p)
{
	const PackageInfo *info = &p->package->manifest->info;
	bool any = false;
	const bool git = p->package->source->kind == SOURCE_GIT;
	put_reference(c, "distribution", git ? STR("") : p->download, &any);
	if (sbom_is_url(info->homepage))
		put_reference(c, "website", info->homepage, &any);
	if (git)
		put_reference(c, "vcs", git_url(p), &any);
	else if (sbom_is_url(info->repository))
		put_reference(c, "vcs", info->repository, &any);
	if (any)
		buf_char(c->out, ']');
}

static void put_component(const Cdx *c, const SbomPackage *p)
{
	const Package *k = p->package;
	buf_printf(c->out, "{\n      \"type\": \"%s\"", p->program ? "application" : "library");
	put_member(c, "bom-ref", p->purl);
	put_authors(c, k->manifest->info.authors);
	put_member(c, "name", k->name);
	put_member(c, "version", k->version.text);
	if (k->manifest->info.description.len)
		put_member(c, "description", str_trim(k->manifest->info.description));
	put_member(c, "scope", p->runtime ? STR("required") : STR("excluded"));
	put_hash(c, k);
	put_licenses(c, p);
	put_member(c, "purl", p->purl);
	put_references(c, p);
	buf_add(c->out, STR("\n    }"));
}

static void put_metadata(const Cdx *c)
{
	Buf *out = c->out;
	buf_add(out, STR("  \"metadata\": {\n    "));
	if (c->sbom->created.len)
		buf_printf(out, "\"timestamp\": \"" STR_FMT "\",\n    ", STR_ARG(c->sbom->created));
	buf_printf(out,
	           "\"tools\": {\"components\": [{\"type\": \"application\", \"name\": "
	           "\"l4cargo\", \"version\": \"" STR_FMT "\"}]},\n    \"component\": ",
	           STR_ARG(c->sbom->version));
	if (c->main) {
		put_component(c, c->main);
	} else {
		buf_add(out, STR("{\"type\": \"application\", \"bom-ref\": "));
		json_put_string(out, main_ref(c));
		json_put_key(out, "name", true);
		json_put_string(out, c->sbom->name);
		buf_char(out, '}');
	}
	buf_add(out, STR("\n  },\n"));
}

static void put_components(const Cdx *c)
{
	const char *before = "";
	buf_add(c->out, STR("  \"components\": ["));
	for (size_t i = 0; i < c->sbom->count; i++) {
		if (&c->sbom->packages[i] == c->main)
			continue;
		buf_printf(c->out, "%s\n    ", before);
		before = ",";
		put_component(c, &c->sbom->packages[i]);
	}
	buf_add(c->out, STR("\n  ],\n"));
}

/* Writes the edges of package `from`, beginning with edge *e, each target once. */
static void put_edges(const Cdx *c, uint32_t from, size_t *e)
{
	uint32_t last = UINT32_MAX;
	for (; *e < c->sbom->edge_count && c->sbom->edges[*e].from == from; ++*e) {
		const uint32_t to = c->sbom->edges[*e].to;
		if (to == last)
			continue;
		buf_add(c->out, last == UINT32_MAX ? STR("") : STR(", "));
		last = to;
		json_put_string(c->out, c->sbom->packages[to].purl);
	}
}

static void put_roots(const Cdx *c)
{
	const char *before = "";
	buf_add(c->out, STR("\n    {\"ref\": "));
	json_put_string(c->out, main_ref(c));
	buf_add(c->out, STR(", \"dependsOn\": ["));
	for (size_t i = 0; i < c->sbom->count; i++)
		if (c->sbom->packages[i].root) {
			buf_printf(c->out, "%s", before);
			before = ", ";
			json_put_string(c->out, c->sbom->packages[i].purl);
		}
	buf_add(c->out, STR("]}"));
}

static void put_dependencies(const Cdx *c)
{
	size_t e = 0;
	buf_add(c->out, STR("  \"dependencies\": ["));
	if (!c->main)
		put_roots(c);
	for (uint32_t i = 0; i < c->sbom->count; i++) {
		buf_add(c->out, i || !c->main ? STR(",\n    {\"ref\": ") : STR("\n    {\"ref\": "));
		json_put_string(c->out, c->sbom->packages[i].purl);
		buf_add(c->out, STR(", \"dependsOn\": ["));
		put_edges(c, i, &e);
		buf_add(c->out, STR("]}"));
	}
	buf_add(c->out, STR("\n  ]\n}\n"));
}

void sbom_cyclonedx(const Sbom *sbom, Buf *out)
{
	scoped_arena a = { 0 };
	scoped_buf body = { 0 };
	const Cdx c = { .arena = &a, .sbom = sbom, .main = only_root(sbom), .out = &body };
	put_metadata(&c);
	put_components(&c);
	put_dependencies(&c);
	const Str uuid = sbom_uuid(&a, buf_str(&body));
	buf_add(out, STR("{\n  \"$schema\": \"http://cyclonedx.org/schema/bom-1.5.schema.json\",\n"
	                 "  \"bomFormat\": \"CycloneDX\",\n  \"specVersion\": \"1.5\",\n"));
	buf_printf(out, "  \"serialNumber\": \"urn:uuid:" STR_FMT "\",\n  \"version\": 1,\n",
	           STR_ARG(uuid));
	buf_add(out, buf_str(&body));
}
