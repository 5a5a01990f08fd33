// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/project/open.h"

#include "bridge/project/library.h"
#include "bridge/project/packages.h"

static bool open_packages(Session *s, PackagesOpening *how, Project *out)
{
	const ProjectRequest *want = how->want;
	return project_selection(s, want->build, want->intent, &how->selection) &&
	       packages_open(s, how, out);
}

bool project_open_packages(Session *s, const ProjectRequest *want, Project *out,
                           Selection *selection)
{
	PackagesOpening how = { .want = want };
	const bool good = open_packages(s, &how, out);
	*selection = how.selection;
	return packages_checked(&how) && good;
}

static bool open_units(Session *s, const PackagesOpening *how, Project *out)
{
	const ProjectRequest *want = how->want;
	const LibraryOptions *library = want->library;
	UnitsRequest units = { .packages = out->packages, .selection = &how->selection };
	if (library && library->wanted) {
		if (!library_open(s, want, out))
			return false;
		units.library = out->library;
		units.wanted = library->request;
	}
	out->units = units_build(&s->arena, out->config, &units);
	return out->units != NULL;
}

bool project_open_units(Session *s, const ProjectRequest *want, Project *out)
{
	PackagesOpening how = { .want = want };
	const bool good = open_packages(s, &how, out) && open_units(s, &how, out);
	return packages_checked(&how) && good;
}

bool project_open(Session *s, const ProjectRequest *want, Project *out)
{
	return project_open_workspace(s, want, out) && project_open_units(s, want, out);
}
