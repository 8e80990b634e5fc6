#ifndef SITREP_CNCURSES_H
#define SITREP_CNCURSES_H
/* Without this the wide API is invisible. The only feature macro a shim of ours defines. */
#define NCURSES_WIDECHAR 1
#include <curses.h>
#endif
