// SPDX-License-Identifier: MIT OR Apache-2.0
/*
 * Synchronous messages of one word: l4sys's, and for a try on the host the same by a socket. A
 * server has one client there.
 */
#include <stdint.h>

/* A channel by its name, or -1. */
int64_t ipc_serve(const char *name);
int64_t ipc_connect(const char *name);
/* 0 or -1. */
int ipc_call(int64_t channel, uint64_t word, uint64_t *answer);
int ipc_wait(int64_t channel, uint64_t *word);
int ipc_reply(int64_t channel, uint64_t answer);

#if __has_include(<l4/sys/ipc.h>)
#include <l4/re/env.h>
#include <l4/sys/ipc.h>
#include <l4/sys/rcv_endpoint.h>
#include <l4/sys/utcb.h>
#include <pthread-l4.h>
#include <pthread.h>

int64_t ipc_connect(const char *name)
{
	const l4_cap_idx_t gate = l4re_env_get_cap(name);
	return l4_is_valid_cap(gate) ? (int64_t)gate : -1;
}

int64_t ipc_serve(const char *name)
{
	const int64_t gate = ipc_connect(name);
	if (gate >= 0 && l4_error(l4_rcv_ep_bind_thread((l4_cap_idx_t)gate,
	                                                pthread_l4_cap(pthread_self()), 0)) < 0)
		return -1;
	return gate;
}

int ipc_call(int64_t channel, uint64_t word, uint64_t *answer)
{
	l4_utcb_t *utcb = l4_utcb();
	l4_utcb_mr_u(utcb)->mr[0] = word;
	const l4_msgtag_t tag =
		l4_ipc_call((l4_cap_idx_t)channel, utcb, l4_msgtag(0, 1, 0, 0), L4_IPC_NEVER);
	*answer = l4_utcb_mr_u(utcb)->mr[0];
	return l4_msgtag_has_error(tag) || l4_msgtag_words(tag) < 1 ? -1 : 0;
}

int ipc_wait(int64_t channel, uint64_t *word)
{
	l4_umword_t label;
	(void)channel;
	l4_utcb_t *utcb = l4_utcb();
	const l4_msgtag_t tag = l4_ipc_wait(utcb, &label, L4_IPC_NEVER);
	*word = l4_utcb_mr_u(utcb)->mr[0];
	return l4_msgtag_has_error(tag) || l4_msgtag_words(tag) < 1 ? -1 : 0;
}

int ipc_reply(int64_t channel, uint64_t answer)
{
	(void)channel;
	l4_utcb_t *utcb = l4_utcb();
	l4_utcb_mr_u(utcb)->mr[0] = answer;
	const l4_msgtag_t tag = l4_ipc_send(L4_INVALID_CAP | L4_SYSF_REPLY, utcb,
	                                    l4_msgtag(0, 1, 0, 0), L4_IPC_SEND_TIMEOUT_0);
	return l4_msgtag_has_error(tag) ? -1 : 0;
}

#else
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int open_socket(const char *name, struct sockaddr_un *address)
{
	address->sun_family = AF_UNIX;
	snprintf(address->sun_path, sizeof address->sun_path, "%s.socket", name);
	return socket(AF_UNIX, SOCK_STREAM, 0);
}

int64_t ipc_connect(const char *name)
{
	struct sockaddr_un address;
	const int fd = open_socket(name, &address);
	return connect(fd, (const struct sockaddr *)&address, sizeof address) == 0 ? fd : -1;
}

int64_t ipc_serve(const char *name)
{
	struct sockaddr_un address;
	const int fd = open_socket(name, &address);
	unlink(address.sun_path);
	if (bind(fd, (const struct sockaddr *)&address, sizeof address) < 0 || listen(fd, 1) < 0)
		return -1;
	return accept(fd, NULL, NULL);
}

int ipc_reply(int64_t channel, uint64_t answer)
{
	return write((int)channel, &answer, sizeof answer) == sizeof answer ? 0 : -1;
}

int ipc_wait(int64_t channel, uint64_t *word)
{
	return read((int)channel, word, sizeof *word) == sizeof *word ? 0 : -1;
}

int ipc_call(int64_t channel, uint64_t word, uint64_t *answer)
{
	return ipc_reply(channel, word) < 0 ? -1 : ipc_wait(channel, answer);
}
#endif
