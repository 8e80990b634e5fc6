#define _GNU_SOURCE
#include "CLinuxTerminal.h"
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <wchar.h>

int srt_memory_file(const char *name) { return memfd_create(name, MFD_CLOEXEC); }

int srt_window_size(int fd, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0 || size.ws_row == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

int srt_set_window_size(int fd, int columns, int rows) {
  struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};
  return ioctl(fd, TIOCSWINSZ, &size);
}

enum { FATAL_COUNT = 6, RESET_LIMIT = 512 };
static const int fatal_signals[FATAL_COUNT] = {SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGFPE, SIGABRT};
static struct sigaction previous_actions[FATAL_COUNT];
static struct termios saved_settings;
static char reset_bytes[RESET_LIMIT];
static int reset_count;
static int guarded_fd = -1;
static int has_handlers;
static volatile sig_atomic_t is_guarding;

/* Async-signal-safe: write, tcsetattr, sigaction and raise only. The signal is blocked in here, so the
   one raised arrives on return, at the faulting instruction, in the hands of whoever had it before. */
static void on_fatal_signal(int number) {
  if (is_guarding) {
    is_guarding = 0;
    ssize_t ignored = write(guarded_fd, reset_bytes, (size_t)reset_count);
    (void)ignored;
    tcsetattr(guarded_fd, TCSANOW, &saved_settings);
  }
  for (int i = 0; i < FATAL_COUNT; i++)
    if (fatal_signals[i] == number) sigaction(number, &previous_actions[i], NULL);
  raise(number);
}

int srt_guard_terminal(int fd, const char *bytes, int count) {
  is_guarding = 0;
  if (count < 0 || count > RESET_LIMIT || tcgetattr(fd, &saved_settings) < 0) return -1;
  memcpy(reset_bytes, bytes, (size_t)count);
  reset_count = count;
  guarded_fd = fd;
  if (!has_handlers) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_fatal_signal;
    action.sa_flags = SA_ONSTACK;
    sigemptyset(&action.sa_mask);
    for (int i = 0; i < FATAL_COUNT; i++)
      if (sigaction(fatal_signals[i], &action, &previous_actions[i]) < 0) return -1;
    has_handlers = 1;
  }
  is_guarding = 1;
  return 0;
}

void srt_unguard_terminal(void) { is_guarding = 0; }

enum { JOB_COUNT = 4 };
static const int job_signals[JOB_COUNT] = {SIGTSTP, SIGINT, SIGTERM, SIGWINCH};
static struct sigaction kept_actions[JOB_COUNT];

void srt_keep_job_signals(void) {
  for (int i = 0; i < JOB_COUNT; i++) sigaction(job_signals[i], NULL, &kept_actions[i]);
}

void srt_put_back_job_signals(void) {
  for (int i = 0; i < JOB_COUNT; i++) sigaction(job_signals[i], &kept_actions[i], NULL);
}

void srt_stop_process(void) {
  struct sigaction stop, previous;
  sigset_t only, mask;
  memset(&stop, 0, sizeof stop);
  stop.sa_handler = SIG_DFL;
  sigemptyset(&only);
  sigaddset(&only, SIGTSTP);
  sigaction(SIGTSTP, &stop, &previous);
  pthread_sigmask(SIG_UNBLOCK, &only, &mask);
  raise(SIGTSTP);
  pthread_sigmask(SIG_SETMASK, &mask, NULL);
  sigaction(SIGTSTP, &previous, NULL);
}

int srt_open_pty(char *path, int path_size) {
  int fd = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (fd < 0) return -1;
  if (grantpt(fd) < 0 || unlockpt(fd) < 0 || ptsname_r(fd, path, (size_t)path_size) != 0) {
    close(fd);
    return -1;
  }
  return fd;
}

int srt_spawn_setsid(void) { return POSIX_SPAWN_SETSID; }

int srt_columns(int scalar) { return wcwidth((wchar_t)scalar); }

int srt_exit_code(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  if (WIFSIGNALED(status)) return 128 + WTERMSIG(status);
  return -1;
}
