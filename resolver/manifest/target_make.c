// SPDX-License-Identifier: MIT OR Apache-2.0
#include "resolver/manifest/targets.h"

#include "base/text/path.h"

#include <stdio.h>

static const KeyRow rows[] = {
	[TARGET_KEY_NAME] = { STR_INIT("name"), KEY_STRING },
	[TARGET_KEY_PATH] = { STR_INIT("path"), KEY_STRING },
	[TARGET_KEY_CRATE_TYPE] = { STR_INIT("crate-type"), KEY_STRINGS },
	[TARGET_KEY_CRATE_TYPE_OLD] = { STR_INIT("crate_type"), KEY_STRINGS },
	[TARGET_KEY_PROC_MACRO] = { STR_INIT("proc-macro"), KEY_BOOL },
	[TARGET_KEY_PROC_MACRO_OLD] = { STR_INIT("proc_macro"), KEY_BOOL },
	[TARGET_KEY_FILENAME] = { STR_INIT("filename"), KEY_STRING },
	[TARGET_KEY_TEST] = { STR_INIT("test"), KEY_BOOL },
	[TARGET_KEY_DOCTEST] = { STR_INIT("doctest"), KEY_BOOL },
	[TARGET_KEY_BENCH] = { STR_INIT("bench"), KEY_BOOL },
	[TARGET_KEY_DOC] = { STR_INIT("doc"), KEY_BOOL },
	[TARGET_KEY_DOC_SCRAPE_EXAMPLES] = { STR_INIT("doc-scrape-examples"), KEY_BOOL },
	[TARGET_KEY_HARNESS] = { STR_INIT("harness"), KEY_BOOL },
	[TARGET_KEY_REQUIRED_FEATURES] = { STR_INIT("required-features"), KEY_STRINGS },
	[TARGET_KEY_EDITION] = { STR_INIT("edition"), KEY_STRING },
};
static const KeySet target_keys = { rows, COUNT_OF(rows) };

void target_read(const ManifestReader *r, const TomlTable *t, const char *key, int index,
                 TargetSpec *out)
{
	char number[16] = "";
	if (index >= 0)
		snprintf(number, sizeof number, "%d", index);
	const KeyPath kind = { NULL, str_from(key) }, item = { &kind, str_from(number) };
	*out = (TargetSpec){ .written = true, .at = t->at };
	keys_read(&r->keys, &target_keys, t, index < 0 ? &kind : &item, out->keys);
	out->name = key_text(out->keys[TARGET_KEY_NAME]);
	out->path = key_text(out->keys[TARGET_KEY_PATH]);
	if (out->name.ptr)
		out->at = out->keys[TARGET_KEY_NAME]->value.at;
}

static bool has_crate_type(const TargetSpec *s, Str type)
{
	const TomlEntry *e = s->crate_type;
	for (size_t i = 0; e && i < e->value.array.count; i++)
		if (str_eq(e->value.array.items[i].text, type))
			return true;
	return false;
}

static bool is_proc_macro(const TargetSpec *s)
{
	return key_flag(s->proc_macro, has_crate_type(s, STR("proc-macro")));
}

/* Chooses between the spellings of keys that have two. */
static void choose_spellings(const ManifestReader *r, TargetSpec *s, const char *human)
{
	const TomlEntry *const *keys = s->keys;
	Str owner = STR("");
	if (keys[TARGET_KEY_CRATE_TYPE_OLD] || keys[TARGET_KEY_PROC_MACRO_OLD])
		owner = arena_printf(r->arena, "`" STR_FMT "` %s target", STR_ARG(s->name), human);
	s->crate_type = reader_spelling(r, keys[TARGET_KEY_CRATE_TYPE],
	                                keys[TARGET_KEY_CRATE_TYPE_OLD], owner);
	s->proc_macro = reader_spelling(r, keys[TARGET_KEY_PROC_MACRO],
	                                keys[TARGET_KEY_PROC_MACRO_OLD], owner);
}

