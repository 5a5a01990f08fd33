// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/net/fetch.h"

typedef struct TextFetch {
	Buf *body;
	Arena *arena;
	FetchResult result;
	bool ended;
} TextFetch;

static bool begin_text(void *owner, int64_t length)
{
	(void)length;
	buf_clear(((TextFetch *)owner)->body);
	return true;
}

static bool take_text(void *owner, Str bytes)
{
	buf_add(((TextFetch *)owner)->body, bytes);
	return true;
}

static void text_done(void *owner, const FetchResult *result)
{
	TextFetch *t = owner;
	t->ended = true;
	t->result.status = result->status;
	t->result.why = arena_str(t->arena, result->why);
	t->result.version = arena_str(t->arena, result->version);
	Str *denied = arena_array(t->arena, Str, result->denied_count);
	for (size_t i = 0; i < result->denied_count; i++)
		denied[i] = arena_str(t->arena, result->denied[i]);
	t->result.denied = denied;
	t->result.denied_count = result->denied_count;
}

FetchResult fetch_text(Fetcher *f, const FetchRequest *request, Arena *a, Buf *body)
{
	TextFetch text = { .body = body, .arena = a };
	FetchRequest mine = *request;
	mine.owner = &text;
	mine.begin = begin_text;
	mine.take = take_text;
	mine.done = text_done;
	fetch_start(f, &mine);
	while (!text.ended)
		fetch_run(f, -1);
	return text.result;
}
