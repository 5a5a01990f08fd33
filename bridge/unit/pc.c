// SPDX-License-Identifier: MIT OR Apache-2.0
#include "bridge/unit/pc.h"

#include "base/files/fs.h"
#include "bridge/unit/objects.h"

#include <errno.h>

Str pc_path(UnitJob *j, Str name)
{
	return arena_printf(&j->arena, STR_FMT "/pc/" STR_FMT ".pc", STR_ARG(j->root),
	                    STR_ARG(name));
}

void search_add(UnitJob *j, SearchList *to, SearchPath one)
{
	for (size_t i = 0; i < to->count; i++)
		if (str_eq(to->items[i].path, one.path))
			return;
	*vec_push(&j->arena, to, SearchPath) = one;
}

static Str *text_field(Pc *pc, Str key)
{
	const struct {
		Str key;
		Str *field;
	} fields[] = {
		{ STR("Name:"), &pc->name },         { STR("Version:"), &pc->version },
		{ STR("Requires:"), &pc->requires }, { STR("Rust_Crate="), &pc->crate },
		{ STR("Rust_File="), &pc->file },    { STR("Rust_Type="), &pc->types },
		{ STR("Libs:"), &pc->libs },
	};
	for (size_t i = 0; i < COUNT_OF(fields); i++)
		if (str_eq(fields[i].key, key))
			return fields[i].field;
	return NULL;
}

static void take_pc_line(UnitJob *j, Str line, Pc *pc)
{
	size_t end = 0;
	while (end < line.len && line.ptr[end] != '=' && line.ptr[end] != ':')
		end++;
	const Str key = str_sub(line, 0, end + 1);
	const Str text = str_sub(line, end + 1, line.len);
	const Str value = str_ends_with(key, STR("=")) ? text : str_trim(text);
	Str *field = text_field(pc, key);
	if (field)
		*field = value;
	else if (str_eq(key, STR("Rust_Search=")) || str_eq(key, STR("Rust_Search_Out=")))
		search_add(j, &pc->search, (SearchPath){ value, key.len == 12 });
	else if (str_eq(key, STR("Rust_Cdylib_Arg=")))
		*vec_push(&j->arena, &pc->cdylib_args, Str) = value;
}

bool pc_read(UnitJob *j, Str name, Pc *out)
{
	const Str path = pc_path(j, name);
	Str text, line;
	*out = (Pc){ 0 };
	if (!fs_read_quietly(path.ptr, &j->arena, &text)) {
		diag_error(&j->diag, NO_SPAN,
		           "`" STR_FMT "` requires `" STR_FMT "`: cannot read `%s`: %s",
		           STR_ARG(j->unit), STR_ARG(name), path.ptr, strerror(errno));
		diag_help(&j->diag,
		          "run `make` in the folder of the packages: it builds missing ones");
		return false;
	}
	while (str_next(&text, '\n', &line))
		take_pc_line(j, line, out);
	return true;
}

bool pc_write(UnitJob *j, Str path, const Pc *pc)
{
	scoped_buf text = { 0 };
	buf_printf(&text,
	           "Name: " STR_FMT "\nDescription: Rust crate " STR_FMT "\nVersion: " STR_FMT
	           "\nRequires: " STR_FMT "\nRust_Crate=" STR_FMT "\nRust_File=" STR_FMT
	           "\nRust_Type=" STR_FMT "\n",
	           STR_ARG(pc->name), STR_ARG(pc->crate), STR_ARG(pc->version),
	           STR_ARG(pc->requires), STR_ARG(pc->crate), STR_ARG(pc->file),
	           STR_ARG(pc->types));
	if (pc->libs.len)
		buf_printf(&text, "Libs: " STR_FMT "\n", STR_ARG(pc->libs));
	for (size_t i = 0; i < pc->search.count; i++)
		buf_printf(&text, "Rust_Search%s=" STR_FMT "\n",
		           pc->search.items[i].inside ? "" : "_Out",
		           STR_ARG(pc->search.items[i].path));
	for (size_t i = 0; i < pc->cdylib_args.count; i++)
		buf_printf(&text, "Rust_Cdylib_Arg=" STR_FMT "\n",
		           STR_ARG(pc->cdylib_args.items[i]));
	return object_write_result(j, path, buf_str(&text));
}
