#ifndef SITREP_CSQLITE_H
#define SITREP_CSQLITE_H
#include <sqlite3.h>

/* SQLITE_TRANSIENT is a cast, which Swift does not import: these copy what they are given. */
static inline int srt_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, int count) {
  return sqlite3_bind_blob(statement, index, bytes, count, SQLITE_TRANSIENT);
}
static inline int srt_bind_text(sqlite3_stmt *statement, int index, const char *text, int count) {
  return sqlite3_bind_text(statement, index, text, count, SQLITE_TRANSIENT);
}
#endif
