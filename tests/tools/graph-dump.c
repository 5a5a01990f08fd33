// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * graph-dump CARGO_HOME MANIFEST - the package graph as lines, to compare with
 * `cargo metadata`. Packages come unpacked from the registry folder of a cargo
 * home; a checkout of git is found by its commit.
 */
#include "base/files/fs.h"
#include "base/text/path.h"
#include "resolver/graph/graph.h"

#include <stdlib.h>

extern char **environ;

typedef struct Provider {
	Arena *arena;
	Diag *diag;
	Str home;
	const char *folders[16]; /* below registry/src */
	size_t folder_count;
	uint32_t queue[1 << 16];
	size_t first, last;
	const LockPackage *packages[1 << 16];
} Provider;

static bool request(void *ctx, const LockPackage *package, uint32_t index)
{
	Provider *p = ctx;
	p->packages[p->last] = package;
	p->queue[p->last++] = index;
	return true;
}

static bool next(void *ctx, ProvidedPackage *out)
{
	Provider *p = ctx;
	const LockPackage *k = p->packages[p->first];
	out->index = p->queue[p->first++];
	for (size_t i = 0; i < p->folder_count; i++) {
		out->folder = arena_printf(p->arena, "%s/" STR_FMT "-" STR_FMT, p->folders[i],
		                           STR_ARG(k->name), STR_ARG(k->version.text));
		if (fs_kind(out->folder.ptr) == FILE_FOLDER)
			return true;
	}
	return diag_error(p->diag, k->at, "`" STR_FMT " " STR_FMT "` is not unpacked",
	                  STR_ARG(k->name), STR_ARG(k->version.text));
}

static void find_folders(Provider *p)
{
	FsEntry *entries;
	size_t count;
	const Str src = path_join(p->arena, p->home, STR("registry/src"));
	if (!fs_list(arena_cstr(p->arena, src), p->arena, &entries, &count))
		return;
	for (size_t i = 0; i < count && i < COUNT_OF(p->folders); i++)
		p->folders[p->folder_count++] =
			arena_cstr(p->arena, path_join(p->arena, src, entries[i].name));
}

static bool active(const PackageGraph *g, const Dependency *d)
{
	const Toolchain *t = g->toolchain;
	return !d->platform || platform_matches(d->platform, t->host, &t->host_info.cfg);
}

static void print(const PackageGraph *g)
{
	for (size_t i = 0; i < g->count; i++) {
		const Package *p = &g->packages[i];
		printf(STR_FMT " " STR_FMT "\n", STR_ARG(p->name), STR_ARG(p->version.text));
		for (size_t e = 0; e < p->edge_count; e++) {
			const Edge *edge = &p->edges[e];
			const Package *q = &g->packages[edge->to];
			bool any = false;
			for (size_t r = 0; r < edge->record_count; r++)
				any = any || active(g, edge->records[r]);
			if (any)
				printf("\t" STR_FMT " " STR_FMT "\n", STR_ARG(q->name),
				       STR_ARG(q->version.text));
		}
	}
}

static int run(Arena *a, Diag *diag, const char *home, const char *manifest)
{
	const Str cwd = path_cwd(a);
	const Str path = path_normalise(a, path_join(a, cwd, str_from(manifest)));
	const Config *config =
		config_load(a, diag, &(ConfigSources){ .cwd = path_parent(path), .env = environ });
	const Toolchain *t = config ? toolchain_open(config, &(ToolchainRequest){ 0 }) : NULL;
	const Workspace *w = t ? workspace_load(a, diag, config, path, WORKSPACE_BUILD) : NULL;
	if (!w)
		return 1;
	const Str lock = path_join(a, w->root, STR("Cargo.lock"));
	const Source *src = fs_read_source(arena_cstr(a, lock), NULL, a, diag);
	const Lockfile *l = src ? lockfile_read(src, a, diag) : NULL;
	if (!l)
		return 1;
	Provider *provider = arena_new(a, Provider);
	provider->arena = a;
	provider->diag = diag;
	provider->home = str_from(home);
	find_folders(provider);
	const PackageProvider calls = { .ctx = provider, .request = request, .next = next };
	const GraphRequest want = { .workspace = w,
		                    .lock = l,
		                    .toolchain = t,
		                    .provider = &calls,
		                    .locked = "",
		                    .locked_help = "",
		                    .dev = true };
	const PackageGraph *g;
	if (graph_build(a, diag, &want, &g) != GRAPH_OK)
		return 1;
	print(g);
	return 0;
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: graph-dump CARGO_HOME MANIFEST\n", stderr);
		return 2;
	}
	scoped_arena a = { 0 };
	Diag diag = { .out = stderr };
	return run(&a, &diag, argv[1], argv[2]);
}
