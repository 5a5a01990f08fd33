// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/provider.h"

static const char *phase_name(StorePhase phase)
{
	static const char *const names[] = {
		[STORE_ASKING] = "Updating",
		[STORE_DOWNLOADING] = "Downloading",
		[STORE_UNPACKING] = "Unpacking",
	};
	return names[phase];
}

static void show_progress(void *ctx, const StoreProgress *now)
{
	Session *s = ctx;
	progress_draw(&s->progress, phase_name(now->phase), now->done, now->total, now->current);
}

static void show_downloaded(void *ctx, Str crate, uint64_t bytes)
{
	Session *s = ctx;
	(void)bytes;
	diag_status(&s->diag, "Downloaded", STR_FMT, STR_ARG(crate));
}

Store *provider_open_store(Session *s, const Config *config)
{
	StoreOptions *o = arena_new(&s->arena, StoreOptions);
	NetworkSettings *network = arena_new(&s->arena, NetworkSettings);
	if (!network_read(config, network) ||
	    !store_default_folder(&s->arena, s->env, &s->diag, &o->folder))
		return NULL;
	o->cargo_home = config->cargo_home;
	o->offline = s->common.offline;
	o->network = network;
	o->events = (StoreEvents){ s, show_progress, show_downloaded };
	return store_open(o, &s->diag);
}

/* Cargo can build from git; packages for it come later. */
static bool refuse_git(Provider *p, const LockPackage *k)
{
	diag_error(&p->session->diag, k->at,
	           "package `" STR_FMT
	           "` comes from a git repository, which l4cargo cannot fetch yet",
	           STR_ARG(k->name));
	diag_help(&p->session->diag,
	          "use a published version of it, or a path dependency on a checkout");
	return false;
}

static Origin *origin_of(Provider *p, const SourceId *source)
{
	Arena *a = &p->session->arena;
	for (size_t i = p->origins.count; i-- > 0;)
		if (source_eq(&p->origins.items[i]->source, source))
			return p->origins.items[i];
	Origin *o = arena_new(a, Origin);
	*o = (Origin){ .source = *source };
	if (!replacement_find(p->replacements, source, &o->place))
		return NULL;
	if (o->place.kind == PLACE_DIRECTORY)
		o->packages = vendored_open(a, &p->session->diag, o->place.folder);
	*vec_push(a, &p->origins, Origin *) = o;
	return o;
}

static bool find_vendored(Provider *p, const Origin *o, const LockPackage *k, uint32_t index)
{
	const CrateName crate = { k->name, k->version.text, k->checksum };
	Str folder;
	if (!vendored_find(o->packages, &crate, &folder))
		return false;
	*vec_push(&p->session->arena, &p->ready, ReadyPackage) = (ReadyPackage){ index, folder };
	return true;
}

static bool request(void *ctx, const LockPackage *k, uint32_t index)
{
	Provider *p = ctx;
	const Origin *o = origin_of(p, &k->source);
	if (!o)
		return false;
	if (o->place.kind == PLACE_DIRECTORY)
		return find_vendored(p, o, k, index);
	if (o->place.kind == PLACE_SOURCE && o->place.source.kind == SOURCE_GIT)
		return refuse_git(p, k);
	return store_request(p->store,
	                     &(CrateWanted){
				     .name = k->name,
				     .version = k->version.text,
				     .checksum = k->checksum,
				     .registry = o->place.kind == PLACE_SOURCE ? &o->place.source
	                                                                       : &o->source,
				     .local = o->place.folder,
				     .tag = index,
			     });
}

static bool next(void *ctx, uint32_t *index, Str *folder)
{
	Provider *p = ctx;
	if (p->given < p->ready.count) {
		*index = p->ready.items[p->given].index;
		*folder = p->ready.items[p->given++].folder;
		return true;
	}
	if (!store_next(p->store, index, folder))
		return false;
	*folder = arena_str(&p->session->arena, *folder); /* the store's own ends with it */
	return true;
}

bool provider_init(Provider *p, Session *s, const Config *config, Store *store)
{
	*p = (Provider){ .session = s,
		         .store = store,
		         .replacements = replacements_read(config),
		         .as_provider = { p, request, next } };
	return p->replacements != NULL;
}

bool provider_verify(const Provider *p)
{
	bool good = true;
	for (size_t i = 0; i < p->origins.count; i++)
		if (p->origins.items[i]->packages)
			good &= vendored_verify(p->origins.items[i]->packages);
	return good;
}
