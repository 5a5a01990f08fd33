// SPDX-License-Identifier: MIT OR Apache-2.0
#include <stdio.h>

int main(void)
{
	fputs("l4cargo: no command yet\n", stderr);
	return 2;
}
