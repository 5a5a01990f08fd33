// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/open.h"

#include "bridge/project/packages.h"

static bool open_packages(Session *s, const ProjectRequest *want, PackagesOpening *how,
                          Project *project)
{
	how->want = &want->packages;
	return project_selection(s, want->build, want->intent, &how->selection) &&
	       packages_open(s, how, project);
}

bool project_open_packages(Session *s, const ProjectRequest *want, Project *project,
                           Selection *selection)
{
	PackagesOpening how = { 0 };
	const bool good = open_packages(s, want, &how, project);
	*selection = how.selection;
	return packages_checked(&how) && good;
}

static bool make_units(Session *s, const ProjectRequest *want, const Selection *selection,
                       ProjectUnits *out)
{
	const LibraryOptions *library = want->library;
	UnitsRequest units = { .packages = out->project.packages, .selection = selection };
	if (library && library->wanted) {
		if (!library_open(s, library, &out->project, &out->library))
			return false;
		units.library = out->library.packages;
		units.wanted = library->request;
	}
	out->graph = units_build(&s->arena, out->project.config, &units);
	return out->graph != NULL;
}

bool project_open_units(Session *s, const ProjectRequest *want, const Project *project,
                        ProjectUnits *out)
{
	PackagesOpening how = { 0 };
	*out = (ProjectUnits){ .project = *project };
	const bool good = open_packages(s, want, &how, &out->project) &&
	                  make_units(s, want, &how.selection, out);
	return packages_checked(&how) && good;
}

bool project_open(Session *s, const ProjectRequest *want, Project *project, ProjectUnits *out)
{
	return project_open_workspace(s, want, project) &&
	       project_open_units(s, want, project, out);
}
