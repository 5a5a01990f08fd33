// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cache/tar.h"

typedef struct Field {
	size_t at, len;
} Field;

static const Field NAME = { 0, 100 }, MODE = { 100, 8 }, SIZE = { 124, 12 }, TIME = { 136, 12 },
		   CHECKSUM = { 148, 8 }, MAGIC = { 257, 8 }, PREFIX = { 345, 155 };
enum { TYPE = 156 };

static bool broken(Tar *t, const char *how)
{
	buf_printf(t->why, "broken archive: %s", how);
	return false;
}

/* --- fields --- */

static Str field(const Tar *t, Field f)
{
	return (Str){ (const char *)t->header + f.at, f.len };
}

static Str text_field(const Tar *t, Field f)
{
	const Str all = field(t, f);
	const char *end = memchr(all.ptr, '\0', all.len);
	return (Str){ all.ptr, end ? (size_t)(end - all.ptr) : all.len };
}

static bool octal(Str digits, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '7' || *out >> 61)
			return false;
		*out = *out * 8 + (uint64_t)(digits.ptr[i] - '0');
	}
	return digits.len > 0;
}

/* Octal digits; or, with the highest bit set, a binary number: no negative one, and of 64 bits. */
static bool number(const Tar *t, Field f, uint64_t *out)
{
	const Str all = field(t, f);
	if (!((unsigned char)all.ptr[0] & 0x80))
		return octal(str_trim(text_field(t, f)), out);
	*out = 0;
	for (size_t i = 0; i < all.len; i++) {
		const unsigned char byte = (unsigned char)all.ptr[i];
		if (all.len - i > sizeof *out && byte != (i ? 0 : 0x80))
			return false;
		*out = *out << 8 | (i ? byte : byte & 0x7fU);
	}
	return true;
}

static bool checksum_is_right(const Tar *t)
{
	uint64_t wanted, sum = 0;
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += i - CHECKSUM.at < CHECKSUM.len ? ' ' : t->header[i];
	return number(t, CHECKSUM, &wanted) && wanted == sum;
}

/* --- bytes --- */

bool tar_data(Tar *t, Str *bytes)
{
	const size_t most = t->left < SIZE_MAX ? (size_t)t->left : SIZE_MAX;
	*bytes = (Str){ 0 };
	if (!t->left)
		return true;
	if (!gunzip_next(t->in, most, bytes))
		return false;
	t->left -= bytes->len;
	return bytes->len > 0 || broken(t, "it ends within an entry");
}

static bool pass_over(Tar *t)
{
	Str bytes;
	while (t->left)
		if (!tar_data(t, &bytes))
			return false;
	t->left = t->padding;
	t->padding = 0;
	return t->left == 0 || pass_over(t);
}

/* The next header; false with `*end`: there is none. */
static bool read_header(Tar *t, bool *end)
{
	Str bytes;
	bool all_zero = true;
	*end = false;
	for (size_t have = 0; have < TAR_BLOCK; have += bytes.len) {
		if (!gunzip_next(t->in, TAR_BLOCK - have, &bytes))
			return false;
		*end = bytes.len == 0;
		if (*end)
			return have > 0 && (*end = false, broken(t, "it ends within a header"));
		memcpy(t->header + have, bytes.ptr, bytes.len);
	}
	for (size_t i = 0; i < TAR_BLOCK; i++)
		all_zero &= !t->header[i];
	*end = all_zero;
	return !all_zero;
}

static bool read_whole(Tar *t, Buf *to)
{
	Str bytes;
	if (t->left > TAR_RECORDS_MAX)
		return broken(t, "what it says of an entry is too long");
	buf_clear(to);
	while (t->left) {
		if (!tar_data(t, &bytes))
			return false;
		buf_add(to, bytes);
	}
	return true;
}

/* --- records of pax headers: lines `LENGTH KEY=VALUE` --- */

typedef struct Records {
	bool has_path, has_size, sparse;
	Str path;
	uint64_t size;
} Records;

static bool cut_record(Str line, Str *key, Str *value)
{
	Str digits, rest;
	uint64_t len;
	return str_cut(line, ' ', &digits, &rest) && str_to_u64(digits, &len) &&
	       len == (uint64_t)line.len + 1 && str_cut(rest, '=', key, value);
}

static bool take_record(Tar *t, Str key, Str value, Records *out)
{
	const bool path = str_eq(key, STR("path")), size = str_eq(key, STR("size"));
	if ((path && out->has_path) || (size && out->has_size))
		return broken(t, "it says twice what an entry is");
	out->sparse |= str_starts_with(key, STR("GNU.sparse."));
	if (path) {
		out->has_path = true;
		out->path = value;
	}
	out->has_size |= size;
	return !size || str_to_u64(value, &out->size) || broken(t, "a size is no number");
}

