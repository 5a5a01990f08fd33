// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/vendor/index.h"

#include "base/json/json_text.h"

static void add_strings(Buf *to, const StrList *list)
{
	buf_char(to, '[');
	for (size_t i = 0; i < list->count; i++) {
		if (i)
			buf_char(to, ',');
		json_put_string(to, list->items[i]);
	}
	buf_char(to, ']');
}

static void add_text(Buf *to, const char *key, Str value)
{
	buf_printf(to, ",\"%s\":", key);
	json_put_string(to, value);
}

static void add_dependency(Buf *to, const Package *p, const Dependency *d)
{
	static const char *const kinds[] = {
		[DEP_NORMAL] = "normal", [DEP_BUILD] = "build", [DEP_DEV] = "dev"
	};
	buf_add(to, STR("{\"name\":"));
	json_put_string(to, d->key);
	add_text(to, "req", d->req.any ? STR("*") : d->req.text);
	buf_add(to, STR(",\"features\":"));
	add_strings(to, &d->features);
	buf_printf(to, ",\"optional\":%s,\"default_features\":%s", d->optional ? "true" : "false",
	           d->default_features ? "true" : "false");
	if (d->platform)
		add_text(to, "target", d->platform->text);
	else
		buf_add(to, STR(",\"target\":null"));
	buf_printf(to, ",\"kind\":\"%s\"", kinds[d->kind]);
	/* without it: the same registry */
	if (!source_eq(d->source, p->source))
		add_text(to, "registry", d->source->url);
	if (d->renamed)
		add_text(to, "package", d->package);
	buf_char(to, '}');
}

void vendor_index_emit(const Package *p, Buf *to)
{
	const Manifest *m = p->manifest;
	buf_add(to, STR("{\"name\":"));
	json_put_string(to, p->name);
	add_text(to, "vers", p->version.text);
	buf_add(to, STR(",\"deps\":["));
	for (size_t i = 0; i < m->dep_count; i++) {
		if (i)
			buf_char(to, ',');
		add_dependency(to, p, &m->deps[i]);
	}
	buf_char(to, ']');
	add_text(to, "cksum", p->checksum);
	buf_add(to, STR(",\"features\":{"));
	for (size_t i = 0; i < m->feature_count; i++) {
		if (i)
			buf_char(to, ',');
		json_put_string(to, m->features[i].name);
		buf_char(to, ':');
		add_strings(to, &m->features[i].values);
	}
	buf_add(to, STR("},\"yanked\":false"));
	if (m->links.ptr)
		add_text(to, "links", m->links);
	if (m->rust_version.len)
		add_text(to, "rust_version", m->rust_version);
	buf_add(to, STR("}\n"));
}
