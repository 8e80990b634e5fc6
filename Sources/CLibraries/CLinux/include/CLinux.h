#ifndef SITREP_CLINUX_H
#define SITREP_CLINUX_H
#include <stdint.h>
#include "CLinuxTerminal.h"
/* Plain-int functions over Linux calls that the Glibc module does not show. No logic. Prefix: srt_. */

/** The kernel's thread name of the caller, at most 15 bytes. */
void srt_name_thread(const char *name);
#endif
