// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/vec.h"
#include "base/files/below.h"
#include "base/system/process.h"
#include "base/text/path.h"
#include "resolver/toolchain/toolchain_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/stat.h>

static const char file_magic[] = "l4cargo rustc answer 1";

static Str question_text(const Asker *asker, const char *const *argv)
{
	scoped_buf b = { 0 };
	buf_add(&b, asker->identity);
	for (; *argv; argv++)
		buf_printf(&b, "\n%s", *argv);
	return arena_str(asker->arena, buf_str(&b));
}

static const char *file_of(const Asker *asker, Str asked)
{
	const Str name = arena_printf(asker->arena, "%016" PRIx64, str_hash(asked));
	return arena_cstr(asker->arena, path_join(asker->arena, asker->cache_folder, name));
}

static bool take_number(Str *rest, char end, uint64_t *out)
{
	Str number;
	return str_cut(*rest, end, &number, rest) && str_to_u64(number, out);
}

static bool take_bytes(Str *rest, uint64_t len, Str *out)
{
	if (len > rest->len)
		return false;
	*out = str_sub(*rest, 0, (size_t)len);
	*rest = str_sub(*rest, (size_t)len, rest->len);
	return true;
}

/* A file has a magic line, a checksum, three lengths, the question, the output and the messages. */
static bool parse_file(Str text, Str asked, Answer *out)
{
	Str magic, key;
	uint64_t sum, lengths[3];
	if (!str_cut(text, '\n', &magic, &text) || !str_eq(magic, str_from(file_magic)) ||
	    !take_number(&text, '\n', &sum) || sum != str_hash(text))
		return false;
	if (!take_number(&text, ' ', &lengths[0]) || !take_number(&text, ' ', &lengths[1]) ||
	    !take_number(&text, '\n', &lengths[2]))
		return false;
	return take_bytes(&text, lengths[0], &key) && str_eq(key, asked) &&
	       take_bytes(&text, lengths[1], &out->out) &&
	       take_bytes(&text, lengths[2], &out->err) && text.len == 0;
}

static bool find_answer(const Asker *asker, Str asked, Answer *out)
{
	Str text;
	if (!asker->cache_folder.len ||
	    !fs_read_quietly(file_of(asker, asked), asker->arena, &text) ||
	    !parse_file(text, asked, out))
		return false;
	out->good = out->cached = true;
	return true;
}

/* A cache that cannot be written is not an error. */
static void keep_answer(const Asker *asker, Str asked, const Answer *answer)
{
	scoped_buf body = { 0 }, whole = { 0 };
	if (!asker->cache_folder.len)
		return;
	buf_printf(&body, "%zu %zu %zu\n", asked.len, answer->out.len, answer->err.len);
	buf_add(&body, asked);
	buf_add(&body, answer->out);
	buf_add(&body, answer->err);
	buf_printf(&whole, "%s\n%" PRIu64 "\n", file_magic, str_hash(buf_str(&body)));
	buf_add(&whole, buf_str(&body));
	below_keep(path_parent(asker->cache_folder), str_from(file_of(asker, asked)),
	           buf_str(&whole), FS_FLEETING);
}

void toolchain_forget(const Asker *asker, const char *const *argv)
{
	if (asker->cache_folder.len)
		fs_remove_file(file_of(asker, question_text(asker, argv)));
}

bool toolchain_help_wrapper(const Asker *asker)
{
	return diag_help(asker->diag,
	                 "run it to see why; RUSTC_WRAPPER, RUSTC_WORKSPACE_WRAPPER or [build] of "
	                 "the configuration names the wrapper");
}

static bool cannot_run(const Asker *asker, AskBy by, const char *program)
{
	const bool wrapper = asker->wrapped && by == ASK_BY_WRAPPER;
	diag_error(asker->diag, wrapper ? asker->wrapper_at : asker->rustc_at,
	           "cannot run `%s`: %s", program, strerror(errno));
	if (wrapper)
		return toolchain_help_wrapper(asker);
	return diag_help(asker->diag, "install Rust, or name its rustc with RUSTC or with "
	                              "`build.rustc` in `.cargo/config.toml`");
}

bool toolchain_ask(const Asker *asker, AskBy by, const char *const *argv, Answer *out)
{
	const Str asked = question_text(asker, argv);
	*out = (Answer){ 0 };
	if (find_answer(asker, asked, out))
		return true;
	const ProcessRequest run = {
		.argv = argv,
		.env = asker->env,
		.cwd = arena_cstr(asker->arena, asker->config->cwd),
	};
	ProcessResult result;
	if (!process_run(&run, asker->arena, &result))
		return cannot_run(asker, by, argv[0]);
	*out = (Answer){ .out = result.out, .err = result.err, .good = result.status == 0 };
	if (out->good)
		keep_answer(asker, asked, out);
	return true;
}

Str toolchain_complaint(Arena *a, const Answer *answer)
{
	const Str mark = STR("error: ");
	Str rest = answer->err, line, first = STR("");
	while (str_next(&rest, '\n', &line)) {
		line = str_trim(line);
		if (str_starts_with(line, mark))
			return arena_str(a, str_sub(line, mark.len, line.len));
		if (!first.len)
			first = line;
	}
	return first.len ? first : STR("it failed without a message");
}

Str toolchain_stat(Arena *a, Str path)
{
	struct stat st;
	if (stat(arena_cstr(a, path), &st) != 0)
		return STR("");
	return arena_printf(a, STR_FMT " %" PRIu64 " %" PRIu64 " %lld.%09ld", STR_ARG(path),
	                    (uint64_t)st.st_ino, (uint64_t)st.st_size, (long long)st.st_mtim.tv_sec,
	                    st.st_mtim.tv_nsec);
}

static bool is_variable(const char *entry, Str name)
{
	return strncmp(entry, name.ptr, name.len) == 0 && entry[name.len] == '=';
}

static bool is_replaced(const char *entry, const ConfigVariable *vars, size_t count)
{
	/* Messages must be short, and rustup must not install anything. */
	static const Str ours[] = { STR_INIT("RUSTC_LOG"), STR_INIT("RUST_BACKTRACE"),
		                    STR_INIT("RUSTUP_AUTO_INSTALL") };
	for (size_t i = 0; i < COUNT_OF(ours); i++)
		if (is_variable(entry, ours[i]))
			return true;
	for (size_t i = 0; i < count; i++)
		if (vars[i].applies && is_variable(entry, vars[i].name))
			return true;
	return false;
}

char *const *toolchain_env(const Config *c)
{
	const ConfigVariable *vars = NULL;
	size_t count;
	if (!config_env_table(c, &vars, &count))
		return NULL;
	VEC(char *) env = { 0 };
	for (char *const *e = c->env; e && *e; e++)
		if (!is_replaced(*e, vars, count))
			*vec_push(c->arena, &env, char *) = *e;
	for (size_t i = 0; i < count; i++)
		if (vars[i].applies)
			*vec_push(c->arena, &env, char *) =
				arena_cstr(c->arena, arena_printf(c->arena, STR_FMT "=" STR_FMT,
			                                          STR_ARG(vars[i].name),
			                                          STR_ARG(vars[i].value)));
	*vec_push(c->arena, &env, char *) = arena_cstr(c->arena, STR("RUSTUP_AUTO_INSTALL=0"));
	*vec_push(c->arena, &env, char *) = NULL;
	return env.items;
}
