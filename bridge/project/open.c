// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/open.h"

#include "bridge/project/packages.h"

const ProjectPackages *project_open_packages(Session *s, const ProjectRequest *want)
{
	const ProjectTools *tools = project_open_tools(s, want);
	const Project *project = tools ? project_open_workspace(s, want, tools) : NULL;
	if (!project)
		return NULL;
	VendoredCheck *check;
	const ProjectPackages *packages = packages_open(s, want, project, &check);
	return packages_checked(&check) ? packages : NULL;
}

static const ProjectUnits *make_units(Session *s, const ProjectRequest *want,
                                      const ProjectPackages *packages)
{
	const LibraryOptions *library = want->library;
	const ProjectTools *tools = &packages->project.tools;
	UnitsRequest units = { .packages = packages->graph, .selection = &packages->selection };
	ProjectUnits *out = arena_new(&s->arena, ProjectUnits);
	out->packages = *packages;
	if (library && library->wanted) {
		if (!library_open(s, library, tools, &out->library))
			return NULL;
		units.library = out->library.packages;
		units.wanted = library->request;
	}
	out->graph = units_build(&s->arena, tools->config, &units);
	return out->graph ? out : NULL;
}

const ProjectUnits *project_open_units(Session *s, const ProjectRequest *want,
                                       const Project *project)
{
	VendoredCheck *check;
	const ProjectPackages *packages = packages_open(s, want, project, &check);
	const ProjectUnits *units = packages ? make_units(s, want, packages) : NULL;
	return packages_checked(&check) ? units : NULL;
}

const ProjectUnits *project_open(Session *s, const ProjectRequest *want, const ProjectTools *tools)
{
	const Project *project = project_open_workspace(s, want, tools);
	return project ? project_open_units(s, want, project) : NULL;
}
