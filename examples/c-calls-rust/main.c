// SPDX-License-Identifier: MIT OR Apache-2.0
#include <stdint.h>
#include <stdio.h>

uint32_t checksum(const unsigned char *data, size_t size);

int main(void)
{
	static const unsigned char text[] = "Wikipedia";
	printf("the checksum is %08x\n", (unsigned)checksum(text, sizeof text - 1));
	return 0;
}