static bool read_records(Tar *t, Records *out)
{
	Str rest = t->has_records ? buf_str(&t->records) : STR(""), line, key, value;
	*out = (Records){ 0 };
	while (rest.len && str_next(&rest, '\n', &line)) {
		if (!cut_record(line, &key, &value))
			return broken(t, "a record of a pax header is malformed");
		if (!take_record(t, key, value, out))
			return false;
	}
	return true;
}

/* --- entries --- */

static bool set_length(Tar *t, uint64_t size)
{
	t->left = size;
	t->padding = (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
	return size <= INT64_MAX - TAR_BLOCK || broken(t, "an entry is too large");
}

static bool check_header(Tar *t)
{
	uint64_t size;
	if (!checksum_is_right(t))
		return broken(t, "the checksum of a header is wrong");
	t->ustar = str_eq(field(t, MAGIC), (Str){ "ustar\00000", 8 });
	t->gnu = str_eq(field(t, MAGIC), (Str){ "ustar  \0", 8 });
	return (number(t, SIZE, &size) || broken(t, "a size is no number")) && set_length(t, size);
}

/* Keeps what is about the entry that follows; *more: the header was of that kind. */
static bool read_about_next(Tar *t, bool *more)
{
	const unsigned char type = t->header[TYPE];
	Buf *const to = type == 'L' ? &t->name : type == 'x' ? &t->records : &t->ignored;
	bool *const has = type == 'L' ? &t->has_name : type == 'x' ? &t->has_records : &t->has_link;
	*more = (t->gnu || t->ustar) && (type == 'L' || type == 'K' || type == 'x');
	if (!*more)
		return true;
	if (*has)
		return broken(t, "it says twice what an entry is");
	*has = true;
	return read_whole(t, to) && pass_over(t);
}

static TarKind kind_of(const Tar *t, Str name)
{
	switch (t->header[TYPE]) {
	case '\0':
	case '0':
		/* Before there was ustar, that was how folders were told. */
		return !t->ustar && str_ends_with(name, STR("/")) ? TAR_FOLDER : TAR_FILE;
	case '1':
	case '2':
		return TAR_LINK;
	case '5':
		return TAR_FOLDER;
	case 'S':
		return TAR_SPARSE;
	default:
		return TAR_OTHER;
	}
}

static void set_name(Tar *t, const Records *r, Str *out)
{
	const Str prefix = t->ustar ? text_field(t, PREFIX) : STR("");
	if (!t->has_name) {
		buf_clear(&t->name);
		if (r->has_path)
			buf_add(&t->name, r->path);
		else
			buf_printf(&t->name, STR_FMT "%s" STR_FMT, STR_ARG(prefix),
			           prefix.len ? "/" : "", STR_ARG(text_field(t, NAME)));
	}
	*out = buf_str(&t->name);
	if (t->has_name && str_ends_with(*out, (Str){ "\0", 1 }))
		out->len--;
}

static bool read_entry(Tar *t, TarEntry *out)
{
	Records r;
	uint64_t mode = 0644, when = 0;
	if (!read_records(t, &r) || (r.has_size && !set_length(t, r.size)))
		return false;
	set_name(t, &r, &out->name);
	out->kind = r.sparse ? TAR_SPARSE : kind_of(t, out->name);
	out->size = t->left;
	if (number(t, MODE, &mode))
		out->mode = (unsigned)(mode & 0777);
	else
		out->mode = 0644;
	out->has_time = number(t, TIME, &when) && when <= INT64_MAX;
	/* As the crate `tar`: some programs take a time of 0 for none. */
	out->time = out->has_time && when ? (int64_t)when : 1;
	if (out->kind == TAR_FOLDER && out->size)
		return broken(t, "a folder has data");
	return out->kind != TAR_FILE || !str_ends_with(out->name, STR("/")) ||
	       broken(t, "the name of a file ends in `/`");
}

TarNext tar_next(Tar *t, TarEntry *out)
{
	bool more = true, end;
	t->has_name = t->has_records = t->has_link = false;
	if (!pass_over(t))
		return TAR_BROKEN;
	while (more) {
		if (!read_header(t, &end)) {
			const bool about = t->has_name || t->has_records || t->has_link;
			if (end && about)
				broken(t, "an entry is described that is not there");
			return end && !about ? TAR_END : TAR_BROKEN;
		}
		if (!check_header(t) || !read_about_next(t, &more))
			return TAR_BROKEN;
	}
	return read_entry(t, out) ? TAR_ENTRY : TAR_BROKEN;
}

void tar_free(Tar *t)
{
	buf_free(&t->name);
	buf_free(&t->records);
	buf_free(&t->ignored);
}
