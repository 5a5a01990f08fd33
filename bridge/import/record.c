// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/import/record.h"

#include "base/files/fs.h"
#include "base/text/path.h"
#include "base/text/words.h"

#include <inttypes.h>

/* --- the command --- */

/* Returns whether the option has no effect on the packages, or is recorded in another way. */
static bool is_aside(const char *name)
{
	static const char *const names[] = { "output", "manifest-path", "jobs", "again" };
	if (!name)
		return true; /* -Z */
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static bool is_path(const char *option, Str value)
{
	return strcmp(option, "lockfile-path") == 0 ||
	       (strcmp(option, "target") == 0 && str_ends_with(value, STR(".json")));
}

typedef struct RecordWords {
	Session *session;
	Str out; /* paths are relative to it */
	Buf text;
} RecordWords;

static void put_option(RecordWords *w, const char *name, const char *value)
{
	buf_printf(&w->text, " --%s", name);
	if (!value)
		return;
	Arena *a = &w->session->arena;
	Str v = str_from(value);
	if (is_path(name, v))
		v = path_relative(a, w->out, path_normalise(a, path_join(a, w->session->cwd, v)));
	buf_char(&w->text, ' ');
	words_add(&w->text, v);
}

static void put_set(RecordWords *w, const OptionSet *set, const void *options)
{
	for (const Option *o = set->options; o->kind != OPT_END; o++) {
		const void *field = (const char *)options + set->offset + o->offset;
		if (is_aside(o->name))
			continue;
		if (o->kind == OPT_FLAG && *(const bool *)field)
			put_option(w, o->name, NULL);
		if (o->kind == OPT_TEXT && *(const char *const *)field)
			put_option(w, o->name, *(const char *const *)field);
		const TextList *list = field;
		for (size_t i = 0; o->kind == OPT_LIST && i < list->count; i++)
			put_option(w, o->name, list->items[i]);
	}
}

static void put_options(RecordWords *w, const ImportOptions *options)
{
	const TextList *config = &w->session->common.config;
	for (const OptionSet *set = import_option_sets; set->options; set++)
		put_set(w, set, options);
	for (size_t i = 0; i < config->count; i++)
		if (str_starts_with(str_from(config->items[i]), STR("profile.")))
			put_option(w, "config", config->items[i]);
}

#define NO_COMMAND "l4cargo import" /* of an import whose options do not fit in a line */

static Str command_of(const Import *i)
{
	Session *s = i->session;
	RecordWords w = { .session = s, .out = i->out };
	buf_add(&w.text, STR("l4cargo import"));
	if (i->published.name.len) {
		buf_char(&w.text, ' ');
		words_add(&w.text,
		          arena_printf(&s->arena, STR_FMT "@" STR_FMT, STR_ARG(i->published.name),
		                       STR_ARG(i->published.version)));
	} else {
		const Str manifest = i->project->workspace->current->path;
		buf_add(&w.text, STR(" --manifest-path "));
		words_add(&w.text, path_relative(&s->arena, i->out, manifest));
	}
	put_options(&w, i->options);
	const Str text = arena_str(&s->arena, buf_str(&w.text));
	buf_free(&w.text);
	return str_find(text, '\n') < 0 ? text : STR(NO_COMMAND);
}

/* --- what another import needs --- */

/* A search for configuration from there finds nothing that one from `manifest` would not, but what
 * is in the package. */
static bool is_on_the_way(Str folder, Str manifest)
{
	return path_is_below(folder, manifest) || path_is_below(manifest, folder);
}

/* The deepest folder with configuration on the way up from `folder`; empty: there is none. */
static Str deepest_config(Arena *a, Str folder)
{
	for (;; folder = path_parent(folder)) {
		const Str place = path_join(a, folder, STR(".cargo/config"));
		if (fs_kind(arena_cstr(a, place)) != FILE_ABSENT ||
		    fs_kind(arena_printf(a, STR_FMT ".toml", STR_ARG(place)).ptr) != FILE_ABSENT)
			return folder;
		if (folder.len <= 1)
			return STR("");
	}
}

Str record_config_folder(const Import *i)
{
	Arena *a = &i->session->arena;
	const Str folder = i->config->cwd;
	const Str manifest = path_parent(i->project->workspace->current->path);
	if (str_eq(deepest_config(a, folder), deepest_config(a, manifest)))
		return manifest; /* whatever the working folder was: both find the same */
	return is_on_the_way(folder, manifest) ? folder : STR("");
}

/* Configuration may be secret, and a folder elsewhere may belong to others. */
bool record_can_repeat(const Import *i)
{
	const TextList *config = &i->session->common.config;
	for (size_t k = 0; k < config->count; k++)
		if (!str_starts_with(str_from(config->items[k]), STR("profile.")))
			return false;
	return record_config_folder(i).len && !str_eq(command_of(i), STR(NO_COMMAND));
}

BidVariables record_variables(const Import *i)
{
	Session *s = i->session;
	return i->repeated ? i->chosen : cargo_variables_of(&s->arena, s->env);
}

static void put_again(const Import *i, Buf *out)
{
	Session *s = i->session;
	const Str manifest = path_parent(i->project->workspace->current->path);
	const Str config = record_config_folder(i);
	RecordWords w = { .session = s, .out = i->out };
	if (i->published.name.len || i->std)
		return;
	if (s->common.locked)
		put_option(&w, "locked", NULL);
	if (s->common.offline)
		put_option(&w, "offline", NULL);
	for (size_t k = 0; k < i->options->library.unstable.count; k++) {
		buf_add(&w.text, STR(" -Z "));
		words_add(&w.text, str_from(i->options->library.unstable.items[k]));
	}
	if (w.text.len && str_find(buf_str(&w.text), '\n') < 0)
		buf_printf(out, "again" STR_FMT "\n", STR_ARG(buf_str(&w.text)));
	buf_free(&w.text);
	const Str way = path_relative(&s->arena, i->out, config);
	if (config.len && !str_eq(config, manifest) && str_find(way, '\n') < 0)
		buf_printf(out, "config " STR_FMT "\n", STR_ARG(way));
	const BidVariables chosen = record_variables(i);
	for (size_t k = 0; k < chosen.list.count; k++)
		buf_printf(out, "env " STR_FMT "=" STR_FMT "\n", STR_ARG(chosen.list.items[k].name),
		           STR_ARG(chosen.list.items[k].value));
	if (!record_can_repeat(i))
		buf_add(out, STR("by hand\n"));
}

bool record_has_choices(Session *s, const ImportOptions *o, const TextList *operands)
{
	RecordWords w = { .session = s, .out = s->cwd };
	put_options(&w, o);
	const bool any = w.text.len || operands->count || o->build.manifest_path;
	buf_free(&w.text);
	return any;
}

/* --- writing --- */

Str record_hash(Arena *a, Str text)
{
	return arena_printf(a, "%016" PRIx64, str_hash(text));
}

static void put_entry(Buf *out, const char *kind, Str text, Str path)
{
	if (str_find(path, '\n') < 0)
		buf_printf(out, "%s %016" PRIx64 " " STR_FMT "\n", kind, str_hash(text),
		           STR_ARG(path));
}

static void put_manifests(const Import *i, Buf *out)
{
	const PackageGraph *g = i->units->graph->packages;
	Arena *a = &i->session->arena;
	const Manifest *top = i->project->workspace->top;
	if (i->published.name.len)
		return;
	put_entry(out, "manifest", top->src->text, path_relative(a, i->out, top->path));
	for (PkgId p = 0; p < g->count; p++) {
		const Manifest *m = g->packages[p].manifest;
		if (g->packages[p].is_path && m != top)
			put_entry(out, "manifest", m->src->text, path_relative(a, i->out, m->path));
	}
}

void record_add(const Import *i, BidFiles *files)
{
	Session *s = i->session;
	scoped_buf text = { 0 };
	buf_printf(&text, "# " BID_MARK "; edits will be lost.\nversion %s\ncommand " STR_FMT "\n",
	           L4CARGO_VERSION, STR_ARG(command_of(i)));
	put_again(i, &text);
	buf_printf(&text, "lock " STR_FMT "\n",
	           STR_ARG(record_hash(&s->arena, i->packages->lock->src->text)));
	put_manifests(i, &text);
	for (size_t k = 0; k < files->list.count; k++)
		put_entry(&text, "file", files->list.items[k].text, files->list.items[k].path);
	*vec_push(files->arena, &files->list, BidFile) = (BidFile){
		.path = STR(RECORD_FILE),
		.text = arena_str(files->arena, buf_str(&text)),
	};
}

/* --- reading --- */

static void parse_line(Arena *a, Str line, Record *out)
{
	RecordEntry e;
	Str kind, rest;
	if (!str_cut(line, ' ', &kind, &rest))
		return;
	if (str_eq(kind, STR("version")))
		out->version = rest;
	else if (str_eq(kind, STR("command")))
		out->command = rest;
	else if (str_eq(kind, STR("again")))
		out->again = rest;
	else if (str_eq(kind, STR("config")))
		out->config = rest;
	else if (str_eq(kind, STR("env")))
		cargo_variables_add(a, &out->variables, rest);
	else if (str_eq(kind, STR("by")))
		out->by_hand = true;
	else if (str_eq(kind, STR("lock")))
		out->lock = rest;
	else if (!str_cut(rest, ' ', &e.hash, &e.path))
		return;
	else if (str_eq(kind, STR("manifest")))
		*vec_push(a, &out->manifests, RecordEntry) = e;
	else if (str_eq(kind, STR("file")) &&
	         map_put(&out->file_at, e.path, (uint32_t)out->files.count) == out->files.count)
		*vec_push(a, &out->files, RecordEntry) = e;
}

void record_parse(Arena *a, Str text, Record *out)
{
	Str line;
	*out = (Record){ 0 };
	map_init(&out->file_at, a, 64);
	while (str_next(&text, '\n', &line))
		parse_line(a, line, out);
}

bool record_read(Arena *a, Str out, Record *record)
{
	Str text;
	const Str path = path_join(a, out, STR(RECORD_FILE));
	if (fs_kind_link(arena_cstr(a, path)) != FILE_REGULAR ||
	    !fs_read_quietly(arena_cstr(a, path), a, &text))
		return false;
	record_parse(a, text, record);
	return true;
}

/* Takes the next word of a command that words_add wrote. Returns false at the end. */
static bool next_word(Arena *a, Str *rest, const char **out)
{
	scoped_buf word = { 0 };
	bool quoted = false;
	size_t i = 0;
	while (i < rest->len && rest->ptr[i] == ' ')
		i++;
	if (i == rest->len)
		return false;
	for (; i < rest->len && (quoted || rest->ptr[i] != ' '); i++) {
		const char c = rest->ptr[i];
		if (c == '\'')
			quoted = !quoted;
		else if (c == '\\' && !quoted && i + 1 < rest->len)
			buf_char(&word, rest->ptr[++i]);
		else
			buf_char(&word, c);
	}
	*rest = str_sub(*rest, i, rest->len);
	*out = arena_cstr(a, buf_str(&word));
	return true;
}

/* Makes paths absolute; the record has them relative to the folder of the import. */
static void resolve_paths(Arena *a, Str out, ImportOptions *o)
{
	BuildOptions *b = &o->build;
	const char **const paths[] = { &b->manifest_path, &b->lockfile_path };
	for (size_t i = 0; i < COUNT_OF(paths); i++)
		if (*paths[i]) {
			const Str path = path_join(a, out, str_from(*paths[i]));
			*paths[i] = arena_cstr(a, path_normalise(a, path));
		}
	for (size_t i = 0; i < b->target.count; i++) {
		const Str target = str_from(b->target.items[i]);
		if (is_path("target", target))
			b->target.items[i] =
				arena_cstr(a, path_normalise(a, path_join(a, out, target)));
	}
}

/* Returns whether the argument is like `profile.dev.debug=1`. If a file has this name, cargo would
 * read it, and it could set anything. */
static bool is_profile_value(Session *s, Str item)
{
	const Str path = path_join(&s->arena, s->cwd, item);
	return str_starts_with(item, STR("profile.")) && str_find(item, '=') > 0 &&
	       fs_kind(arena_cstr(&s->arena, path)) == FILE_ABSENT;
}

/* Takes only profiles from the common options, because anybody may have written the file. */
static bool take_config(Session *s, const CommonOptions *recorded)
{
	for (size_t i = 0; i < recorded->config.count; i++) {
		const char *item = recorded->config.items[i];
		if (!is_profile_value(s, str_from(item)))
			return false;
		text_list_add(&s->arena, &s->common.config, item);
	}
	return true;
}

typedef struct ParsedWords {
	ImportOptions options;
	CommonOptions common;
	TextList operands;
} ParsedWords;

/* Parses options after the first `skip` words. */
static bool parse_words(Arena *a, Str text, size_t skip, ParsedWords *out)
{
	Diag silent = { 0 };
	TextList args = { 0 };
	const char *word;
	*out = (ParsedWords){ 0 };
	while (next_word(a, &text, &word))
		text_list_add(a, &args, word);
	const OptionPart parts[] = { { import_option_sets, &out->options },
		                     { common_option_sets, &out->common } };
	const OptionParser parser = { parts, COUNT_OF(parts), false, a, &silent };
	return args.count >= skip &&
	       (args.count == skip ||
	        options_parse(&parser, args.items + skip, &out->operands) >= 0) &&
	       !out->options.output && !out->options.again;
}

bool record_options(Session *s, const Record *r, Str out, ImportOptions *options,
                    TextList *operands)
{
	ParsedWords w;
	if (!parse_words(&s->arena, r->command, 2, &w) || w.operands.count > 1 ||
	    !take_config(s, &w.common))
		return false;
	*options = w.options;
	*operands = w.operands;
	resolve_paths(&s->arena, out, options);
	return true;
}

bool record_repeat(Session *s, const Record *r, Str out, ImportOptions *options)
{
	ParsedWords w;
	if (!parse_words(&s->arena, r->again, 0, &w) || w.operands.count || w.common.config.count)
		return false;
	s->common.locked |= w.common.locked;
	s->common.offline |= w.common.offline;
	options->library.unstable = w.options.library.unstable;
	if (!options->build.manifest_path)
		return false;
	const Str manifest = path_parent(str_from(options->build.manifest_path));
	/* Anybody may have written the record: a lock file elsewhere is read, but not written. */
	const char *lock = options->build.lockfile_path;
	s->common.locked |= lock && !path_is_below(str_from(lock), manifest);
	s->config_folder = manifest;
	if (r->config.len)
		s->config_folder = path_normalise(&s->arena, path_join(&s->arena, out, r->config));
	return is_on_the_way(s->config_folder, manifest);
}
