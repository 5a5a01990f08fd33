/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * target_spec.h - specifications of targets that rustc may lack: the other architectures of L4Re.
 *
 * The specifications are bridge/sysroot/targets/<triple>.json. Packages name a copy in the cache,
 * `$(RS_CACHE)/targets/<triple>.json`.
 */
#ifndef L4CARGO_BRIDGE_PROJECT_TARGET_SPEC_H
#define L4CARGO_BRIDGE_PROJECT_TARGET_SPEC_H

#include "bridge/session.h"

/* Makes the copy and returns its path, or an empty text if there is no such target or after an
 * error. `session` is a Session, as ToolchainRequest.ctx. */
Str target_spec_find(void *session, Str triple);

#endif
