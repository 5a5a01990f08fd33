// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/map.h"
#include "base/json/json_text.h"
#include "emitters/report/sbom.h"

/* SPDX requires a creation time: this one means that none was given. */
#define NO_TIME "1970-01-01T00:00:00Z"

typedef struct Spdx {
	Arena *arena;
	const Sbom *sbom;
	Str *ids; /* by package: the text after `SPDXRef-` and `LicenseRef-` */
	Buf *out;
} Spdx;

/* An identifier may have letters, digits, `.` and `-`. */
static Str make_id(Arena *a, const Package *p)
{
	char *id = arena_cstr(a, arena_printf(a, STR_FMT "-" STR_FMT, STR_ARG(p->name),
	                                      STR_ARG(p->version.text)));
	for (char *c = id; *c; c++)
		if (!char_is_alnum(*c) && *c != '.')
			*c = '-';
	return str_from(id);
}

static void name_all(Spdx *s)
{
	Map taken;
	const size_t count = s->sbom->count;
	map_init(&taken, s->arena, count);
	s->ids = arena_array(s->arena, Str, count + 1);
	for (uint32_t i = 0; i < count; i++) {
		const Str id = make_id(s->arena, s->sbom->packages[i].package);
		s->ids[i] = id;
		for (unsigned n = 2; map_put(&taken, s->ids[i], i) != i; n++)
			s->ids[i] = arena_printf(s->arena, STR_FMT "-%u", STR_ARG(id), n);
	}
}

static void put_field(Buf *out, const char *key, Str value)
{
	buf_add(out, STR(",\n      "));
	json_put_key(out, key, false);
	json_put_string(out, value);
}

/* Returns whether its licence is described only by its text. */
static bool is_extracted(const SbomPackage *p)
{
	return p->kind == LICENSE_OTHER || p->kind == LICENSE_PLUS;
}

static void put_license(const Spdx *s, size_t i)
{
	const SbomPackage *p = &s->sbom->packages[i];
	Str declared = p->kind == LICENSE_NONE ? STR("NOASSERTION") : p->license;
	if (is_extracted(p))
		declared = arena_printf(s->arena, "LicenseRef-" STR_FMT, STR_ARG(s->ids[i]));
	put_field(s->out, "licenseConcluded", STR("NOASSERTION"));
	put_field(s->out, "licenseDeclared", declared);
	put_field(s->out, "copyrightText", STR("NOASSERTION"));
}

static void put_checksum(const Spdx *s, const Package *p)
{
	if (!p->checksum.len)
		return;
	buf_add(s->out, STR(",\n      \"checksums\": [{\"algorithm\": \"SHA256\", "
	                    "\"checksumValue\": "));
	json_put_string(s->out, p->checksum);
	buf_add(s->out, STR("}]"));
}

static void put_purl(const Spdx *s, const SbomPackage *p)
{
	buf_add(s->out,
	        STR(",\n      \"externalRefs\": [{\"referenceCategory\": \"PACKAGE-MANAGER\", "
	            "\"referenceType\": \"purl\", \"referenceLocator\": "));
	json_put_string(s->out, p->purl);
	buf_add(s->out, STR("}]"));
}

static void put_package(const Spdx *s, size_t i)
{
	const SbomPackage *p = &s->sbom->packages[i];
	const Package *k = p->package;
	const PackageInfo *info = &k->manifest->info;
	Buf *out = s->out;
	buf_add(out, STR("    {\n      \"SPDXID\": "));
	json_put_string(out, arena_printf(s->arena, "SPDXRef-" STR_FMT, STR_ARG(s->ids[i])));
	put_field(out, "name", k->name);
	put_field(out, "versionInfo", k->version.text);
	put_field(out, "downloadLocation", p->download.len ? p->download : STR("NOASSERTION"));
	buf_add(out, STR(",\n      \"filesAnalyzed\": false"));
	put_license(s, i);
	put_checksum(s, k);
	if (sbom_is_url(info->homepage))
		put_field(out, "homepage", info->homepage);
	if (info->description.len)
		put_field(out, "description", str_trim(info->description));
	put_field(out, "primaryPackagePurpose", p->program ? STR("APPLICATION") : STR("LIBRARY"));
	put_purl(s, p);
	buf_add(out, i + 1 < s->sbom->count ? STR("\n    },\n") : STR("\n    }\n"));
}

