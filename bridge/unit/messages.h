/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * messages.h - classifies rustc's JSON lines: diagnostics to print and count, and finished files.
 *
 * The scanner reads only the top-level members that it needs. So it is fast, and
 * any depth of nesting is fine. Lines that are not JSON come from programs that
 * rustc runs, such as macros.
 */
#ifndef L4CARGO_BRIDGE_UNIT_MESSAGES_H
#define L4CARGO_BRIDGE_UNIT_MESSAGES_H

#include "base/text/screen.h"

typedef enum MessageKind {
	MESSAGE_TEXT,     /* not JSON: print it */
	MESSAGE_SHOWN,    /* a diagnostic: print `rendered` */
	MESSAGE_METADATA, /* rustc has written the .rmeta file */
	MESSAGE_NOTHING,  /* any other notice, or rustc's own summary */
} MessageKind;

typedef struct Message {
	MessageKind kind;
	Str rendered; /* with colour sequences */
	bool is_error, is_warning;
} Message;

Message message_parse(Str line, Arena *a);

/* Appends `s` without its terminal colour sequences. */
void message_add_plain(ScreenText *to, Str s);

#endif
