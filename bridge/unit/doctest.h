/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * doctest.h - rustdoc's command line for the tests in a library's documentation.
 */
#ifndef L4CARGO_BRIDGE_UNIT_DOCTEST_H
#define L4CARGO_BRIDGE_UNIT_DOCTEST_H

#include "bridge/unit/rustc.h"

/* `r` is described; fills in its command, with what make's TEST_ARGS say. False after an error. */
bool doctest_prepare(Rustc *r);

#endif
