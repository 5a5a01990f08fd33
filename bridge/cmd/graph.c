// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"
#include "bridge/cmd/graph_svg.h"
#include "bridge/project/open.h"
#include "bridge/project/project.h"
#include "emitters/report/unitgraph.h"

#include <unistd.h>

typedef struct GraphOptions {
	const char *format, *mode;
	BuildOptions build;
	LibraryFlags library;
	struct { /* options of cargo that have no effect on the units */
		const char *target_dir, *message_format;
		bool keep_going, timings, future_incompat_report;
	} ignored;
} GraphOptions;

static const char *const format_names[] = { "json", "dot", "text", "svg", NULL };
enum { FORMAT_JSON, FORMAT_DOT, FORMAT_TEXT, FORMAT_SVG };

static const Option options[] = {
	OPTION_CHOICE(GraphOptions, format, 0, "format", "FORMAT", "output format [default: json]",
	              format_names),
	OPTION_CHOICE(GraphOptions, mode, 0, "mode", "MODE", BUILD_MODE_HELP, build_modes),
	OPTION_TEXT(GraphOptions, ignored.target_dir, 0, "target-dir", "DIR", NULL),
	OPTION_TEXT(GraphOptions, ignored.message_format, 0, "message-format", "FORMAT", NULL),
	OPTION_FLAG(GraphOptions, ignored.keep_going, 0, "keep-going", NULL),
	OPTION_FLAG(GraphOptions, ignored.timings, 0, "timings", NULL),
	OPTION_FLAG(GraphOptions, ignored.future_incompat_report, 0, "future-incompat-report",
	            NULL),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	BUILD_OPTION_SETS(GraphOptions, build),
	{ "Documentation Tests", build_doc_options, offsetof(GraphOptions, build) },
	LIBRARY_OPTION_SET(GraphOptions, library),
	{ 0 },
};

static size_t format_of(const char *name)
{
	for (size_t i = 0; name && format_names[i]; i++)
		if (strcmp(name, format_names[i]) == 0)
			return i;
	return 0;
}

static bool print_json(Session *s, const UnitGraph *g)
{
	const bool watched = isatty(STDOUT_FILENO);
	scoped_buf out = { .to = watched ? NULL : s->out };
	emit_unitgraph(g, &out);
	if (watched)
		return session_print(s, buf_str(&out));
	return buf_finish(&out) || diag_errno(&s->diag, "cannot write the graph");
}

static bool print_graph(Session *s, const UnitGraph *g, size_t format)
{
	scoped_screen text = { 0 };
	scoped_buf drawn = { 0 };
	if (format == FORMAT_JSON)
		return print_json(s, g);
	(format == FORMAT_TEXT ? emit_unitgraph_text : emit_unitgraph_dot)(g, &text);
	if (format != FORMAT_SVG)
		return session_print(s, screen_str(&text));
	return graph_svg(s, screen_str(&text), &drawn) && session_write(s, buf_str(&drawn));
}

static int run_graph(Session *s, const void *given, const TextList *operands)
{
	const GraphOptions *o = given;
	(void)operands;
	LibraryOptions library = { .as_it_is = true };
	const Config *config = project_config(s);
	if (!config || !library_options(s, &o->library, config, &library))
		return STATUS_FAILED;
	const ProjectRequest want = {
		.build = &o->build,
		.intent = build_mode_intent(o->mode),
		.config = config,
		.library = &library,
		.packages = { .no_readmes = true },
	};
	const ProjectTools *tools = project_open_tools(s, &want);
	if (!tools || !library_allowed(s, &o->library, tools->config, tools->toolchain))
		return STATUS_FAILED;
	const ProjectUnits *units = project_open(s, &want, tools);
	return units && print_graph(s, units->graph, format_of(o->format)) ? STATUS_DONE
	                                                                   : STATUS_FAILED;
}

const Command cmd_graph = {
	.name = "graph",
	.summary = "print the units of a build, as cargo would build them",
	.details = "Prints the graph to standard output. json follows the schema l4cargo-graph/1, "
		   "text is a tree, dot is input for graphviz, and svg is a drawing by graphviz's "
		   "program `dot`.",
	.sets = sets,
	.options_size = sizeof(GraphOptions),
	.run = run_graph,
};
