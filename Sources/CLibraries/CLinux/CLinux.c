#define _GNU_SOURCE
#include "CLinux.h"
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <pthread.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

void srt_name_thread(const char *name) { pthread_setname_np(pthread_self(), name); }

void srt_drop_fast_bins(void) { mallopt(M_MXFAST, 0); }

int srt_epoll_create(void) { return epoll_create1(EPOLL_CLOEXEC); }

static int control(int set, int operation, int fd, uint32_t events, uint64_t token) {
  struct epoll_event event = {.events = events, .data.u64 = token};
  return epoll_ctl(set, operation, fd, &event);
}

int srt_epoll_add(int set, int fd, uint32_t events, uint64_t token) {
  return control(set, EPOLL_CTL_ADD, fd, events, token);
}

int srt_epoll_change(int set, int fd, uint32_t events, uint64_t token) {
  return control(set, EPOLL_CTL_MOD, fd, events, token);
}

int srt_epoll_remove(int set, int fd) { return control(set, EPOLL_CTL_DEL, fd, 0, 0); }

int srt_epoll_wait(int set, struct srt_ready *reports, int count, int milliseconds) {
  struct epoll_event events[256];
  int ready = epoll_wait(set, events, count < 256 ? count : 256, milliseconds);
  if (ready < 0) return errno == EINTR ? 0 : -1;
  for (int i = 0; i < ready; i++) {
    reports[i].token = events[i].data.u64;
    reports[i].events = events[i].events;
  }
  return ready;
}

int srt_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

int srt_stream_socket(int family) {
  return socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
}

int srt_accept(int listener) { return accept4(listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK); }

int srt_reset_on_close(int fd) {
  struct linger now = {.l_onoff = 1, .l_linger = 0};
  return setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

int srt_pipe(int *read_end, int *write_end) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  *read_end = ends[0];
  *write_end = ends[1];
  return 0;
}
