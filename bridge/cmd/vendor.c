// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/vendor/vendor.h"
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/import/foreign.h"
#include "bridge/project/open.h"
#include "bridge/project/project.h"
#include "cache/store/store.h"

#include <sys/stat.h>

typedef struct VendorOptions {
	bool no_delete, versioned_dirs, respect_source_config, archives, hard_links;
	TextList sync, target;
	BuildOptions build;
} VendorOptions;

typedef VendorOptions O;

static const Option options[] = {
	OPTION_FLAG(O, no_delete, 0, "no-delete",
	            "keep packages that are no longer needed in the vendor folder"),
	OPTION_LIST(O, sync, 's', "sync", "TOML", "vendor the dependencies of this Cargo.toml too"),
	OPTION_FLAG(O, respect_source_config, 0, "respect-source-config",
	            "follow [source] of the configuration"),
	OPTION_FLAG(O, versioned_dirs, 0, "versioned-dirs",
	            "add the version to every package's folder name"),
	OPTION_FLAG(O, archives, 0, "archives",
	            "make a local registry: keep packages of registries as archives"),
	OPTION_FLAG(O, hard_links, 0, "hard-links",
	            "make hard links to l4cargo's cache instead of copies; never edit them"),
	OPTION_LIST(O, target, 0, "target", "TRIPLE",
	            "replace packages that neither this target nor the host needs with stubs"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Manifest Options", build_manifest_options, offsetof(O, build) },
	{ 0 },
};

typedef struct VendorRun {
	Session *session;
	const VendorOptions *options;
	const Config *config;
	Str shown; /* the folder as the user wrote it */
	VendorPlan plan;
} VendorRun;

/* Returns the configuration without [source]. As in Cargo, vendoring uses the original sources,
 * unless --respect-source-config is given. */
static const Config *without_replacements(Arena *a, const Config *c)
{
	Config *out = arena_new(a, Config);
	TomlTable *table = toml_make_table(a, c->merged->at);
	for (size_t i = 0; i < c->merged->count; i++) {
		const TomlEntry *e = &c->merged->entries[i];
		if (!str_eq(e->key, STR("source")))
			toml_add(a, table, e->key, e->key_at)->value = e->value;
	}
	*out = *c;
	out->merged = table;
	return out;
}

static bool read_config(VendorRun *r)
{
	Session *s = r->session;
	if (r->options->archives && r->options->hard_links) {
		diag_error(&s->diag, NO_SPAN,
		           "--archives and --hard-links cannot be used together");
		diag_help(&s->diag, "leave out --hard-links: archives are copied");
		return false;
	}
	if (r->options->archives && r->options->target.count) {
		diag_error(&s->diag, NO_SPAN, "--archives and --target cannot be used together");
		diag_help(&s->diag, "the lock file has the checksum of each archive, so none can "
		                    "be replaced by a stub");
		return false;
	}
	r->config = project_config(s);
	if (r->config && !r->options->respect_source_config)
		r->config = without_replacements(&s->arena, r->config);
	return r->config != NULL;
}

/* Returns NULL after an error. */
static const PackageGraph *open_graph(VendorRun *r, const char *manifest_path, bool every_platform)
{
	Session *s = r->session;
	BuildOptions build = r->options->build;
	build.manifest_path = manifest_path;
	build.workspace = build.all_features = true;
	build.target = every_platform ? (TextList){ 0 } : r->options->target;
	const ProjectRequest want = {
		.build = &build,
		.intent = INTENT_TEST,
		.config = r->config,
		.platforms = every_platform ? PLATFORMS_ALL_NO_RUSTC : PLATFORMS_SELECTED_OWN_RUSTC,
		.packages = { .use = PACKAGES_LISTED },
	};
	const ProjectPackages *packages = project_open_packages(s, &want);
	return packages ? packages->graph : NULL;
}

/* Adds every package of the lock file, for any platform and feature. With --target, it also marks
 * the packages that these targets need. */
static bool add_workspace(VendorRun *r, const char *manifest_path)
{
	const PackageGraph *all = open_graph(r, manifest_path, true);
	if (!all)
		return false;
	vendor_plan_add(&r->plan, all);
	if (!r->options->target.count)
		return true;
	const PackageGraph *needed = open_graph(r, manifest_path, false);
	if (needed)
		vendor_plan_need(&r->plan, needed);
	return needed != NULL;
}

static bool add_all(VendorRun *r)
{
	const TextList *more = &r->options->sync;
	bool good = add_workspace(r, r->options->build.manifest_path);
	for (size_t i = 0; good && i < more->count; i++)
		good = add_workspace(r, more->items[i]);
	return good;
}

static void report_vendoring(const VendorRun *r, const VendorChanges *c)
{
	Diag *d = &r->session->diag;
	const size_t count = r->plan.items.count;
	scoped_buf text = { 0 }, stubs = { 0 };
	if (d->quiet)
		return;
	if (count == 0) {
		diag_pass_on(d, STR("There is no dependency to vendor in this project.\n"));
		return;
	}
	if (c->stubs)
		buf_printf(&stubs, " (%zu of them stubs)", c->stubs);
	diag_status(d, "Finished",
	            "vendoring %zu package%s" STR_FMT " into `" STR_FMT "`: %zu written, "
	            "%zu unchanged, %zu removed",
	            count, count == 1 ? "" : "s", STR_ARG(buf_str(&stubs)), STR_ARG(r->shown),
	            c->written, c->unchanged, c->removed);
	diag_pass_on(d, STR("To use vendored sources, add this to your .cargo/config.toml for this "
	                    "project:\n\n"));
	vendor_config_emit(&(VendorConfig){ r->plan.sources.items, r->plan.sources.count,
	                                    r->plan.places.items, r->plan.places.count },
	                   &text);
	session_write(r->session, buf_str(&text));
}

static bool vendor_packages(VendorRun *r)
{
	Session *s = r->session;
	VendorChanges changes;
	VendorRequest want = {
		.plan = &r->plan,
		.folder = path_normalise(&s->arena, path_join(&s->arena, s->cwd, r->shown)),
		.shown = r->shown,
		.cargo_home = r->config->cargo_home,
		.no_delete = r->options->no_delete,
		.hard_links = r->options->hard_links,
		.replacements = replacements_read(r->config),
	};
	if (!want.replacements || !store_default_folder(&s->arena, s->env, &s->diag, &want.store) ||
	    !vendor_write(s, &want, &changes))
		return false;
	report_vendoring(r, &changes);
	return true;
}

/* Checks that the usual folder is not a link, which may have come with the project. A folder that
 * the user named may be one. */
static bool check_usual_folder(const VendorRun *r)
{
	Session *s = r->session;
	Diag *d = &s->diag;
	struct stat st;
	const Str folder = path_join(&s->arena, s->cwd, r->shown);
	if (lstat(arena_cstr(&s->arena, folder), &st) < 0 || !S_ISLNK(st.st_mode))
		return true;
	if (!foreign_link_error(s, folder).len)
		return diag_help(d, "remove the link, or name another folder");
	return diag_help(d,
	                 "remove the link; or if it is yours, say so: `l4cargo vendor " STR_FMT "`",
	                 STR_ARG(r->shown));
}

static int run_vendor(Session *s, const void *given, const TextList *operands)
{
	VendorRun r = {
		.session = s,
		.options = given,
		.shown = operands->count ? str_from(operands->items[0]) : STR("vendor"),
		.plan.arena = &s->arena,
	};
	if ((!operands->count && !check_usual_folder(&r)) || !read_config(&r) || !add_all(&r))
		return STATUS_FAILED;
	vendor_plan_finish(&r.plan, &(VendorNaming){ r.options->versioned_dirs, r.options->archives,
	                                             r.shown });
	return vendor_packages(&r) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_vendor = {
	.name = "vendor",
	.summary = "copy all dependencies into a folder, as `cargo vendor` does",
	.operands = "[PATH]",
	.operands_max = 1,
	.details = "The default PATH is `vendor`. The command checks every file and leaves "
		   "correct packages alone. It prints the configuration that makes cargo and "
		   "l4cargo use the folder.\n\n"
		   "With --hard-links, the files of crates are hard links to l4cargo's cache if "
		   "both are in the same file system. This is quick and uses no extra disk space, "
		   "but editing such a file edits the cache. l4cargo notices the edit when it "
		   "next uses the crate, and unpacks the crate again. `make` may have built the "
		   "edited file before.",
	.sets = sets,
	.options_size = sizeof(VendorOptions),
	.run = run_vendor,
};
