// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/units/library.h"

#include "base/core/vec.h"
#include "resolver/manifest/keys.h"

static const Str default_features[] = { STR_INIT("panic-unwind"), STR_INIT("backtrace"),
	                                STR_INIT("default") };
const StrList library_default_features = { default_features, COUNT_OF(default_features) };

static bool has_name(const StrVec *names, Str name)
{
	return str_list_has((StrList){ names->items, names->count }, name);
}

static void add_once(Arena *a, StrVec *to, Str name)
{
	if (!has_name(to, name))
		*vec_push(a, to, Str) = name;
}

StrList library_crates(Arena *a, StrList wanted, bool std, bool test)
{
	static const Str below_std[] = { STR_INIT("core"), STR_INIT("alloc"),
		                         STR_INIT("proc_macro"), STR_INIT("panic_unwind"),
		                         STR_INIT("compiler_builtins") };
	StrVec out = { 0 };
	for (size_t i = 0; i < wanted.count; i++)
		add_once(a, &out, wanted.items[i]);
	if (!out.count)
		add_once(a, &out, std ? STR("std") : STR("core"));
	if (has_name(&out, STR("std"))) {
		for (size_t i = 0; i < COUNT_OF(below_std); i++)
			add_once(a, &out, below_std[i]);
		if (test)
			add_once(a, &out, STR("test"));
	} else if (has_name(&out, STR("core"))) {
		add_once(a, &out, STR("compiler_builtins"));
	}
	return (StrList){ out.items, out.count };
}

StrList library_rustflags(Arena *a, const Workspace *library, const Profile *profile, Str package)
{
	const Str root = profile->release_root ? STR("release") : STR("dev");
	const TomlTable *of_root = toml_get_table(library->top->profiles, root);
	const TomlTable *packages = toml_get_table(of_root, STR("package"));
	const TomlTable *own = toml_get_table(packages, package);
	return key_strings(a, toml_entry(own, STR("rustflags")));
}

bool library_supports_std(const Toolchain *t, int platform)
{
	const bool host = platform < 0 || t->target_count == 0;
	return !(host ? &t->host_info : &t->targets[platform])->without_std;
}

Selection library_selection(Arena *a, const LibraryRequest *want, const Toolchain *t)
{
	bool std = t->target_count == 0 && library_supports_std(t, PLATFORM_HOST);
	for (size_t i = 0; i < t->target_count; i++)
		std |= library_supports_std(t, (int)i);
	const StrList crates = library_crates(a, want->crates, std, false);
	Str *packages = arena_array(a, Str, crates.count + 1);
	for (size_t i = 0; i < crates.count; i++)
		packages[i] = crates.items[i];
	/* As in Cargo: `sysroot` defines the features, and may itself be needed. */
	packages[crates.count] = STR("sysroot");
	return (Selection){ .packages = { packages, crates.count + 1 },
		            .features = want->features,
		            .no_default_features = true };
}
