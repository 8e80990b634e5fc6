#ifndef SITREP_CSQLITE_H
#define SITREP_CSQLITE_H
#include <sqlite3.h>
#endif
