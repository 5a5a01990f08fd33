/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * rustc_parts.h - the pieces of which the command lines of rustc and rustdoc are made.
 *
 * rustc_deps.c: dependencies and what build scripts said; rustc.c: the rest.
 * Each adds to command.args; rustc.h says what is to be called before.
 */
#ifndef L4CARGO_BRIDGE_UNIT_RUSTC_PARTS_H
#define L4CARGO_BRIDGE_UNIT_RUSTC_PARTS_H

#include "bridge/unit/rustc.h"

#define FORMAT(r, ...) arena_printf(&(r)->job->arena, __VA_ARGS__)

bool rustc_has_word(Str words, Str word);
Str rustc_setting(const Rustc *r, const char *name);

void rustc_add(Rustc *r, Str arg);
void rustc_add2(Rustc *r, const char *option, Str value);
void rustc_add_words(Rustc *r, const char *name); /* of a setting with quoted words */

void rustc_add_features(Rustc *r);
void rustc_add_target(Rustc *r);
void rustc_add_search(Rustc *r); /* -L dependency=... */

/* --extern, and what comes along: fills in pc.search. False after an error. */
bool rustc_add_dependencies(Rustc *r, Buf *library_path);

void rustc_add_script(Rustc *r); /* all that follows the dependencies */
void rustc_add_kind(Rustc *r, DirectiveKind kind, const char *option);
void rustc_add_link_args(Rustc *r);

/* The source for a compiler that runs in command.cwd. */
Str rustc_source(Rustc *r);

/* Has the source, has a result of the script: else an error is reported. */
bool rustc_begin(Rustc *r);

#endif
