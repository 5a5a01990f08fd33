/* SPDX-License-Identifier: MIT OR Apache-2.0 */
/*
 * linux.h - declarations of kernel features that the headers of some C libraries (musl) lack.
 */
#ifndef L4CARGO_BASE_CORE_LINUX_H
#define L4CARGO_BASE_CORE_LINUX_H

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23
#endif

#ifndef CLOSE_RANGE_CLOEXEC
#define CLOSE_RANGE_CLOEXEC (1U << 2)
#endif
#ifndef SYS_close_range
#define SYS_close_range 436 /* the same on all architectures */
#endif

#ifndef RENAME_NOREPLACE /* a C library that defines it declares renameat2, too */
#define RENAME_NOREPLACE (1U << 0)
#define RENAME_EXCHANGE  (1U << 1)

static inline int renameat2(int from_at, const char *from, int to_at, const char *to,
                            unsigned flags)
{
	return (int)syscall(SYS_renameat2, from_at, from, to_at, to, flags);
}
#endif

#ifndef STATX_BTIME /* a C library that defines it declares statx, too */
#include <linux/stat.h>

static inline int statx(int at, const char *path, int flags, unsigned mask, struct statx *out)
{
	return (int)syscall(SYS_statx, at, path, flags, mask, out);
}
#endif

#endif
