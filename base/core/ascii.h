/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * ascii.h - classes of characters, by ASCII in every locale. No class has a byte
 * beyond ASCII.
 */
#ifndef L4CARGO_BASE_CORE_ASCII_H
#define L4CARGO_BASE_CORE_ASCII_H

#include <stdbool.h>

static inline bool char_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool char_is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool char_is_alnum(char c)
{
	return char_is_alpha(c) || char_is_digit(c);
}

/* Returns the value of a hexadecimal digit, or -1. */
static inline int char_hex_value(char c)
{
	if (char_is_digit(c))
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* Returns whether Rust counts the character as white space. */
static inline bool char_is_white(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
