// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/registry/registry.h"

#include "base/text/path.h"
#include "cache/cargo_hash.h"
#include "resolver/terms/url.h"

enum { NAME_MAX_LENGTH = 128, VERSION_MAX_LENGTH = 128 };

/* Cargo's kinds of sources, as it hashes them for a registry's id. */
enum { KIND_REGISTRY = 2, KIND_SPARSE = 3 };

static Str folder_name(Arena *a, Str host, char kind, Str url)
{
	char hash[CARGO_HASH_HEX + 1];
	cargo_hash(arena_printf(a, "%c" STR_FMT "\xff", kind, STR_ARG(url)), hash);
	return arena_printf(a, STR_FMT "-%s", STR_ARG(host), hash);
}

static bool bad_address(Diag *diag, Str url, const char *why)
{
	diag_error(diag, NO_SPAN, "bad registry address `" STR_FMT "`: %s", STR_ARG(url), why);
	return diag_help(
		diag, "write the whole address: `sparse+https://.../` or that of a git repository");
}

static bool init_git(Registry *r, const Url *parts, Arena *a)
{
	r->is_git = true;
	r->index = r->source.url;
	r->id = folder_name(a, parts->host, KIND_REGISTRY, r->source.canonical);
	r->host = parts->host;
	return true;
}

bool registry_init(Registry *r, const SourceId *source, Arena *a, Diag *diag)
{
	const bool crates_io = source_is_crates_io(source);
	const Str url = crates_io ? source_crates_io_sparse : source->url;
	*r = (Registry){ .source = *source, .shown = crates_io ? STR("crates.io") : url };
	Url parts;
	const char *why;
	const bool sparse = str_starts_with(url, STR("sparse+"));
	r->index = str_sub(url, sparse ? STR("sparse+").len : 0, url.len);
	if (!url_parse(a, r->index, &parts, &why))
		return bad_address(diag, url, why);
	r->is_file = str_eq(parts.scheme, STR("file"));
	if (!sparse)
		return init_git(r, &parts, a);
	if (!str_ends_with(r->index, STR("/"))) {
		diag_error(diag, NO_SPAN,
		           "sparse registry address must end in a slash: `" STR_FMT "`",
		           STR_ARG(url));
		return diag_help(diag, "append a `/`");
	}
	r->host = parts.host.len ? parts.host : STR("registry");
	r->id = folder_name(a, r->host, KIND_SPARSE, crates_io ? url : source->canonical);
	if (crates_io)
		r->git_id = folder_name(a, STR("github.com"), KIND_REGISTRY, source->canonical);
	return true;
}

/* Returns the folder of a crate in the index. Counts characters instead of bytes, as Cargo does. */
static Str index_folder(Arena *a, Str name)
{
	size_t ends[4] = { 0 }, count = 0;
	for (size_t i = 1; i <= name.len && count < COUNT_OF(ends); i++)
		if (i == name.len || ((unsigned char)name.ptr[i] & 0xc0) != 0x80)
			ends[count++] = i;
	if (count < COUNT_OF(ends))
		return count < 3 ? arena_printf(a, "%zu", count)
		                 : arena_printf(a, "3/" STR_FMT, (int)ends[0], name.ptr);
	return arena_printf(a, STR_FMT "/" STR_FMT, (int)ends[1], name.ptr,
	                    (int)(ends[3] - ends[1]), name.ptr + ends[1]);
}

Str registry_index_path(Arena *a, Str name)
{
	const Str low = arena_lower(a, name);
	return path_join(a, index_folder(a, low), low);
}

bool registry_configure(Registry *r, const Source *config_json, Arena *a, Diag *diag)
{
	scoped_json root = json_read(config_json, diag);
	if (!root)
		return false;
	const Str dl = json_string(root, "dl");
	if (!dl.len) {
		diag_error(diag, NO_SPAN, "%s: the registry does not say where its crates are",
		           config_json->path);
		return diag_help(diag, "its `config.json` must have `\"dl\"`: ask its owners");
	}
	r->download = arena_str(a, dl);
	r->wants_token = json_bool(root, "auth-required", false);
	r->configured = true;
	return true;
}

typedef struct Marker {
	Str name, value;
} Marker;

static const Marker *marker_at(Str text, const Marker *markers, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (str_starts_with(text, markers[i].name))
			return &markers[i];
	return NULL;
}

Str registry_download_url(Arena *a, const Registry *r, const CrateName *crate)
{
	const Str prefix = index_folder(a, crate->name);
	const Marker markers[] = {
		{ STR("{crate}"), crate->name },
		{ STR("{version}"), crate->version },
		{ STR("{prefix}"), prefix },
		{ STR("{lowerprefix}"), arena_lower(a, prefix) },
		{ STR("{sha256-checksum}"), crate->checksum },
	};
	scoped_buf url = { 0 };
	bool any = false;
	for (Str rest = r->download; rest.len;) {
		const Marker *m = marker_at(rest, markers, COUNT_OF(markers));
		any |= m != NULL;
		buf_add(&url, m ? m->value : str_sub(rest, 0, 1));
		rest = str_sub(rest, m ? m->name.len : 1, rest.len);
	}
	if (!any)
		buf_printf(&url, "/" STR_FMT "/" STR_FMT "/download", STR_ARG(crate->name),
		           STR_ARG(crate->version));
	return arena_str(a, buf_str(&url));
}

static bool has_only(Str s, const char *more, bool beyond_ascii)
{
	for (size_t i = 0; i < s.len; i++)
		if (!char_is_alnum(s.ptr[i]) && !(s.ptr[i] && strchr(more, s.ptr[i])) &&
		    !(beyond_ascii && (unsigned char)s.ptr[i] >= 0x80))
			return false;
	return true;
}

bool crate_name_is_safe(Str name)
{
	return name.len && name.len <= NAME_MAX_LENGTH && has_only(name, "-_", true);
}

bool crate_version_is_safe(Str version)
{
	return version.len && version.len <= VERSION_MAX_LENGTH && has_only(version, ".-+", false);
}

bool crate_check_name(Str name, Str version, Diag *diag)
{
	if (crate_name_is_safe(name) && crate_version_is_safe(version))
		return true;
	diag_error(diag, NO_SPAN, "not a crate's name and version: `" STR_FMT "` `" STR_FMT "`",
	           STR_ARG(name), STR_ARG(version));
	return diag_help(diag, "the lock file is damaged: run `cargo generate-lockfile`");
}
