// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/units_internal.h"

/* The units of the standard library, and the edges to them. Rules: Cargo's standard_lib.rs. */

/* Returns whether a test with the usual harness is built, which needs the crate `test`. */
static bool wants_test(const Drafts *d)
{
	for (size_t i = 0; i < d->roots.count; i++) {
		const DraftKey *k = &d->units.items[d->roots.items[i]].key;
		if ((k->mode == MODE_TEST || k->mode == MODE_CHECK_TEST) &&
		    draft_target(d, k)->harness)
			return true;
	}
	return false;
}

static bool no_such_crate(const Drafts *d, Str name)
{
	diag_error(
		d->diag, NO_SPAN,
		"`" STR_FMT
		"` of -Z build-std is not a library of the standard library's workspace `" STR_FMT
		"`",
		STR_ARG(name), STR_ARG(d->want->library->workspace->root));
	return diag_help(d->diag, "usual are `core`, `alloc`, `std`, `panic_abort`, `test`");
}

/* As in Cargo, the unit has the profile of a package that is not a member or path package. */
static bool add_root(Drafts *d, Str name, int32_t kind)
{
	for (PkgId i = (PkgId)d->own_count; i < d->graph->count; i++) {
		const Manifest *m = d->graph->packages[i].manifest;
		if (!str_eq(m->name, name) || !m->lib)
			continue;
		const DraftKey key = {
			.pkg = i,
			.target = (uint32_t)(m->lib - m->targets),
			.kind = kind,
			.mode = MODE_BUILD,
		};
		*vec_push(d->arena, &d->library, UnitId) = drafts_unit(d, key, (Way){ 0 });
		return true;
	}
	return no_such_crate(d, name);
}

bool drafts_add_library(Drafts *d)
{
	const Toolchain *t = d->graph->toolchain;
	const size_t kinds = d->merge_host ? 1 : t->target_count;
	const bool test = wants_test(d);
	bool good = true;
	for (size_t k = 0; d->want->library && k < kinds; k++) {
		const StrList crates = library_crates(d->arena, d->want->wanted.crates,
		                                      library_supports_std(t, (int)k), test);
		for (size_t i = 0; i < crates.count; i++)
			good &= add_root(d, crates.items[i], (int32_t)k);
	}
	if (!d->want->packages)
		for (size_t i = 0; i < d->library.count; i++)
			*vec_push(d->arena, &d->roots, UnitId) = d->library.items[i];
	return good;
}

void drafts_attach_library(Drafts *d)
{
	for (UnitId u = 0; u < d->units.count; u++) {
		Draft *user = &d->units.items[u];
		if (user->key.pkg >= d->own_count || user->key.kind == PLATFORM_HOST ||
		    user->key.mode == MODE_RUN_CUSTOM_BUILD)
			continue;
		for (size_t i = 0; i < d->library.count; i++) {
			const DraftKey *k = &d->units.items[d->library.items[i]].key;
			if (k->kind == user->key.kind)
				*vec_push(d->arena, &user->deps, DraftDep) = (DraftDep){
					.unit = d->library.items[i],
					.extern_name =
						target_name_check(d->graph->packages[k->pkg].name),
					.public = true,
					.noprelude = true,
				};
		}
	}
}
