// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/cmd/command.h"
#include "bridge/cmd/graph_svg.h"
#include "bridge/project.h"
#include "emitters/unitgraph.h"

#include <errno.h>

typedef struct GraphOptions {
	const char *format, *mode;
	BuildOptions build;
	LibraryFlags library;
	struct { /* options of cargo's that change nothing in which units there are */
		const char *target_dir, *message_format;
		bool keep_going, timings, future_incompat_report;
	} ignored;
} GraphOptions;

static const char *const format_names[] = { "json", "dot", "text", "svg", NULL };
enum { FORMAT_SVG = 3 };
static void (*const emitters[])(const UnitGraph *g, Buf *out) = {
	emit_unitgraph, emit_unitgraph_dot, emit_unitgraph_text,
	emit_unitgraph_dot, /* and what `dot` makes of it */
};

static const Option options[] = {
	OPTION_CHOICE(GraphOptions, format, 0, "format", "FORMAT",
	              "how it is written: json (default), dot, text, svg", format_names),
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

static int run(Session *s, const void *given, const TextList *operands)
{
	const GraphOptions *o = given;
	(void)operands;
	Project project = { 0 };
	LibraryOptions library = { .as_it_is = true };
	const ProjectRequest want = {
		.build = &o->build,
		.intent = build_mode_intent(o->mode),
		.library = &library,
		.no_readmes = true,
	};
	project.config = project_config(s);
	if (!project.config || !library_options(s, &o->library, project.config, &library))
		return STATUS_FAILED;
	if (!project_open_tools(s, &want, &project) ||
	    !library_allowed(s, &o->library, project.config, project.toolchain) ||
	    !project_open(s, &want, &project))
		return STATUS_FAILED;
	const size_t format = format_of(o->format);
	scoped_buf out = { .to = s->out };
	if (format == FORMAT_SVG) {
		scoped_buf text = { 0 };
		emitters[format](project.units, &text);
		if (!graph_svg(s, buf_str(&text), &out))
			return STATUS_FAILED;
	} else {
		emitters[format](project.units, &out);
	}
	if (buf_finish(&out))
		return STATUS_DONE;
	diag_errno(&s->diag, "cannot write the graph");
	return STATUS_FAILED;
}

const Command cmd_graph = {
	.name = "graph",
	.summary = "print the units of a build, as cargo would make them",
	.details = "The graph goes to standard output. json is the schema l4cargo-graph/1, dot is "
		   "for\n"
		   "graphviz, svg what its program `dot` draws of that, text is a tree.",
	.sets = sets,
	.options_size = sizeof(GraphOptions),
	.run = run,
};
