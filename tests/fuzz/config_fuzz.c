// SPDX-License-Identifier: MIT OR Apache-2.0
/* Pieces with NULs between: a config.toml, three variables, and the arguments of --config. */
#include "resolver/config/check.h"
#include "tests/fuzz/folder.h"

enum { VARIABLES = 3, FLAGS = 3 };

typedef struct Pieces {
	Str file;
	char *env[VARIABLES + 2];
	const char *flags[FLAGS + 1];
} Pieces;

static void take_pieces(Arena *a, Str text, Pieces *out)
{
	Str piece;
	str_next(&text, '\0', &out->file);
	for (size_t i = 1; i <= VARIABLES && str_next(&text, '\0', &piece); i++)
		out->env[i] = arena_cstr(a, piece);
	for (size_t i = 0; i < FLAGS && str_next(&text, '\0', &piece); i++)
		out->flags[i] = arena_cstr(a, piece);
}

static void ask_values(const Config *c)
{
	Str text;
	bool yes;
	int64_t number;
	StrList list;
	Span at;
	config_string(c, "build.rustc", &text, &at);
	config_bool(c, "net.offline", &yes);
	config_int(c, "build.jobs", &number);
	config_list(c, "build.rustflags", &list, NULL);
	config_path(c, "build.target-dir", &text);
	config_program(c, "build.rustc-wrapper", &text, NULL);
	config_command(c, "target.x86_64-unknown-linux-gnu.runner", &list, &at);
	config_table(c, "source");
	config_registry_index(c, STR("r"), NO_SPAN, &text);
	config_links_override(c, STR("x86_64-unknown-linux-gnu"), STR("z"));
	config_check(c);
	config_check_links(c, STR("x86_64-unknown-linux-gnu"));
}

static void ask_tables(const Config *c)
{
	ConfigTarget *targets;
	const ConfigVariable *variables;
	const ConfigCfg *cfgs;
	size_t count;
	StrList list;
	Span at;
	TomlValue value;
	config_build_targets(c, &targets, &count);
	if (config_env_table(c, &variables, &count))
		for (size_t i = 1; i < count; i++)
			CHECK(str_compare(variables[i - 1].name, variables[i].name) < 0);
	if (config_target_cfgs(c, &cfgs, &count))
		for (size_t i = 0; i < count; i++) {
			config_cfg_list(c, &cfgs[i], "rustflags", &list, NULL);
			config_cfg_command(c, &cfgs[i], "runner", &list, &at);
		}
	config_profile_table(c, STR("dev"));
	config_profile_value(c, STR("dev"), STR("package.a@1"), STR("opt-level"), &value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	scoped_arena a = { 0 };
	scoped_fuzz_diag diag = fuzz_diag();
	const char *const folder = fuzz_folder();
	char *home = arena_cstr(&a, arena_printf(&a, "CARGO_HOME=%s/home", folder));
	Pieces pieces = { .env = { home } };
	take_pieces(&a, fuzz_text(data, size), &pieces);
	fuzz_folder_write(&a, ".cargo/config.toml", pieces.file);
	const ConfigSources from = { str_from(folder), pieces.env, pieces.flags };
	const Config *c = config_load(&a, &diag, &from);
	CHECK(c || diag.errors);
	if (c) {
		ask_values(c);
		ask_tables(c);
	}
	return 0;
}
