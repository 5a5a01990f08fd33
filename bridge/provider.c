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

static bool request(void *ctx, const LockPackage *k, uint32_t index)
{
	Provider *p = ctx;
	if (k->source.kind == SOURCE_GIT)
		return refuse_git(p, k);
	return store_request(p->store, &(CrateWanted){
					       .name = k->name,
					       .version = k->version.text,
					       .checksum = k->checksum,
					       .registry = &k->source,
					       .tag = index,
				       });
}

static bool next(void *ctx, uint32_t *index, Str *folder)
{
	Provider *p = ctx;
	if (!store_next(p->store, index, folder))
		return false;
	*folder = arena_str(&p->session->arena, *folder); /* the store's own ends with it */
	return true;
}

void provider_init(Provider *p, Session *s, Store *store)
{
	*p = (Provider){ s, store, { p, request, next } };
}
