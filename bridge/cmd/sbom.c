// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/report/sbom.h"
#include "base/core/env.h"
#include "base/files/fs.h"
#include "bridge/cmd/command.h"
#include "bridge/import/license_files.h"
#include "bridge/project/open.h"
#include "bridge/project/published.h"

#include <time.h>

typedef struct SbomOptions {
	const char *format, *output, *mode;
	BuildOptions build;
} SbomOptions;

static const char *const format_names[] = { "spdx", "cyclonedx", NULL };
static void (*const emitters[])(const Sbom *s, Buf *out) = { sbom_spdx, sbom_cyclonedx };

static const Option options[] = {
	OPTION_CHOICE(SbomOptions, format, 0, "format", "FORMAT",
	              "SPDX 2.3 or CycloneDX 1.5, both as JSON [default: spdx]", format_names),
	OPTION_TEXT(SbomOptions, output, 'o', "output", "FILE",
	            "output file [default: standard output]"),
	OPTION_CHOICE(SbomOptions, mode, 0, "mode", "MODE", BUILD_MODE_HELP, build_modes),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Registry Options", build_registry_options, offsetof(SbomOptions, build) },
	BUILD_OPTION_SETS(SbomOptions, build),
	{ 0 },
};

/* Only this variable puts a time into the document, so equal builds have equal documents. */
static bool find_time(Session *s, Str *out)
{
	enum { ROOM = 32 };
	static const uint64_t last = 253402300799; /* the end of the year 9999 */
	const Str given = env_get(s->env, "SOURCE_DATE_EPOCH");
	uint64_t seconds;
	struct tm parts;
	char text[ROOM];
	*out = STR("");
	if (!given.len)
		return true;
	if (!str_to_u64(given, &seconds) || seconds > last) {
		diag_error(&s->diag, NO_SPAN,
		           "SOURCE_DATE_EPOCH must be a number of seconds, not `" STR_FMT "`",
		           STR_ARG(given));
		return diag_help(&s->diag, "`date +%%s` prints such a number; to write no current "
		                           "time, unset the variable");
	}
	const time_t when = (time_t)seconds;
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&when, &parts));
	*out = arena_str(&s->arena, str_from(text));
	return true;
}

static void add_texts(Session *s, Sbom *sbom)
{
	for (size_t i = 0; i < sbom->count; i++)
		if (sbom->packages[i].kind == LICENSE_OTHER)
			sbom->packages[i].license_text =
				license_file_text(&s->arena, sbom->packages[i].package);
}

static bool gather_sbom(Session *s, const SbomOptions *o, const TextList *operands, Sbom *out)
{
	Published published;
	SbomRequest want = { .version = STR(L4CARGO_VERSION) };
	ProjectRequest request = { .build = &o->build, .intent = build_mode_intent(o->mode) };
	if (!find_time(s, &want.created))
		return false;
	const ProjectTools *tools = published_open(s, operands, &request, &published);
	const ProjectUnits *units = tools ? project_open(s, &request, tools) : NULL;
	if (!units)
		return false;
	want.units = units->graph;
	want.published = published.name.len > 0;
	sbom_make(&s->arena, &want, out);
	add_texts(s, out);
	return true;
}

static bool write_document(Session *s, const char *file, Str text)
{
	if (file)
		return fs_write(file, text, &s->diag);
	return session_write(s, text);
}

static int run_sbom(Session *s, const void *given, const TextList *operands)
{
	const SbomOptions *o = given;
	Sbom sbom;
	if (!gather_sbom(s, o, operands, &sbom))
		return STATUS_FAILED;
	scoped_buf text = { 0 };
	emitters[o->format && strcmp(o->format, "cyclonedx") == 0](&sbom, &text);
	return write_document(s, o->output, buf_str(&text)) ? STATUS_DONE : STATUS_FAILED;
}

const Command cmd_sbom = {
	.name = "sbom",
	.summary = "list the crates of a build as SPDX or CycloneDX",
	.operands = "[CRATE[@VERSION]]",
	.operands_max = 1,
	.details = "Lists every crate of the build with its purl, SHA-256, licence, source and "
		   "dependencies. CycloneDX's scope is `required` for crates that become part of "
		   "the result. It is `excluded` for crates that only build scripts, procedural "
		   "macros and tests use.\n\n"
		   "The same build gives the same bytes. The document has a time only if "
		   "SOURCE_DATE_EPOCH is set. SPDX requires a time; without that variable it is "
		   "1970-01-01T00:00:00Z.",
	.sets = sets,
	.options_size = sizeof(SbomOptions),
	.run = run_sbom,
};
