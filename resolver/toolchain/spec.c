// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/vec.h"
#include "base/json/json.h"
#include "resolver/toolchain/toolchain_internal.h"

/*
 * To build the standard library, Cargo asks rustc for the specification of a target. If rustc gives
 * none (stable releases do not), Cargo assumes that the target has std.
 */

static bool says_no_std(Str text)
{
	scoped_json spec = json_parse(text, NULL);
	return !json_bool(json_get(spec, "metadata"), "std", true);
}

char *const *toolchain_unstable_env(const Asker *asker)
{
	size_t count = 0, kept = 0;
	while (asker->env[count])
		count++;
	char **env = arena_array(asker->arena, char *, count + 2);
	for (size_t i = 0; i < count; i++)
		if (!str_starts_with(str_from(asker->env[i]), STR("RUSTC_BOOTSTRAP=")))
			env[kept++] = asker->env[i];
	env[kept] = arena_cstr(asker->arena, STR("RUSTC_BOOTSTRAP=1"));
	return env;
}

bool target_spec_read(const Asker *asker, const Toolchain *t, TargetInfo *target)
{
	VEC(const char *) argv = { 0 };
	Arena *a = asker->arena;
	*vec_push(a, &argv, const char *) = arena_cstr(a, t->rustc);
	*vec_push(a, &argv, const char *) = "--print=target-spec-json";
	*vec_push(a, &argv, const char *) = "-Zunstable-options";
	for (size_t i = 0; i < target->rustflags.count; i++)
		*vec_push(a, &argv, const char *) = arena_cstr(a, target->rustflags.items[i]);
	*vec_push(a, &argv, const char *) = "--target";
	*vec_push(a, &argv, const char *) = arena_cstr(a, target->spec);
	*vec_push(a, &argv, const char *) = NULL;
	Asker own = *asker;
	if (target->own_spec)
		own.env = toolchain_unstable_env(asker);
	Answer answer;
	if (!toolchain_ask(&own, ASK_DIRECTLY, argv.items, &answer))
		return false;
	target->without_std = answer.good && says_no_std(answer.out);
	return true;
}
