#ifndef SITREP_CCURL_H
#define SITREP_CCURL_H
#include <curl/curl.h>
#endif
