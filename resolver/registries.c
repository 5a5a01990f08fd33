// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/registries.h"

void registries_init(Registries *r, const Config *config)
{
	*r = (Registries){ .config = config };
	map_init(&r->by_name, config->arena, 0);
}

bool registries_known(const Registries *r, Str name, SourceId *out)
{
	const uint32_t known = map_get(&r->by_name, name);
	if (known == MAP_NONE)
		return false;
	*out = r->found.items[known];
	return true;
}

bool registries_find(Registries *r, Str name, Span at, SourceId *out)
{
	if (registries_known(r, name, out))
		return true;
	Arena *a = r->config->arena;
	Str index;
	if (!config_registry_index(r->config, name, at, &index))
		return false;
	*out = source_registry(a, index);
	map_put(&r->by_name, arena_str(a, name), (uint32_t)r->found.count);
	*vec_push(a, &r->found, SourceId) = *out;
	return true;
}
