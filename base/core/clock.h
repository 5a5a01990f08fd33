/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * clock.h - a clock that never goes back, counted from some moment in the past.
 */
#ifndef L4CARGO_BASE_CORE_CLOCK_H
#define L4CARGO_BASE_CORE_CLOCK_H

#include <stdint.h>

uint64_t clock_ms(void);
uint64_t clock_us(void);

#endif
