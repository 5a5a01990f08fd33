/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * target_spec.h - targets that l4cargo knows and rustc may lack: L4Re's other architectures.
 *
 * Their specifications are bridge/sysroot/targets/<triple>.json. Packages name the copy that is
 * made in the cache, `$(RS_CACHE)/targets/<triple>.json`.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_TARGET_SPEC_H
#define L4CARGO_BRIDGE_PROJECT_TARGET_SPEC_H

#include "bridge/session.h"

/* The copy's path; empty: there is no such target. `session` is a Session (ToolchainRequest). */
Str target_spec_find(void *session, Str triple);

#endif
