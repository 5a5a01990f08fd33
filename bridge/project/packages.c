// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/packages.h"

#include "base/files/fs.h"
#include "bridge/project/lock_extend.h"
#include "bridge/project/lock_fetch.h"
#include "bridge/project/lock_update.h"
#include "bridge/project/provider.h"
#include "resolver/config/patch.h"
#include "resolver/units/select_graph.h"

/* --- the lock -------------------------------------------------------------------------------- */

static bool read_lock(Session *s, Project *p)
{
	const Source *src =
		fs_read_source(arena_cstr(&s->arena, p->lock_path), NULL, &s->arena, &s->diag);
	p->lock = src ? lockfile_read(src, &s->arena, &s->diag) : NULL;
	return p->lock != NULL;
}

/* Returns what prevents a change of the lock file, or NULL; *help is another way out, to append to
 * a help message. */
static const char *what_locks(Session *s, const char **help)
{
	const char *flag = s->common.frozen ? "--frozen" : "--locked";
	*help = s->lock_reader
	                ? ""
	                : arena_cstr(&s->arena, arena_printf(&s->arena, ", or leave out %s", flag));
	if (!s->common.locked)
		return NULL;
	const Str text =
		s->lock_reader
			? arena_printf(&s->arena, "`l4cargo %s` changes nothing", s->lock_reader)
			: arena_printf(&s->arena, "%s was passed to prevent this", flag);
	return arena_cstr(&s->arena, text);
}

static bool refuse_missing(Session *s, const Project *p)
{
	const char *help, *why = what_locks(s, &help);
	diag_error(&s->diag, NO_SPAN,
	           "the lock file `" STR_FMT "` is missing and must be created, but %s",
	           STR_ARG(p->lock_path), why);
	return diag_help(&s->diag, "run `cargo generate-lockfile`%s", help);
}

/* Checks that there is a lock file; if it is missing, cargo makes it. */
static bool have_lock(Session *s, const PackagesOpening *how, const Project *p)
{
	const FileKind kind = fs_kind(arena_cstr(&s->arena, p->lock_path));
	if (kind == FILE_REGULAR)
		return true;
	if (kind == FILE_OTHER) { /* cargo would wait for a pipe */
		diag_error(&s->diag, NO_SPAN,
		           "cannot read the lock file `" STR_FMT "`: it is not a regular file",
		           STR_ARG(p->lock_path));
		return diag_help(&s->diag, "remove it; then cargo creates a new one");
	}
	if (kind == FILE_FOLDER) {
		diag_error(&s->diag, NO_SPAN, "lock file path `" STR_FMT "` is a folder",
		           STR_ARG(p->lock_path));
		return diag_help(&s->diag, "give the path of a file: `" STR_FMT "/Cargo.lock`",
		                 STR_ARG(p->lock_path));
	}
	if (s->common.locked)
		return refuse_missing(s, p);
	return lock_update(s, p, LOCK_MISSING, &how->selection);
}

/* --- one graph ------------------------------------------------------------------------------- */

bool packages_checked(PackagesOpening *how)
{
	const bool good = !how->check || vendored_checked(how->check);
	how->check = NULL;
	return good;
}

/* Finds the packages that the selection needs with the lock, and no others. */
static GraphResult look_up(Session *s, const PackagesOpening *how, const PackageProvider *provider,
                           Project *p)
{
	PatchList patches;
	OverrideList overrides;
	if (!patch_config_read(p->config, p->workspace->reader, &patches) ||
	    !patch_config_overrides(p->config, &overrides))
		return GRAPH_FAILED;
	const bool all = how->want->extent != EXTENT_SELECTION;
	const bool dev = all || selection_wants_dev(&how->selection);
	const GraphRootList roots =
		all ? (GraphRootList){ 0 }
		    : select_graph_roots(&s->arena, p->workspace, &how->selection);
	const char *help, *why = what_locks(s, &help);
	const GraphRequest request = {
		.workspace = p->workspace,
		.lock = p->lock,
		.toolchain = p->toolchain,
		.provider = provider,
		.trust = p->trust,
		.locked = how->want->lock == LOCK_OF_LIBRARY ? NULL : why,
		.locked_help = help,
		.dev = dev,
		.dev_spared = p->published && !dev,
		.listed = how->want->use == PACKAGES_LISTED,
		.no_readmes = how->want->no_readmes,
		.outsiders = roots.outsiders,
		.named = all || how->selection.workspace ? (StrList){ 0 } : how->selection.packages,
		.roots = roots.items,
		.root_count = roots.count,
		.config_patches = patches.items,
		.config_patch_count = patches.count,
		.overrides = overrides,
	};
	const GraphResult result = graph_build(&s->arena, &s->diag, &request, &p->packages);
	progress_clear(&s->progress);
	if (result == GRAPH_OK && how->want->extent != EXTENT_WHOLE_LOCK)
		provider_tell_downloads(s);
	return result;
}

/* Does the same, and with EXTENT_WHOLE_LOCK fetches the other packages of the lock, too. */
static GraphResult look_up_all(Session *s, const PackagesOpening *how, const Provider *provider,
                               Project *p)
{
	LockFetch all = { .from = &provider->as_provider,
		          .keep_archive = how->want->fill.len ? NULL : provider_keep_archive };
	if (how->want->extent != EXTENT_WHOLE_LOCK)
		return look_up(s, how, &provider->as_provider, p);
	lock_fetch_init(&all, &s->arena, p->lock);
	const GraphResult result = look_up(s, how, &all.as_provider, p);
	if (result == GRAPH_OK && !lock_fetch_finish(&all))
		return GRAPH_FAILED;
	if (result == GRAPH_OK)
		provider_tell_downloads(s);
	return result;
}

