// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/files/fs.h"
#include "bridge/cmd/command.h"
#include "bridge/import/license_files.h"
#include "bridge/project/open.h"
#include "bridge/project/published.h"

typedef struct LicensesOptions {
	bool texts, by_license, deny_missing, runtime;
	const char *output, *mode;
	BuildOptions build;
} LicensesOptions;

static const Option options[] = {
	OPTION_FLAG(LicensesOptions, by_license, 0, "by-license",
	            "list each licence with its crates"),
	OPTION_FLAG(LicensesOptions, texts, 0, "texts",
	            "print each licence text of the crates once, with its crates"),
	OPTION_FLAG(LicensesOptions, deny_missing, 0, "deny-missing",
	            "report a missing licence or text as an error, not a warning"),
	OPTION_FLAG(LicensesOptions, runtime, 0, "runtime",
	            "leave out crates that only build scripts, procedural macros and tests use"),
	OPTION_TEXT(LicensesOptions, output, 'o', "output", "FILE",
	            "output file [default: standard output]"),
	OPTION_CHOICE(LicensesOptions, mode, 0, "mode", "MODE", BUILD_MODE_HELP, build_modes),
	OPTION_END,
};

static const OptionSet sets[] = {
	{ "Options", options, 0 },
	{ "Registry Options", build_registry_options, offsetof(LicensesOptions, build) },
	BUILD_OPTION_SETS(LicensesOptions, build),
	{ 0 },
};

typedef struct Licenses {
	Session *session;
	const LicensesOptions *options;
	Sbom sbom;
	bool *use;
	LicenseFiles *files;
	unsigned missing;
} Licenses;

static bool gather_licenses(Licenses *l, const TextList *operands)
{
	Session *s = l->session;
	const LicensesOptions *o = l->options;
	Published published;
	ProjectRequest request = { .build = &o->build, .intent = build_mode_intent(o->mode) };
	const ProjectTools *tools = published_open(s, operands, &request, &published);
	const ProjectUnits *units = tools ? project_open(s, &request, tools) : NULL;
	if (!units)
		return false;
	const SbomRequest want = { .units = units->graph, .published = published.name.len > 0 };
	sbom_make(&s->arena, &want, &l->sbom);
	l->use = arena_array(&s->arena, bool, l->sbom.count + 1);
	l->files = arena_array(&s->arena, LicenseFiles, l->sbom.count + 1);
	for (size_t i = 0; i < l->sbom.count; i++) {
		l->use[i] = l->sbom.packages[i].runtime || !o->runtime;
		if (o->texts && l->use[i])
			l->files[i] = license_files_of(&s->arena, l->sbom.packages[i].package);
	}
	return true;
}

static void report_missing_licence(Licenses *l, const Package *p, const char *what)
{
	Diag *diag = &l->session->diag;
	l->missing++;
	if (l->options->deny_missing)
		diag_error(diag, p->manifest->name_at, "`" STR_FMT " v" STR_FMT "` %s",
		           STR_ARG(p->name), STR_ARG(p->version.text), what);
	else
		diag_warning(diag, p->manifest->name_at, "`" STR_FMT " v" STR_FMT "` %s",
		             STR_ARG(p->name), STR_ARG(p->version.text), what);
	if (l->options->deny_missing)
		diag_help(diag,
		          "ask its authors to add it; without --deny-missing this is a warning");
}

static void check_one(Licenses *l, size_t i)
{
	const SbomPackage *p = &l->sbom.packages[i];
	if (p->kind == LICENSE_NONE)
		report_missing_licence(
			l, p->package,
			"does not name a licence: its manifest has neither `license` nor "
			"`license-file`");
	else if (p->from_file && !license_file_text(&l->session->arena, p->package).len)
		report_missing_licence(l, p->package,
		                       "has no licence: the file that `license-file` names "
		                       "cannot be read");
	else if (p->kind == LICENSE_OTHER && !p->from_file)
		diag_warning(&l->session->diag, p->package->manifest->name_at,
		             "the `license` of `" STR_FMT " v" STR_FMT
		             "` is not an SPDX licence expression",
		             STR_ARG(p->package->name), STR_ARG(p->package->version.text));
	if (l->options->texts && !l->files[i].count)
		report_missing_licence(l, p->package, "has no licence text in its package");
}

static bool write_list(const Licenses *l)
{
	Session *s = l->session;
	const LicensesOptions *o = l->options;
	const LicenseList list = { &l->sbom, l->use, l->files };
	scoped_buf text = { 0 };
	if (o->by_license || !o->texts)
		(o->by_license ? licenses_groups : licenses_table)(&list, &text);
	if (o->texts)
		licenses_texts(&list, &text);
	if (o->output)
		return fs_write(o->output, buf_str(&text), &s->diag);
	return session_write(s, buf_str(&text));
}

static int run_licenses(Session *s, const void *given, const TextList *operands)
{
	Licenses l = { .session = s, .options = given };
	if (!gather_licenses(&l, operands))
		return STATUS_FAILED;
	for (size_t i = 0; i < l.sbom.count; i++)
		if (l.use[i])
			check_one(&l, i);
	if (!write_list(&l))
		return STATUS_FAILED;
	return l.missing && l.options->deny_missing ? STATUS_FAILED : STATUS_DONE;
}

const Command cmd_licenses = {
	.name = "licenses",
	.summary = "list the licences of the crates of a build, and their texts",
	.operands = "[CRATE[@VERSION]]",
	.operands_max = 1,
	.details = "Prints a line for each crate: name, version, licence. `-` means that the "
		   "crate names no licence. Older spellings (`MIT/Apache-2.0`) are shown as SPDX "
		   "writes them. A warning names each missing licence or text.\n\n"
		   "The texts are the files called LICENSE, COPYING, NOTICE and the like, the "
		   "files in LICENSES/, and the file that `license-file` names.",
	.sets = sets,
	.options_size = sizeof(LicensesOptions),
	.run = run_licenses,
};
