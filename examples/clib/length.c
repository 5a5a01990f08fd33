// SPDX-License-Identifier: MIT OR Apache-2.0
#include <ctype.h>
#include <stddef.h>

size_t length(const unsigned char *text, size_t size);

size_t length(const unsigned char *text, size_t size)
{
	size_t letters = 0;
	for (size_t i = 0; i < size; i++)
		letters += isalpha(text[i]) != 0;
	return letters;
}
