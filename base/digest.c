// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/digest.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024, DIGEST_BYTES = DIGEST_HEX / 2 };

struct Digest {
	EVP_MD_CTX *state;
};

/* SHA-256 fails only when memory is short, or by a broken OpenSSL. */
static void check(int good)
{
	if (good)
		return;
	fputs("error: SHA-256 is not available\n", stderr);
	exit(70);
}

Digest *digest_new(void)
{
	Digest *d = xcalloc(1, sizeof(Digest));
	d->state = EVP_MD_CTX_new();
	check(d->state != NULL);
	check(EVP_DigestInit_ex(d->state, EVP_sha256(), NULL));
	return d;
}

void digest_free(Digest **d)
{
	if (!*d)
		return;
	EVP_MD_CTX_free((*d)->state);
	free(*d);
	*d = NULL;
}

void digest_restart(Digest *d)
{
	check(EVP_DigestInit_ex(d->state, NULL, NULL)); /* to look SHA-256 up again takes long */
}

void digest_add(Digest *d, Str bytes)
{
	check(EVP_DigestUpdate(d->state, bytes.ptr, bytes.len));
}

void digest_hex(Digest *d, char out[static DIGEST_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	check(EVP_DigestFinal_ex(d->state, sum, NULL));
	for (size_t i = 0; i < DIGEST_BYTES; i++) {
		out[2 * i] = digits[sum[i] >> 4];
		out[2 * i + 1] = digits[sum[i] & 15];
	}
	out[DIGEST_HEX] = '\0';
}

void digest_of(Str bytes, char out[static DIGEST_HEX + 1])
{
	scoped_digest d = digest_new();
	digest_add(d, bytes);
	digest_hex(d, out);
}

bool digest_of_file(int fd, char out[static DIGEST_HEX + 1])
{
	scoped_digest d = digest_new();
	char piece[READ_SIZE];
	for (;;) {
		const ssize_t n = read(fd, piece, sizeof piece);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		digest_add(d, (Str){ piece, (size_t)n });
	}
	digest_hex(d, out);
	return true;
}

bool digest_is_hex(Str s)
{
	if (s.len != DIGEST_HEX)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		const char c = s.ptr[i];
		if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f') && !(c >= 'A' && c <= 'F'))
			return false;
	}
	return true;
}

bool digest_eq(Str a, Str b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}
