#ifndef SITREP_CMICROHTTPD_H
#define SITREP_CMICROHTTPD_H
#include <microhttpd.h>
#endif