static bool check_name(const ManifestReader *r, const TargetSpec *s, const char *human,
                       const char *key)
{
	if (!s->name.ptr) {
		diag_error(r->diag, s->at, "%s target %s.name is required", human, key);
		diag_help(r->diag,
		          "write `name = \"...\"`: it is the name of the file that is built");
		return false;
	}
	if (!str_trim(s->name).len) {
		diag_error(r->diag, s->at, "%s target names cannot be empty", human);
		return diag_help(r->diag, "remove `name`, or give one");
	}
	return true;
}

bool target_check_lib(const ManifestReader *r, TargetSpec *s)
{
	if (!check_name(r, s, "library", "lib"))
		return false;
	if (str_find(s->name, '-') >= 0)
		return diag_error(r->diag, s->at,
		                  "library target names cannot contain hyphens: " STR_FMT,
		                  STR_ARG(s->name)) ||
		       diag_help(r->diag, "write underscores instead");
	choose_spellings(r, s, "library");
	return true;
}

/* Reports properties that a binary cannot have. Cargo reports them for members only. */
static void check_binary(const ManifestReader *r, const TargetSpec *s)
{
	if (s->crate_type && s->crate_type->value.array.count) {
		reader_member_error(r, s->crate_type->key_at,
		                    "the target `" STR_FMT
		                    "` is a binary and can't have any crate-types set",
		                    STR_ARG(s->name));
		reader_member_help(r, "remove it; use `[lib]` for a library that others link to");
	}
	if (is_proc_macro(s)) {
		reader_member_error(r, s->proc_macro ? s->proc_macro->key_at : s->at,
		                    "the target `" STR_FMT
		                    "` is a binary and can't have `proc-macro` set `true`",
		                    STR_ARG(s->name));
		reader_member_help(r, "remove it; procedural macros are libraries: `[lib]`");
	}
}

bool target_check(const ManifestReader *r, const KindRules *k, TargetSpec *s)
{
	static const Str taken[] = { STR_INIT("deps"), STR_INIT("examples"), STR_INIT("build"),
		                     STR_INIT("incremental") };
	if (!check_name(r, s, k->human, k->key))
		return false;
	choose_spellings(r, s, k->human);
	if (k->kind != TARGET_BIN)
		return true;
	for (size_t i = 0; i < COUNT_OF(taken); i++)
		if (str_eq(s->name, taken[i]))
			return diag_error(r->diag, s->at,
			                  "the binary target name `" STR_FMT
			                  "` is forbidden, it conflicts with cargo's build "
			                  "directory names",
			                  STR_ARG(s->name)) ||
			       diag_help(r->diag, "choose another name");
	if (s->keys[TARGET_KEY_FILENAME])
		reader_unstable(r, s->keys[TARGET_KEY_FILENAME]->key_at, "different-binary-name");
	check_binary(r, s);
	return true;
}

static void give_name(const ManifestReader *r, Target *t, Str raw)
{
	t->raw_name = raw;
	t->name = target_name_check(raw);
	t->crate_name = target_name_crate(r->arena, t->name);
}

static const Str type_lib = STR_INIT("lib"), type_bin = STR_INIT("bin"),
		 type_proc_macro = STR_INIT("proc-macro");
static const StrList only_lib = { &type_lib, 1 }, only_bin = { &type_bin, 1 },
		     only_proc_macro = { &type_proc_macro, 1 };

