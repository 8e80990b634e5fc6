#ifndef SITREP_CVTERM_H
#define SITREP_CVTERM_H
#include <vterm.h>
#endif
