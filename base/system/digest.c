// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/system/digest.h"

#include "base/core/fatal.h"
#include "base/system/dynload.h"

#include <errno.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>
#include <strings.h>
#include <unistd.h>

enum { READ_SIZE = 64 * 1024, DIGEST_BYTES = DIGEST_HEX / 2 };

/* Loaded for the first digest: relocating the library takes longer than most commands run. */
#define FUNCTIONS(X) \
	X(DigestFinal_ex) \
	X(DigestInit_ex) \
	X(DigestUpdate) \
	X(MD_CTX_free) \
	X(MD_CTX_new) \
	X(sha256)

typedef struct LibCrypto {
#define X(name) __typeof__(EVP_##name) *(name);
	FUNCTIONS(X)
#undef X
} LibCrypto;

static const DynloadFunction functions[] = {
#define X(name) { "EVP_" #name, offsetof(LibCrypto, name) },
	FUNCTIONS(X)
#undef X
};

LATE_NOTE(LATE_TEXT(SONAME_LIBCRYPTO, "checksums", "SHA-256 of crates and files", "required"));

static LibCrypto lib;

static void load_libcrypto(void)
{
	scoped_buf why = { 0 };
	if (dynload_open(SONAME_LIBCRYPTO, functions, COUNT_OF(functions), &lib, &why))
		return;
	fatal("cannot load OpenSSL's libcrypto: %s\nhelp: install the package libssl3", why.ptr);
}

struct Digest {
	EVP_MD_CTX *state;
};

/* SHA-256 fails only if memory is exhausted or OpenSSL is broken. */
static void expect_success(int good)
{
	if (!good)
		fatal("OpenSSL cannot compute a SHA-256\nhelp: check that its configuration "
		      "(openssl.cnf) enables the default provider");
}

Digest *digest_new(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	pthread_once(&once, load_libcrypto);
	Digest *d = xcalloc(1, sizeof(Digest));
	d->state = lib.MD_CTX_new();
	expect_success(d->state != NULL);
	expect_success(lib.DigestInit_ex(d->state, lib.sha256(), NULL));
	return d;
}

void digest_free(Digest **d)
{
	if (!*d)
		return;
	lib.MD_CTX_free((*d)->state);
	free(*d);
	*d = NULL;
}

void digest_restart(Digest *d)
{
	expect_success(
		lib.DigestInit_ex(d->state, NULL, NULL)); /* looking up SHA-256 again takes long */
}

void digest_add(Digest *d, Str bytes)
{
	expect_success(lib.DigestUpdate(d->state, bytes.ptr, bytes.len));
}

void digest_hex(Digest *d, char out[static DIGEST_HEX + 1])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char sum[EVP_MAX_MD_SIZE];
	expect_success(lib.DigestFinal_ex(d->state, sum, NULL));
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
	for (size_t i = 0; i < s.len; i++)
		if (char_hex_value(s.ptr[i]) < 0)
			return false;
	return true;
}

bool digest_eq(Str a, Str b)
{
	return a.len == b.len && strncasecmp(a.ptr, b.ptr, a.len) == 0;
}