static void put_extracted(const Spdx *s)
{
	bool any = false;
	for (size_t i = 0; i < s->sbom->count; i++) {
		const SbomPackage *p = &s->sbom->packages[i];
		if (!is_extracted(p))
			continue;
		buf_add(s->out, any ? STR(",\n") : STR("  \"hasExtractedLicensingInfos\": [\n"));
		any = true;
		buf_add(s->out, STR("    {\n      \"licenseId\": "));
		json_put_string(s->out,
		                arena_printf(s->arena, "LicenseRef-" STR_FMT, STR_ARG(s->ids[i])));
		put_field(s->out, "name", p->license);
		put_field(s->out, "extractedText",
		          p->license_text.len ? p->license_text : p->license);
		buf_add(s->out, STR("\n    }"));
	}
	if (any)
		buf_add(s->out, STR("\n  ],\n"));
}

static void put_relation(const Spdx *s, Str from, const char *what, Str to)
{
	Buf *out = s->out;
	const Str a = arena_printf(s->arena, "SPDXRef-" STR_FMT, STR_ARG(from));
	const Str b = arena_printf(s->arena, "SPDXRef-" STR_FMT, STR_ARG(to));
	buf_add(out, out->ptr[out->len - 1] == '}' ? STR(",\n    {") : STR("\n    {"));
	json_put_key(out, "spdxElementId", false);
	json_put_string(out, a);
	json_put_key(out, "relationshipType", true);
	json_put_string(out, str_from(what));
	json_put_key(out, "relatedSpdxElement", true);
	json_put_string(out, b);
	buf_char(out, '}');
}

static void put_relations(const Spdx *s)
{
	buf_add(s->out, STR("  \"relationships\": ["));
	for (size_t i = 0; i < s->sbom->count; i++)
		if (s->sbom->packages[i].root)
			put_relation(s, STR("DOCUMENT"), "DESCRIBES", s->ids[i]);
	for (size_t i = 0; i < s->sbom->edge_count; i++) {
		const SbomEdge *e = &s->sbom->edges[i];
		const Str from = s->ids[e->from], to = s->ids[e->to];
		if (e->kind == DEP_NORMAL)
			put_relation(s, from, "DEPENDS_ON", to);
		else
			put_relation(s, to,
			             e->kind == DEP_BUILD ? "BUILD_DEPENDENCY_OF"
			                                  : "DEV_DEPENDENCY_OF",
			             from);
	}
	buf_add(s->out, STR("\n  ]\n}\n"));
}

static void put_head(const Sbom *s, Str body, Buf *out)
{
	scoped_arena a = { 0 };
	const Str created = s->created.len ? s->created : STR(NO_TIME);
	scoped_buf seed = { 0 };
	buf_printf(&seed, STR_FMT "\n" STR_FMT "\n" STR_FMT "\n" STR_FMT, STR_ARG(s->name),
	           STR_ARG(s->version), STR_ARG(created), STR_ARG(body));
	const Str uuid = sbom_uuid(&a, buf_str(&seed));
	buf_add(out, STR("{\n  \"spdxVersion\": \"SPDX-2.3\",\n  \"dataLicense\": \"CC0-1.0\",\n"
	                 "  \"SPDXID\": \"SPDXRef-DOCUMENT\",\n  \"name\": "));
	json_put_string(out, s->name);
	buf_printf(out, ",\n  \"documentNamespace\": \"urn:uuid:" STR_FMT "\",\n", STR_ARG(uuid));
	buf_printf(out,
	           "  \"creationInfo\": {\"created\": \"" STR_FMT
	           "\", \"creators\": [\"Tool: l4cargo-" STR_FMT "\"]},\n",
	           STR_ARG(created), STR_ARG(s->version));
	buf_add(out, body);
}

void sbom_spdx(const Sbom *sbom, Buf *out)
{
	scoped_arena a = { 0 };
	scoped_buf body = { 0 };
	Spdx s = { .arena = &a, .sbom = sbom, .out = &body };
	name_all(&s);
	buf_add(&body, STR("  \"packages\": [\n"));
	for (size_t i = 0; i < sbom->count; i++)
		put_package(&s, i);
	buf_add(&body, STR("  ],\n"));
	put_extracted(&s);
	put_relations(&s);
	put_head(sbom, buf_str(&body), out);
}
