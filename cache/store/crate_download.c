// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/core/output.h"
#include "cache/store/store_internal.h"

#include <fcntl.h>
#include <unistd.h>

#define ARCHIVE_LIMIT (1ULL << 30) /* bytes of a .crate; the limit of crates.io is far lower */

/* Downloads the archive of a crate, in the store's thread. Hashes the archive while it comes. */

static bool begin_archive(void *owner, int64_t length)
{
	CrateFetch *j = owner;
	Store *s = j->store;
	s->progress.bytes -= j->download.bytes;
	s->progress.bytes_known -= j->download.bytes_known;
	j->download.bytes = 0;
	j->download.bytes_known = length > 0 ? (uint64_t)length : 0;
	s->progress.bytes_known += j->download.bytes_known;
	buf_clear(&j->outcome.why);
	fs_close(&j->download.fd);
	j->download.fd = -1;
	if (!crate_make_work_folder(j))
		return false;
	j->download.fd = crate_create_archive(j, O_WRONLY);
	if (j->download.fd < 0)
		crate_fail(j, "cannot write the archive");
	if (j->download.digest)
		digest_restart(j->download.digest);
	else
		j->download.digest = digest_new();
	return j->download.fd >= 0;
}

static bool take_archive(void *owner, Str bytes)
{
	CrateFetch *j = owner;
	digest_add(j->download.digest, bytes);
	j->download.bytes += bytes.len;
	j->store->progress.bytes += bytes.len;
	if (j->download.bytes > j->download.bytes_known) { /* the server did not tell the length */
		j->store->progress.bytes_known += j->download.bytes - j->download.bytes_known;
		j->download.bytes_known = j->download.bytes;
	}
	j->store->progress.current = j->shown;
	if (output_write(j->download.fd, bytes))
		return true;
	crate_fail(j, "cannot write the archive");
	return false;
}

static bool close_archive(CrateFetch *j)
{
	const int fd = j->download.fd;
	j->download.fd = -1;
	if (fd < 0 || close(fd) == 0)
		return true;
	crate_fail(j, "cannot write the archive");
	return false;
}

static const char *help_for(FetchStatus status)
{
	switch (status) {
	case FETCH_ABSENT:
		return "the registry does not have this version: check that the lock file is for "
		       "this registry";
	case FETCH_FAILED:
		return "check the network connection; `--offline` uses what is in the cache";
	default:
		return NULL;
	}
}

static void not_downloaded(CrateFetch *j, const FetchResult *result)
{
	Store *s = j->store;
	if (result->status == FETCH_DENIED && j->from->registry.wants_token && !s->failed)
		s->failed = !credentials_rejected(s->options.credentials, &j->from->registry);
	if (j->outcome.why.len) /* the failure was not in the network */
		store_failed(j, "is the disk full?", "cannot store crate `" STR_FMT "`: " STR_FMT,
		             STR_ARG(j->shown), STR_ARG(buf_str(&j->outcome.why)));
	else
		store_failed(j, help_for(result->status),
		             "failed to download `" STR_FMT "` from `" STR_FMT "`: " STR_FMT,
		             STR_ARG(j->shown), STR_ARG(j->from->registry.shown),
		             STR_ARG(result->why));
}

static void archive_done(void *owner, const FetchResult *result)
{
	CrateFetch *j = owner;
	Store *s = j->store;
	const bool written = close_archive(j);
	if (result->status != FETCH_DONE || !written) {
		not_downloaded(j, result);
		return;
	}
	char sum[DIGEST_HEX + 1];
	digest_hex(j->download.digest, sum);
	digest_free(&j->download.digest);
	if (!digest_eq(str_from(sum), j->crate.checksum)) {
		store_failed(j,
		             "the lock file or the registry's answer was tampered with, or a proxy "
		             "changed it",
		             "failed to verify the checksum of `" STR_FMT "`: expected " STR_FMT
		             ", got %s",
		             STR_ARG(j->shown), STR_ARG(j->crate.checksum), sum);
		return;
	}
	if (s->options.events.downloaded)
		s->options.events.downloaded(s->options.events.ctx, j->shown, j->download.bytes);
	crate_begin(j, j->goal == GOAL_ARCHIVE ? crate_keep_archive_task : crate_unpack_task);
}

bool crate_configure_registry(CrateFetch *j)
{
	Store *s = j->store;
	if (index_configure(&s->index, &j->from->registry, &s->arena))
		return true;
	if (!s->failed)
		diag_note(s->diag, NO_SPAN, "needed to download `" STR_FMT "`", STR_ARG(j->shown));
	s->failed = true;
	return false;
}

bool crate_download(CrateFetch *j)
{
	Store *s = j->store;
	Registry *r = &j->from->registry;
	if (s->options.offline) {
		store_failed(j, "run the command once without `--offline`",
		             "crate `" STR_FMT "` is not in the cache, and --offline is set",
		             STR_ARG(j->shown));
		return false;
	}
	if (!crate_configure_registry(j))
		return false;
	FetchRequest request = {
		.url = registry_download_url(&s->arena, r, &j->crate),
		.allow_file = r->is_file,
		.max_bytes = ARCHIVE_LIMIT,
		.owner = j,
		.begin = begin_archive,
		.take = take_archive,
		.done = archive_done,
	};
	if (!index_authorize(&s->index, r, &request)) {
		s->failed = true;
		return false;
	}
	fetch_start(s->fetcher, &request);
	return true;
}
