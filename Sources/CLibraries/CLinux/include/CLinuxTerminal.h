#ifndef SITREP_CLINUX_TERMINAL_H
#define SITREP_CLINUX_TERMINAL_H
/* Terminals: what the Glibc module does not show, and the one handler that must be safe in a crash. */

/** An anonymous file in memory, closed on exec; -1 with errno on failure. */
int srt_memory_file(const char *name);

/** The window size of a terminal; 0, or -1 when it has none. */
int srt_window_size(int fd, int *columns, int *rows);

/** Sets the window size, as a terminal emulator does; 0 or -1. */
int srt_set_window_size(int fd, int columns, int rows);

/**
 * From now on a fatal signal (SEGV, BUS, ILL, TRAP, FPE, ABRT) first writes these bytes to the terminal
 * and gives it back its present settings, and then takes its course. At most 512 bytes. 0 or -1.
 */
int srt_guard_terminal(int fd, const char *bytes, int count);

/** Fatal signals leave the terminal alone again. */
void srt_unguard_terminal(void);

/** The four signals a screen library may take for itself: keeps their present handlers, and puts them back. */
void srt_keep_job_signals(void);
void srt_put_back_job_signals(void);

/** Stops this process as Ctrl-z would, and returns when it is continued; also on threads that block signals. */
void srt_stop_process(void);

/** The master side of a new pseudo-terminal, closed on exec, and the path of its slave; -1 on failure. */
int srt_open_pty(char *path, int path_size);

/** The flag of posix_spawn that gives the child a session of its own. */
int srt_spawn_setsid(void);

/** The columns the C library gives a scalar, by the locale; -1 when it prints nothing. */
int srt_columns(int scalar);

/** Exit code of a wait status, 128 + signal when one ended it, -1 when it has not ended. */
int srt_exit_code(int status);
#endif
