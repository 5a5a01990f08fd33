// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "base/text/path.h"
#include "bridge/cmd/command.h"
#include "bridge/project/cargo_args.h"
#include "bridge/project/open.h"
#include "bridge/verify/differences.h"
#include "emitters/report/unitgraph.h"

typedef struct VerifyOptions {
	const char *mode, *against;
	BuildOptions build;
	LibraryFlags library;
} VerifyOptions;

static const Option options[] = {
	OPTION_CHOICE(VerifyOptions, mode, 0, "mode", "MODE", BUILD_MODE_HELP, build_modes),
	OPTION_TEXT(
		VerifyOptions, against, 0, "against", "FILE",
		"compare this graph (schema l4cargo-graph/1) with cargo's, instead of l4cargo's"),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	BUILD_OPTION_SETS(VerifyOptions, build),
	{ "Documentation Tests", build_doc_options, offsetof(VerifyOptions, build) },
	LIBRARY_OPTION_SET(VerifyOptions, library),
	{ 0 },
};

static const OptionSet passed_on[] = {
	BUILD_OPTION_SETS(VerifyOptions, build),
	{ "Documentation Tests", build_doc_options, offsetof(VerifyOptions, build) },
	{ 0 },
};

typedef struct Verify {
	Session *session;
	const VerifyOptions *options;
	const ProjectUnits *units;
} Verify;

static FactsContext facts_context(Verify *v, const Source *src)
{
	return (FactsContext){
		.arena = &v->session->arena,
		.diag = &v->session->diag,
		.src = src,
		.workspace = v->units->packages.project.workspace->root,
		.toolchain = v->units->packages.project.tools.toolchain,
	};
}

/* Reads the file of --against, or our own graph from the text that `l4cargo graph` would print. */
static const GraphFacts *own_graph(Verify *v)
{
	Session *s = v->session;
	scoped_buf text = { 0 };
	const Source *src;
	if (v->options->against) {
		const Str path = path_join(&s->arena, s->cwd, str_from(v->options->against));
		src = fs_read_source(arena_cstr(&s->arena, path), v->options->against, &s->arena,
		                     &s->diag);
		if (!src)
			return NULL;
	} else {
		emit_unitgraph(v->units->graph, &text);
		Source *made = arena_new(&s->arena, Source);
		*made = (Source){ .path = "l4cargo's unit graph",
			          .text = arena_str(&s->arena, buf_str(&text)) };
		src = made;
	}
	const FactsContext c = facts_context(v, src);
	return facts_read(&c);
}

static const GraphFacts *cargo_graph(Verify *v)
{
	Session *s = v->session;
	Arena *a = &s->arena;
	TextList args = { 0 };
	const char *mode = v->options->mode;
	text_list_add(a, &args, mode ? mode : build_modes[0]);
	text_list_add(a, &args, "--unit-graph");
	text_list_add(a, &args, "-Zunstable-options");
	cargo_args_add(a, passed_on, v->options, &args);
	cargo_args_add_common(s, &args);
	for (size_t i = 0; i < v->options->library.unstable.count; i++)
		text_list_add(a, &args,
		              arena_printf(a, "-Z%s", v->options->library.unstable.items[i]).ptr);
	if (v->options->library.rust_src) /* the variable of cargo's own tests */
		s->env = cargo_env_with(a, s->env, "__CARGO_TESTS_ONLY_SRC_ROOT",
		                        v->units->library.folder.ptr);
	const CargoCall call = { v->units->packages.project.tools.toolchain, &args, true };
	Source *src = arena_new(a, Source);
	*src = (Source){ .path = "cargo's unit graph" };
	if (!cargo_run(s, &call, &src->text))
		return NULL;
	const FactsContext c = facts_context(v, src);
	return facts_read_cargo(&c);
}

static int compare_graphs(Verify *v)
{
	Session *s = v->session;
	const GraphFacts *wanted = cargo_graph(v);
	const GraphFacts *got = wanted ? own_graph(v) : NULL;
	if (!got)
		return STATUS_FAILED;
	const char *against = v->options->against;
	const DifferencesRequest request = {
		.arena = &s->arena,
		.diag = &s->diag,
		.packages = v->units->packages.graph,
		.pairing = pairing_make(&s->arena, wanted, got),
		.got = against ? arena_printf(&s->arena, "`%s`", against).ptr : "l4cargo",
	};
	const size_t count = differences_report(&request);
	if (count == 0)
		return STATUS_DONE;
	diag_error(&s->diag, NO_SPAN, "the unit graphs of cargo and of %s differ in %zu place%s",
	           request.got, count, count == 1 ? "" : "s");
	diag_help(&s->diag, against ? "cargo's graph is the right one: generate the file again "
	                              "with `l4cargo graph --format json` and the same options"
	                            : "please report it, with the Cargo.toml and the Cargo.lock");
	return STATUS_FAILED;
}

static int run_verify(Session *s, const void *given, const TextList *operands)
{
	const VerifyOptions *o = given;
	(void)operands;
	Verify v = { .session = s, .options = o };
	LibraryOptions library = { .as_it_is = true };
	s->common.quiet = s->common.quiet || !s->common.verbose; /* silent if they are equal */
	session_read_lock_only(s, "verify");                     /* cargo gets the same option */
	const Config *config = project_config(s);
	if (!config || !session_apply(s) || !library_options(s, &o->library, config, &library))
		return STATUS_FAILED;
	const ProjectRequest want = {
		.build = &o->build,
		.intent = build_mode_intent(o->mode),
		.config = config,
		.library = &library,
	};
	const ProjectTools *tools = project_open_tools(s, &want);
	if (!tools || !library_allowed(s, &o->library, tools->config, tools->toolchain))
		return STATUS_FAILED;
	v.units = project_open(s, &want, tools);
	return v.units ? compare_graphs(&v) : STATUS_FAILED;
}

const Command cmd_verify = {
	.name = "verify",
	.summary = "compare the units of a build with those of the installed cargo",
	.details = "If the units are equal, prints nothing and ends with status 0. Otherwise it "
		   "names each difference with its crate and the place in that crate's manifest, "
		   "and ends with status 1.",
	.sets = sets,
	.options_size = sizeof(VerifyOptions),
	.run = run_verify,
};
