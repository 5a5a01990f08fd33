// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/config/registries.h"

static bool find_registry(Registries *r, const Config *c, Str name, Span at, const SourceId **out)
{
	if (registries_known(r, name, out))
		return true;
	Str index;
	if (!config_registry_index(c, name, at, &index))
		return false;
	SourceId found = source_registry(c->arena, index);
	found.name = arena_str(c->arena, name);
	*out = source_keep(c->arena, found);
	map_put(&r->by_name, found.name, (uint32_t)r->found.count);
	*vec_push(c->arena, &r->found, const SourceId *) = *out;
	return true;
}

/* Errors are silent here: registries_find reports them when the registry is used. */
static void find_all(Registries *r)
{
	const TomlTable *all = config_table(r->config, "registries");
	Diag silent = { 0 };
	Config c = *r->config;
	c.diag = &silent;
	for (size_t i = 0; all && i < all->count; i++) {
		const SourceId *found;
		find_registry(r, &c, all->entries[i].key, all->entries[i].key_at, &found);
	}
}

void registries_init(Registries *r, const Config *config)
{
	*r = (Registries){ .config = config };
	map_init(&r->by_name, config->arena, 0);
	find_all(r);
}

bool registries_known(const Registries *r, Str name, const SourceId **out)
{
	const uint32_t known = map_get(&r->by_name, name);
	if (known == MAP_NONE)
		return false;
	*out = r->found.items[known];
	return true;
}

bool registries_find(Registries *r, Str name, Span at, const SourceId **out)
{
	return find_registry(r, r->config, name, at, out);
}
