// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/provider.h"

#include <inttypes.h>

static const char *phase_name(StorePhase phase)
{
	static const char *const names[] = {
		[STORE_ASKING] = "Updating",
		[STORE_DOWNLOADING] = "Downloading",
		[STORE_UNPACKING] = "Unpacking",
	};
	return names[phase];
}

/* For example `serde v1.0.228, 3.4MiB of 12.0MiB, 2.1MiB/s`. */
static Str progress_detail(Session *s, const StoreProgress *now, Arena *a)
{
	if (!s->progress.out || !now->bytes)
		return now->current;
	const uint64_t time = s->progress.now();
	if (!s->downloads.began)
		s->downloads.began = time;
	const uint64_t ms = time - s->downloads.began;
	const Str rate = term_size(a, ms ? now->bytes * 1000 / ms : now->bytes);
	return arena_printf(a, STR_FMT ", " STR_FMT " of " STR_FMT ", " STR_FMT "/s",
	                    STR_ARG(now->current), STR_ARG(term_size(a, now->bytes)),
	                    STR_ARG(term_size(a, now->bytes_known)), STR_ARG(rate));
}

static void show_progress(void *ctx, const StoreProgress *now)
{
	Session *s = ctx;
	scoped_arena scratch = { 0 };
	progress_draw(&s->progress, phase_name(now->phase), now->done, now->total,
	              progress_detail(s, now, &scratch));
}

static void show_downloaded(void *ctx, Str crate, uint64_t bytes)
{
	Session *s = ctx;
	Downloads *d = &s->downloads;
	if (bytes > d->largest_bytes) {
		d->largest = arena_str(&s->arena, crate);
		d->largest_bytes = bytes;
	}
	d->bytes += bytes;
	if (d->crates++ == 0 && !s->progress.out)
		diag_status(&s->diag, "Downloading", "crates ...");
	if (!s->progress.out)
		diag_status(&s->diag, "Downloaded", STR_FMT, STR_ARG(crate));
}

/* As cargo prints it: `1.20s`, `2m 05s`. */
static Str elapsed_text(Arena *a, uint64_t ms)
{
	const uint64_t seconds = ms / 1000;
	if (seconds < 60)
		return arena_printf(a, "%" PRIu64 ".%02" PRIu64 "s", seconds, ms % 1000 / 10);
	return arena_printf(a, "%" PRIu64 "m %02" PRIu64 "s", seconds / 60, seconds % 60);
}

/* As in cargo, the text names the largest crate if it has more than a megabyte and is not the only
 * one. */
void provider_tell_downloads(Session *s)
{
	enum { LARGE = 1000 * 1000 };
	scoped_arena a = { 0 };
	Downloads *d = &s->downloads;
	if (!s->progress.out || !d->crates || d->told)
		return;
	d->told = true;
	Str name, version, largest = STR("");
	str_cut(d->largest, ' ', &name, &version);
	if (d->largest_bytes > LARGE && d->crates > 1)
		largest = arena_printf(&a, " (largest was `" STR_FMT "` at " STR_FMT ")",
		                       STR_ARG(name), STR_ARG(term_size(&a, d->largest_bytes)));
	const uint64_t now = s->progress.now();
	diag_status(&s->diag, "Downloaded", "%zu crate%s (" STR_FMT ") in " STR_FMT STR_FMT,
	            d->crates, d->crates == 1 ? "" : "s", STR_ARG(term_size(&a, d->bytes)),
	            STR_ARG(elapsed_text(&a, d->began ? now - d->began : 0)), STR_ARG(largest));
}

static void show_updating(void *ctx, const char *what, Str url)
{
	Session *s = ctx;
	diag_status(&s->diag, "Updating", "git %s `" STR_FMT "`", what, STR_ARG(url));
}

static void show_fetching(void *ctx, Str url, const GitProgress *now)
{
	Session *s = ctx;
	progress_draw(&s->progress, "Fetching", now->done, now->total, url);
}

static void hide_progress(void *ctx)
{
	Session *s = ctx;
	progress_clear(&s->progress);
}

static GitStore *open_gits(Session *s, const Config *config, const StoreOptions *like)
{
	GitOptions o = { .folder = like->folder,
		         .cargo_home = like->cargo_home,
		         .layers = like->layers,
		         .offline = like->offline,
		         .network = like->network,
		         .env = s->env,
		         .events = { s, show_updating, show_fetching, hide_progress } };
	if (!config_bool(config, "net.git-fetch-with-cli", &o.with_cli))
		return NULL;
	return gitstore_open(&o, &s->diag);
}

Store *provider_open_store(Session *s, const Config *config, Str fill)
{
	StoreOptions *o = arena_new(&s->arena, StoreOptions);
	NetworkSettings *network = arena_new(&s->arena, NetworkSettings);
	if (!network_read(config, network) ||
	    !store_default_folder(&s->arena, s->env, &s->diag, &o->folder) ||
	    !layers_read(&s->arena, s->env, &s->diag, &o->layers))
		return NULL;
	o->cargo_home = config->cargo_home;
	o->fill = fill;
	o->credentials = credentials_open(config);
	o->offline = s->common.offline;
	o->network = network;
	o->events = (StoreEvents){ s, show_progress, show_downloaded };
	o->gits = open_gits(s, config, o);
	return o->gits ? store_open(o, &s->diag) : NULL;
}

static Origin *origin_of(Provider *p, const SourceId *source)
{
	Arena *a = &p->session->arena;
	const uint32_t first =
		map_put(&p->by_address, source->canonical, (uint32_t)p->origins.count);
	for (size_t i = first; i < p->origins.count; i++)
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
	if (!vendored_find(o->packages, &crate, k->at, &folder))
		return false;
	*vec_push(&p->session->arena, &p->ready, ReadyPackage) = (ReadyPackage){ index, folder };
	return true;
}

