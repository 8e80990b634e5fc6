#ifndef SITREP_CLINUX_H
#define SITREP_CLINUX_H
#include <stdint.h>
#include "CLinuxTerminal.h"
/* Plain-int functions over Linux calls that the Glibc module does not show. No logic. Prefix: srt_. */

/** The kernel's thread name of the caller, at most 15 bytes. */
void srt_name_thread(const char *name);

/** Has the allocator keep small freed blocks in one way less, which a large request need not tidy up. */
void srt_drop_fast_bins(void);

/** One readiness report of epoll, without the packed union of the kernel's struct. */
struct srt_ready {
  uint64_t token;
  uint32_t events;
};

/** A new epoll set, closed on exec; -1 and errno on failure. */
int srt_epoll_create(void);
/** Add, change or remove one descriptor; `token` comes back in the reports about it. */
int srt_epoll_add(int set, int fd, uint32_t events, uint64_t token);
int srt_epoll_change(int set, int fd, uint32_t events, uint64_t token);
int srt_epoll_remove(int set, int fd);
/** Waits for at most `count` (up to 256) reports; -1 waits for ever; 0 reports when interrupted. */
int srt_epoll_wait(int set, struct srt_ready *reports, int count, int milliseconds);

/** A counter that wakes an epoll set: non-blocking, closed on exec. */
int srt_eventfd(void);
/** Both ends of a pipe, closed on exec; 0 or -1. */
int srt_pipe(int *read_end, int *write_end);
/** A TCP socket of the given family: non-blocking, closed on exec. */
int srt_stream_socket(int family);
/** The next waiting connection: non-blocking, closed on exec. */
int srt_accept(int listener);
/** Makes the coming close send a reset instead of an orderly end. */
int srt_reset_on_close(int fd);
#endif
