/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * license_data.h - identifiers of the SPDX licence list, for license.c.
 *
 * Sorted without regard to case. The names that were given up for an
 * expression with WITH are not in it.
 */
#ifndef L4CARGO_RESOLVER_TERMS_LICENSE_DATA_H
#define L4CARGO_RESOLVER_TERMS_LICENSE_DATA_H

#include <stddef.h>

extern const char *const license_ids[], *const license_exceptions[];
extern const size_t license_id_count, license_exception_count;

#endif
