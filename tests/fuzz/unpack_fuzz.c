// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * A tar file; its checksums are put right, and it is wrapped as gzip unless it is one.
 * Whatever it holds, nothing may appear but what is below its folder.
 */
#include "base/core/buf.h"
#include "base/files/fs.h"
#include "cache/store/unpack.h"
#include "tests/fuzz/folder.h"

#include <fcntl.h>
#include <zlib.h>

enum { BLOCK = 512, CHECKSUM_AT = 148, CHECKSUM_LEN = 8, MAGIC_AT = 257, STORED_MAX = 0xffff };

static void fix_checksums(char *tar, size_t len)
{
	for (size_t at = 0; at + BLOCK <= len; at += BLOCK) {
		char *header = tar + at;
		unsigned sum = 0;
		if (memcmp(header + MAGIC_AT, "ustar", 5) != 0)
			continue;
		memset(header + CHECKSUM_AT, ' ', CHECKSUM_LEN);
		for (size_t i = 0; i < BLOCK; i++)
			sum += (unsigned char)header[i];
		snprintf(header + CHECKSUM_AT, CHECKSUM_LEN, "%06o", sum & 0777777);
	}
}

static void add_number(Buf *to, uint32_t n)
{
	buf_add(to, (Str){ (const char *)&n, sizeof n });
}

/* As stored blocks. */
static void add_gzip(Buf *to, Str tar)
{
	const uint32_t sum = (uint32_t)crc32(0, (const Bytef *)tar.ptr, (uInt)tar.len);
	const uint32_t size = (uint32_t)tar.len;
	buf_add(to, STR("\x1f\x8b\x08\0\0\0\0\0\0\xff"));
	do {
		const Str piece = str_sub(tar, 0, STORED_MAX);
		tar = str_sub(tar, piece.len, tar.len);
		const uint16_t len = (uint16_t)piece.len, inverse = (uint16_t)~len;
		buf_char(to, (char)!tar.len);
		buf_add(to, (Str){ (const char *)&len, sizeof(len) });
		buf_add(to, (Str){ (const char *)&inverse, sizeof(inverse) });
		buf_add(to, piece);
	} while (tar.len);
	add_number(to, sum);
	add_number(to, size);
}

static void make_archive(Buf *to, Str data)
{
	if (str_starts_with(data, STR("\x1f\x8b"))) {
		buf_add(to, data);
		return;
	}
	scoped_buf tar = { 0 };
	buf_add(&tar, data);
	if (tar.len)
		fix_checksums(tar.ptr, tar.len);
	add_gzip(to, buf_str(&tar));
}

static void check_only(const char *folder, Str allowed)
{
	scoped_arena a = { 0 };
	FsEntry *entries = NULL;
	size_t count = 0;
	CHECK(fs_list(folder, &a, &entries, &count));
	for (size_t i = 0; i < count; i++)
		CHECK(str_contains(allowed, entries[i].name));
}

/* Regular files and folders are all there may be. */
static void check_tree(const char *folder)
{
	scoped_arena a = { 0 };
	FsEntry *entries = NULL;
	size_t count = 0;
	CHECK(fs_list(folder, &a, &entries, &count));
	for (size_t i = 0; i < count; i++) {
		const Str path = arena_printf(&a, "%s/" STR_FMT, folder, STR_ARG(entries[i].name));
		const FileKind kind = fs_kind_link(path.ptr);
		CHECK(kind == FILE_REGULAR || kind == FILE_FOLDER);
		if (kind == FILE_FOLDER)
			check_tree(path.ptr);
	}
}

static void unpack_in(const char *folder, Str data)
{
	static const UnpackLimits limits = { .bytes = 1 << 20, .ratio = 4, .entries = 64 };
	scoped_arena a = { 0 };
	scoped_buf archive = { 0 }, why = { 0 };
	Diag diag = { .out = stderr };
	const char *file = arena_printf(&a, "%s/x.crate", folder).ptr;
	const char *into = arena_printf(&a, "%s/into", folder).ptr;
	const char *root = arena_printf(&a, "%s/a-1.0.0", into).ptr;
	make_archive(&archive, data);
	CHECK(fs_make_folders(into, &diag));
	CHECK(fs_write(file, buf_str(&archive), &diag));
	scoped_fd fd = open(into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	scoped_fd packed = open(file, O_RDONLY | O_CLOEXEC);
	const Unpack job = { packed, STR("a-1.0.0"), fd, &limits, false };
	CHECK(unpack_crate(&job, &why) || why.len);
	check_only(folder, STR("x.crate into"));
	check_only(into, STR("a-1.0.0"));
	if (fs_kind_link(root) != FILE_ABSENT)
		check_tree(root);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	Diag diag = { .out = stderr };
	unpack_in(fuzz_folder(), fuzz_text(data, size));
	CHECK(fs_remove_tree(fuzz_folder(), &diag));
	return 0;
}
