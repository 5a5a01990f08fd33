// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/packages.h"

#include "base/files/fs.h"
#include "bridge/project/lock_extend.h"
#include "bridge/project/lock_fetch.h"
#include "bridge/project/lock_update.h"
#include "bridge/project/provider.h"
#include "resolver/config/patch.h"
#include "resolver/units/select_graph.h"

/* What is known so far, on the way from a project to its packages. */
typedef struct Opening {
	Session *session;
	const PackagesRequest *want;
	const Selection *selection;
	Project project;      /* its lock_path and lock_trust change when cargo is asked */
	const Lockfile *lock; /* NULL: not read yet */
	bool updated;         /* cargo has written the lock */
	bool extended;        /* this lock has the packages that cargo resolved beyond it */
	VendoredCheck *check; /* of the packages of `graph`; NULL: none runs */
	const PackageGraph *graph;
} Opening;

/* --- the lock -------------------------------------------------------------------------------- */

static bool read_lock(Opening *o)
{
	Session *s = o->session;
	const char *path = arena_cstr(&s->arena, o->project.lock_path);
	const Source *src = fs_read_source(path, NULL, &s->arena, &s->diag);
	o->lock = src ? lockfile_read(src, &s->arena, &s->diag) : NULL;
	return o->lock != NULL;
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

static bool refuse_missing(Session *s, Str path)
{
	const char *help, *why = what_locks(s, &help);
	diag_error(&s->diag, NO_SPAN,
	           "the lock file `" STR_FMT "` is missing and must be created, but %s",
	           STR_ARG(path), why);
	return diag_help(&s->diag, "run `cargo generate-lockfile`%s", help);
}

/* Checks that there is a lock file; if it is missing, cargo makes it. */
static bool have_lock(const Opening *o)
{
	Session *s = o->session;
	const Str path = o->project.lock_path;
	const FileKind kind = fs_kind(arena_cstr(&s->arena, path));
	if (kind == FILE_REGULAR)
		return true;
	if (kind == FILE_OTHER) { /* cargo would wait for a pipe */
		diag_error(&s->diag, NO_SPAN,
		           "cannot read the lock file `" STR_FMT "`: it is not a regular file",
		           STR_ARG(path));
		return diag_help(&s->diag, "remove it; then cargo creates a new one");
	}
	if (kind == FILE_FOLDER) {
		diag_error(&s->diag, NO_SPAN, "lock file path `" STR_FMT "` is a folder",
		           STR_ARG(path));
		return diag_help(&s->diag, "give the path of a file: `" STR_FMT "/Cargo.lock`",
		                 STR_ARG(path));
	}
	if (s->common.locked)
		return refuse_missing(s, path);
	return lock_update(s, &o->project, NULL, o->selection);
}

/* --- one graph ------------------------------------------------------------------------------- */

bool packages_checked(VendoredCheck **check)
{
	const bool good = !*check || vendored_checked(*check);
	*check = NULL;
	return good;
}

/* Finds the packages that the selection needs with the lock, and no others. */
static GraphResult look_up(Opening *o, const PackageProvider *provider)
{
	Session *s = o->session;
	const Project *p = &o->project;
	PatchList patches;
	OverrideList overrides;
	if (!patch_config_read(p->tools.config, p->workspace->reader, &patches) ||
	    !patch_config_overrides(p->tools.config, &overrides))
		return GRAPH_FAILED;
	const bool all = o->want->extent != EXTENT_SELECTION;
	const bool dev = all || selection_wants_dev(o->selection);
	const GraphRootList roots = all ? (GraphRootList){ 0 }
	                                : select_graph_roots(&s->arena, p->workspace, o->selection);
	const char *help, *why = what_locks(s, &help);
	const GraphRequest request = {
		.workspace = p->workspace,
		.lock = o->lock,
		.toolchain = p->tools.toolchain,
		.provider = provider,
		.trust = p->lock_trust,
		.locked = o->want->lock == LOCK_OF_LIBRARY ? NULL : why,
		.locked_help = help,
		.dev = dev,
		.dev_spared = p->published && !dev,
		.listed = o->want->use == PACKAGES_LISTED,
		.no_readmes = o->want->no_readmes,
		.outsiders = roots.outsiders,
		.named = all || o->selection->workspace ? (StrList){ 0 } : o->selection->packages,
		.roots = roots.items,
		.root_count = roots.count,
		.config_patches = patches.items,
		.config_patch_count = patches.count,
		.overrides = overrides,
	};
	const GraphResult result = graph_build(&s->arena, &s->diag, &request, &o->graph);
	progress_clear(&s->progress);
	if (result == GRAPH_OK && o->want->extent != EXTENT_WHOLE_LOCK)
		provider_tell_downloads(s);
	return result;
}

/* Does the same, and with EXTENT_WHOLE_LOCK fetches the other packages of the lock, too. */
static GraphResult look_up_all(Opening *o, const Provider *provider)
{
	LockFetch all = { .from = &provider->as_provider,
		          .keep_archive = o->want->fill.len ? NULL : provider_keep_archive };
	if (o->want->extent != EXTENT_WHOLE_LOCK)
		return look_up(o, &provider->as_provider);
	lock_fetch_init(&all, &o->session->arena, o->lock);
	const GraphResult result = look_up(o, &all.as_provider);
	if (result == GRAPH_OK && !lock_fetch_finish(&all))
		return GRAPH_FAILED;
	if (result == GRAPH_OK)
		provider_tell_downloads(o->session);
	return result;
}

/* Builds one graph from the lock, with a store that is open as long. */
static GraphResult build_graph(Opening *o)
{
	Session *s = o->session;
	const Config *config = o->project.tools.config;
	Store *store = provider_open_store(s, config, o->want->fill);
	if (!store)
		return GRAPH_FAILED;
	Provider provider;
	GraphResult result = GRAPH_FAILED;
	if (provider_init(&provider, s, config, store))
		result = look_up_all(o, &provider);
	o->check = provider_close(&provider, result == GRAPH_OK);
	if (result == GRAPH_OK && o->want->use == PACKAGES_BUILT &&
	    !(packages_checked(&o->check) && provider_verify(&provider)))
		result = GRAPH_FAILED;
	progress_clear(&s->progress);
	store_close(&store);
	return result;
}

GraphResult packages_by_lock(Session *s, const Selection *selection, const PackagesRequest *want,
                             const Project *p, const PackageGraph **out)
{
	Opening o = { .session = s, .want = want, .selection = selection, .project = *p };
	const GraphResult result = read_lock(&o) ? build_graph(&o) : GRAPH_FAILED;
	*out = o.graph;
	return packages_checked(&o.check) ? result : GRAPH_FAILED;
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

static LockStep step_build(Opening *o)
{
	switch (build_graph(o)) {
	case GRAPH_OK:
		return STEP_DONE;
	case GRAPH_DOUBTFUL:
		return STEP_ASK;
	case GRAPH_NEEDS_MORE:
		return o->extended ? STEP_FAILED : STEP_EXTEND;
	case GRAPH_OUTDATED:
		return STEP_UPDATE;
	case GRAPH_FAILED:
		break;
	}
	return STEP_FAILED;
}

static LockStep step_ask(Opening *o)
{
	const bool taken = lock_is_taken(o->session, &o->project, o->lock);
	o->project.lock_trust = taken ? LOCK_TAKEN : LOCK_REFUSED;
	return STEP_BUILD;
}

static LockStep step_extend(Opening *o)
{
	o->extended = true;
	o->lock = lock_extend(o->session, o->selection, &o->project, o->lock);
	return o->lock ? STEP_BUILD : STEP_FAILED;
}

static LockStep step_update(Opening *o)
{
	Session *s = o->session;
	Project *p = &o->project;
	if (o->updated) {
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
	if (!lock_update(s, p, o->lock, o->selection))
		return STEP_FAILED;
	o->updated = true;
	o->extended = false;
	p->lock_path = p->lock_kept;
	p->lock_trust = LOCK_TAKEN;
	return STEP_READ;
}

static LockStep step_from(Opening *o, LockStep step)
{
	switch (step) {
	case STEP_FIND:
		return have_lock(o) ? STEP_READ : STEP_FAILED;
	case STEP_READ:
		return read_lock(o) ? STEP_BUILD : STEP_FAILED;
	case STEP_BUILD:
		return step_build(o);
	case STEP_ASK:
		return step_ask(o);
	case STEP_EXTEND:
		return step_extend(o);
	case STEP_UPDATE:
		return step_update(o);
	case STEP_DONE:
	case STEP_FAILED:
		break;
	}
	return step;
}

const ProjectPackages *packages_open(Session *s, const ProjectRequest *want, const Project *p,
                                     VendoredCheck **check)
{
	Selection selection;
	*check = NULL;
	if (!project_selection(s, want->build, want->intent, &selection))
		return NULL;
	Opening o = {
		.session = s, .want = &want->packages, .selection = &selection, .project = *p
	};
	LockStep step = STEP_FIND;
	while (step != STEP_DONE && step != STEP_FAILED)
		step = step_from(&o, step);
	*check = o.check;
	if (step != STEP_DONE)
		return NULL;
	ProjectPackages *out = arena_new(&s->arena, ProjectPackages);
	*out = (ProjectPackages){ o.project, selection, o.lock, o.graph };
	return out;
}