/* Builds one graph from p->lock, with a store that is open as long. */
static GraphResult build_graph(Session *s, PackagesOpening *how, Project *p)
{
	Store *store = provider_open_store(s, p->config, how->want->fill);
	if (!store)
		return GRAPH_FAILED;
	Provider provider;
	GraphResult result = GRAPH_FAILED;
	if (provider_init(&provider, s, p->config, store))
		result = look_up_all(s, how, &provider, p);
	how->check = provider_close(&provider, result == GRAPH_OK);
	if (result == GRAPH_OK && how->want->use == PACKAGES_BUILT &&
	    !(packages_checked(how) && provider_verify(&provider)))
		result = GRAPH_FAILED;
	progress_clear(&s->progress);
	store_close(&store);
	return result;
}

GraphResult packages_by_lock(Session *s, const Selection *selection, const PackagesRequest *want,
                             Project *p)
{
	PackagesOpening how = { want, *selection, NULL };
	const GraphResult result = read_lock(s, p) ? build_graph(s, &how, p) : GRAPH_FAILED;
	return packages_checked(&how) ? result : GRAPH_FAILED;
}

/* --- steps ----------------------------------------------------------------------------------- */

/*
 * The steps from the lock to the graph:
 *
 *     FIND -> READ -> BUILD -> DONE
 *              ^      |  ^
 *              |      |  +-> ASK     run cargo to check what l4cargo cannot know without the index
 *              |      |  +-> EXTEND  features need packages beyond the lock: cargo resolves them
 *              +------+---- UPDATE  the lock does not fit: cargo writes it
 *
 * BUILD does not repeat a question that ASK answered, and each lock enters EXTEND and UPDATE once
 * at most. So at most five graphs are built, and usually one.
 */
typedef enum LockStep {
	STEP_FIND,
	STEP_READ,
	STEP_BUILD,
	STEP_ASK,
	STEP_EXTEND,
	STEP_UPDATE,
	STEP_DONE,
	STEP_FAILED, /* after an error */
} LockStep;

typedef struct LockRounds {
	Session *session;
	PackagesOpening *how;
	Project *project;
	bool updated;  /* cargo has written the lock */
	bool extended; /* this lock has the packages that cargo resolved beyond it */
} LockRounds;

static LockStep step_build(LockRounds *r)
{
	switch (build_graph(r->session, r->how, r->project)) {
	case GRAPH_OK:
		return STEP_DONE;
	case GRAPH_DOUBTFUL:
		return STEP_ASK;
	case GRAPH_NEEDS_MORE:
		return r->extended ? STEP_FAILED : STEP_EXTEND;
	case GRAPH_OUTDATED:
		return STEP_UPDATE;
	case GRAPH_FAILED:
		break;
	}
	return STEP_FAILED;
}

static LockStep step_ask(LockRounds *r)
{
	Project *p = r->project;
	p->trust = lock_is_taken(r->session, p) ? LOCK_TAKEN : LOCK_REFUSED;
	return STEP_BUILD;
}

static LockStep step_extend(LockRounds *r)
{
	r->extended = true;
	return lock_extend(r->session, &r->how->selection, r->project) ? STEP_BUILD : STEP_FAILED;
}

static LockStep step_update(LockRounds *r)
{
	Session *s = r->session;
	Project *p = r->project;
	if (r->updated) {
		diag_error(&s->diag, NO_SPAN,
		           "the lock file `" STR_FMT
		           "` does not match the manifests, even after cargo updated it",
		           STR_ARG(p->lock_path));
		diag_help(&s->diag, "run `cargo generate-lockfile`, and check that `cargo build "
		                    "--locked` accepts it");
		return STEP_FAILED;
	}
	if (s->common.locked) /* graph_build has reported it */
		return STEP_FAILED;
	if (!lock_update(s, p, LOCK_OUTDATED, &r->how->selection))
		return STEP_FAILED;
	r->updated = true;
	r->extended = false;
	p->lock_path = p->lock_kept;
	p->trust = LOCK_TAKEN;
	return STEP_READ;
}

static LockStep step_from(LockRounds *r, LockStep step)
{
	switch (step) {
	case STEP_FIND:
		return have_lock(r->session, r->how, r->project) ? STEP_READ : STEP_FAILED;
	case STEP_READ:
		return read_lock(r->session, r->project) ? STEP_BUILD : STEP_FAILED;
	case STEP_BUILD:
		return step_build(r);
	case STEP_ASK:
		return step_ask(r);
	case STEP_EXTEND:
		return step_extend(r);
	case STEP_UPDATE:
		return step_update(r);
	case STEP_DONE:
	case STEP_FAILED:
		break;
	}
	return step;
}

bool packages_open(Session *s, PackagesOpening *how, Project *p)
{
	LockRounds rounds = { .session = s, .how = how, .project = p };
	LockStep step = STEP_FIND;
	while (step != STEP_DONE && step != STEP_FAILED)
		step = step_from(&rounds, step);
	return step == STEP_DONE;
}
