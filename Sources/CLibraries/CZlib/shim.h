#ifndef SITREP_CZLIB_H
#define SITREP_CZLIB_H
#include <string.h>
#include <zlib.h>

/* deflateInit2 is a macro. 15 + 16: the greatest window, in a gzip frame, whose time is then 0. */
static inline int srt_deflate_begin(z_stream *stream, int level) {
  memset(stream, 0, sizeof *stream);
  return deflateInit2(stream, level, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY);
}
#endif
