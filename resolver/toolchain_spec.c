// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/json.h"
#include "base/vec.h"
#include "resolver/toolchain_internal.h"

/* Cargo asks for the specification when it builds the standard library, and if rustc gives none (a
 * stable one, for example), takes it that there is std. */

static bool says_no_std(Str text)
{
	scoped_json spec = json_parse(text, NULL);
	return !json_bool(json_get(spec, "metadata"), "std", true);
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
	Answer answer;
	if (!toolchain_ask(asker, argv.items, &answer))
		return false;
	target->without_std = answer.good && says_no_std(answer.out);
	return true;
}