static StrList lib_types(const ManifestReader *r, const TargetSpec *s)
{
	const TomlEntry *e = s->crate_type;
	if (!e)
		return is_proc_macro(s) ? only_proc_macro : only_lib;
	if (has_crate_type(s, STR("dylib")) && has_crate_type(s, STR("cdylib"))) {
		diag_error(r->diag, e->value.at,
		           "library `" STR_FMT
		           "` cannot set the crate type of both `dylib` and `cdylib`",
		           STR_ARG(s->name));
		diag_help(r->diag,
		          "keep one of them: `cdylib` for other languages, `dylib` for Rust");
	}
	if (!has_crate_type(s, type_proc_macro))
		return key_strings(r->arena, e);
	reader_warn(r, e->key_at,
	            "library `" STR_FMT
	            "` should only specify `proc-macro = true` instead of setting `crate-type`",
	            STR_ARG(s->name));
	if (e->value.array.count > 1) {
		diag_error(r->diag, e->value.at, "cannot mix `proc-macro` crate type with others");
		diag_help(
			r->diag,
			"remove the others, and write `proc-macro = true` instead of `crate-type`");
	}
	return only_proc_macro;
}

/* Sets the properties that all kinds have. `t` has the defaults of its kind. */
static void configure_target(const ManifestReader *r, const TargetSpec *s, const char *human,
                             Target *t)
{
	const TomlEntry *const *keys = s->keys;
	give_name(r, t, s->name);
	t->path = path_normalise(r->arena, s->path);
	t->at = s->at;
	t->test = key_flag(keys[TARGET_KEY_TEST], t->test);
	t->doctest = key_flag(keys[TARGET_KEY_DOCTEST], t->doctest);
	t->bench = key_flag(keys[TARGET_KEY_BENCH], t->bench);
	t->doc = key_flag(keys[TARGET_KEY_DOC], t->doc);
	t->harness = key_flag(keys[TARGET_KEY_HARNESS], true);
	t->proc_macro = is_proc_macro(s);
	t->edition = r->m->edition;
	if (!keys[TARGET_KEY_EDITION])
		return;
	reader_warn(r, keys[TARGET_KEY_EDITION]->key_at,
	            "`edition` is set on %s `" STR_FMT "` which is deprecated", human,
	            STR_ARG(s->name));
	read_edition(r, keys[TARGET_KEY_EDITION], &t->edition);
}

void target_make_lib(const ManifestReader *r, const TargetSpec *s, TargetList *list)
{
	Target t = {
		.kind = TARGET_LIB, .test = true, .doctest = true, .bench = true, .doc = true
	};
	t.crate_types = lib_types(r, s);
	configure_target(r, s, "library", &t);
	t.doctest &= target_can_doctest(&t);
	*vec_push(r->arena, list, Target) = t;
}

static bool all_are_bin(const TomlEntry *types)
{
	for (size_t i = 0; types && i < types->value.array.count; i++)
		if (!str_eq(types->value.array.items[i].text, type_bin))
			return false;
	return true;
}

void target_make(const ManifestReader *r, const KindRules *k, const TargetSpec *s, TargetList *list)
{
	const bool is_bin = k->kind == TARGET_BIN;
	Target t = {
		.kind = k->kind,
		.test = is_bin || k->kind == TARGET_TEST,
		.bench = is_bin || k->kind == TARGET_BENCH,
		.doc = is_bin,
		.crate_types = only_bin,
		.required_features = key_strings(r->arena, s->keys[TARGET_KEY_REQUIRED_FEATURES]),
	};
	if (k->kind == TARGET_EXAMPLE && !all_are_bin(s->crate_type))
		t.crate_types = key_strings(r->arena, s->crate_type);
	configure_target(r, s, k->human, &t);
	t.doctest = false; /* only libraries have doctests, whatever the manifest says */
	*vec_push(r->arena, list, Target) = t;
}

void target_make_script(const ManifestReader *r, Str path, Span at, TargetList *list)
{
	const Str stem = path_stem(path_name(path));
	Target *t = vec_push(r->arena, list, Target);
	*t = (Target){
		.kind = TARGET_CUSTOM_BUILD,
		.path = path,
		.crate_types = only_bin,
		.edition = r->m->edition,
		.harness = true,
		.at = at,
	};
	give_name(r, t, arena_printf(r->arena, "build-script-" STR_FMT, STR_ARG(stem)));
}
