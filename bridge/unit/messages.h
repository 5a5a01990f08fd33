/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * messages.h - rustc's JSON lines: what is to be shown, what is to be counted, what is ready.
 *
 * The scanner takes just the top-level members it needs, so it is quick and
 * any nesting is fine. Lines that are not JSON are of programs that rustc runs, such as macros.
 */
#ifndef L4CARGO_BRIDGE_UNIT_MESSAGES_H
#define L4CARGO_BRIDGE_UNIT_MESSAGES_H

#include "base/text/screen.h"

typedef enum MessageKind {
	MESSAGE_TEXT,     /* not JSON: show it */
	MESSAGE_SHOWN,    /* a diagnostic: `rendered` */
	MESSAGE_METADATA, /* the .rmeta is written */
	MESSAGE_NOTHING,  /* another notice, or rustc's own summary */
} MessageKind;

typedef struct Message {
	MessageKind kind;
	Str rendered; /* with colours */
	bool is_error, is_warning;
} Message;

Message message_parse(Str line, Arena *a);

/* Adds `s` without its terminal colour sequences. */
void message_add_plain(ScreenText *to, Str s);

#endif
