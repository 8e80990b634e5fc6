#ifndef SITREP_CEXPAT_H
#define SITREP_CEXPAT_H
#include <expat.h>
#endif
