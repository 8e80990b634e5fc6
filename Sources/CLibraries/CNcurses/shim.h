#ifndef SITREP_CNCURSES_H
#define SITREP_CNCURSES_H
/* Without this the wide API is invisible. The only feature macro a shim of ours defines. */
#define NCURSES_WIDECHAR 1
#include <curses.h>

/* Not by term.h: it brings termios and short macros (lines, tab, bell) with it. */
extern int tigetflag(const char *);
extern int tigetnum(const char *);
extern char *tigetstr(const char *);
extern char *tiparm(const char *, ...);

/* Variadic. The string that makes the lines from first to last scroll; NULL when there is none. */
static inline const char *srt_scroll_region(const char *capability, int first, int last) {
  return tiparm(capability, first, last);
}

/* Globals are a concurrency error in Swift, and the attributes are macros it does not read. */
static inline WINDOW *srt_stdscr(void) { return stdscr; }
static inline int srt_colors(void) { return COLORS; }
static inline int srt_color_pairs(void) { return COLOR_PAIRS; }
static inline attr_t srt_attr_bold(void) { return WA_BOLD; }
static inline attr_t srt_attr_dim(void) { return WA_DIM; }
static inline attr_t srt_attr_underline(void) { return WA_UNDERLINE; }
static inline attr_t srt_attr_reverse(void) { return WA_REVERSE; }
static inline attr_t srt_attr_italic(void) { return WA_ITALIC; }

#endif
