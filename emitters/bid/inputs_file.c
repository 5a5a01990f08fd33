// SPDX-License-Identifier: MIT OR Apache-2.0
#include "emitters/bid/inputs_file.h"

#include "base/text/maketext.h"

/* `RS_OUT` stands in front of each path, because make may run in another folder. */
static void put_paths(MakeText *out, const char *name, const StrVec *paths)
{
	make_put(out, NAME(str_from(name)), LIT(" ="));
	for (size_t i = 0; i < paths->count; i++)
		make_put(out, LIT(" $(RS_OUT)/"), VALUE(paths->items[i]));
	make_put(out, LIT("\n"));
}

/* Names, which are all names of variables, and values. */
static void put_variables(MakeText *out, const char *list, const BidVariables *v)
{
	make_put(out, NAME(str_from(list)), LIT(" ="));
	for (size_t i = 0; i < v->list.count; i++)
		make_put(out, LIT(" "), NAME(v->list.items[i].name));
	make_put(out, LIT("\n"));
	for (size_t i = 0; i < v->list.count; i++)
		make_put(out, NAME(str_from(list)), LIT("_"), NAME(v->list.items[i].name),
		         LIT(" = "), START(v->list.items[i].value), LIT("\n"));
}

void bid_add_inputs_file(const BidInputs *in, BidFiles *out)
{
	scoped_make text = { 0 };
	make_put(&text,
	         LIT("# " BID_MARK "; edits will be lost. If one of these changes, make imports "
	             "again.\nRS_IN_MANIFEST = $(RS_OUT)/"),
	         VALUE(in->manifest), LIT("\nRS_IN_CONFIG = $(RS_OUT)/"), VALUE(in->config),
	         LIT("\n"));
	if (in->always)
		make_put(&text, LIT("RS_IN_ALWAYS = y\n"));
	put_variables(&text, "RS_IN_ENV", &in->variables);
	put_variables(&text, "RS_IN_CHOSEN", &in->chosen);
	put_paths(&text, "RS_IN_FILES", &in->files);
	put_paths(&text, "RS_IN_PLACES", &in->places);
	put_paths(&text, "RS_IN_FOUND", &in->found);
	*vec_push(out->arena, &out->list, BidFile) = (BidFile){
		.path = STR(BID_INPUTS_FILE),
		.text = arena_str(out->arena, make_str(&text)),
	};
}