/* Checks out repositories only in `next`, so that downloads run meanwhile. */
static bool request_git(Provider *p, Origin *o, const LockPackage *k, uint32_t index)
{
	*vec_push(&p->session->arena, &p->in_git, GitPackage) = (GitPackage){ o, k, index };
	return true;
}

/* Finds or opens the checkout of the package's commit. Sources are equal if only their commits
 * differ, so one Origin may have several. */
static Checkout *checkout_of(Provider *p, Origin *o, const LockPackage *k)
{
	for (size_t i = 0; i < o->checkouts.count; i++)
		if (str_eq(o->checkouts.items[i].commit, k->source->precise))
			return o->checkouts.items[i].checkout;
	SourceId *from = arena_new(&p->session->arena, SourceId);
	*from = o->place.source;
	from->precise = k->source->precise;
	Str folder;
	const GitWanted wanted = { from, k->at };
	GitHome home;
	if (!gitstore_checkout(store_gits(p->store), &wanted, &folder) ||
	    !store_home(p->store, &home) ||
	    (home.folder.len && !gitstore_fill(store_gits(p->store), &wanted, &home)))
		return NULL;
	const CheckoutPlace place = { arena_str(&p->session->arena, folder), k->source };
	Checkout *made = checkout_open(p->config, &place);
	*vec_push(&p->session->arena, &o->checkouts, OpenCheckout) =
		(OpenCheckout){ k->source->precise, made };
	return made;
}

static bool next_in_git(Provider *p, ProvidedPackage *out)
{
	const GitPackage *g = &p->in_git.items[p->git_given++];
	Checkout *from = checkout_of(p, g->origin, g->package);
	if (!from)
		return false;
	const CheckoutWanted wanted = { g->package->name, &g->package->version, g->package->at };
	out->manifest = checkout_find(from, &wanted);
	if (!out->manifest)
		return false;
	out->index = g->index;
	out->folder = out->manifest->folder;
	return true;
}

static bool start_package(Provider *p, const LockPackage *k, uint32_t index, bool archive_only)
{
	Origin *o = origin_of(p, k->source);
	if (!o)
		return false;
	if (o->place.kind == PLACE_DIRECTORY)
		return find_vendored(p, o, k, index);
	if (o->place.kind == PLACE_SOURCE && o->place.source.kind == SOURCE_GIT)
		return request_git(p, o, k, index);
	return store_request(p->store,
	                     &(CrateWanted){
				     .name = k->name,
				     .version = k->version.text,
				     .checksum = k->checksum,
				     .registry = o->place.kind == PLACE_SOURCE ? &o->place.source
	                                                                       : &o->source,
				     .local = o->place.folder,
				     .archive_only = archive_only,
				     .tag = index,
			     });
}

static bool request_package(void *ctx, const LockPackage *k, uint32_t index)
{
	return start_package(ctx, k, index, false);
}

bool provider_keep_archive(void *provider, const LockPackage *k, uint32_t index)
{
	return start_package(provider, k, index, true);
}

static bool next_package(void *ctx, ProvidedPackage *out)
{
	Provider *p = ctx;
	*out = (ProvidedPackage){ 0 };
	if (p->given < p->ready.count) {
		out->index = p->ready.items[p->given].index;
		out->folder = p->ready.items[p->given++].folder;
		return true;
	}
	if (p->git_given < p->in_git.count)
		return next_in_git(p, out);
	if (!store_next(p->store, &out->index, &out->folder))
		return false;
	/* the store's text ends with the store */
	out->folder = arena_str(&p->session->arena, out->folder);
	return true;
}

static bool has_provided(void *ctx)
{
	const Provider *p = ctx;
	return p->given < p->ready.count ||
	       (p->git_given == p->in_git.count && store_has_next(p->store));
}

static bool find_elsewhere(void *ctx, const LockPackage *k, ProvidedPackage *out)
{
	Provider *p = ctx;
	const Origin *o = origin_of(p, k->source);
	const CrateName crate = { k->name, k->version.text, k->checksum };
	return o && (o->place.kind != PLACE_DIRECTORY ||
	             vendored_find_elsewhere(o->packages, &crate, k->at, &out->folder));
}

static void begin_check(void *ctx)
{
	Provider *p = ctx;
	if (p->check)
		return;
	Arena *a = &p->session->arena;
	Vendored **all = arena_array(a, Vendored *, p->origins.count);
	size_t count = 0;
	for (size_t i = 0; i < p->origins.count; i++)
		if (p->origins.items[i]->packages)
			all[count++] = p->origins.items[i]->packages;
	if (count)
		p->check = vendored_check(a, all, count);
}

bool provider_init(Provider *p, Session *s, const Config *config, Store *store)
{
	*p = (Provider){ .session = s,
		         .config = config,
		         .store = store,
		         .replacements = replacements_read(config),
		         .as_provider = { p, request_package, next_package, has_provided,
		                          find_elsewhere, begin_check } };
	map_init(&p->by_address, &s->arena, 0);
	return p->replacements != NULL;
}

VendoredCheck *provider_close(Provider *p, bool good)
{
	if (good)
		begin_check(p);
	else if (p->check)
		vendored_check_drop(p->check);
	return good ? p->check : NULL;
}

bool provider_verify(const Provider *p)
{
	bool good = true;
	for (size_t i = 0; i < p->origins.count; i++)
		if (p->origins.items[i]->packages)
			good &= vendored_verify(p->origins.items[i]->packages);
	return good;
}
