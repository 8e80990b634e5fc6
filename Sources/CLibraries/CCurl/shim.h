#ifndef SITREP_CCURL_H
#define SITREP_CCURL_H
#include <curl/curl.h>
#include <string.h>
/* curl's set and get functions are variadic, which Swift does not import: one wrapper per kind of value. */

typedef size_t (*srt_curl_bytes_function)(char *bytes, size_t size, size_t count, void *context);
typedef int (*srt_curl_socket_function)(CURL *easy, curl_socket_t fd, int what, void *context, void *socket);
typedef int (*srt_curl_timer_function)(CURLM *multi, long milliseconds, void *context);

/* Options that are numbers or switches. */
static inline CURLcode srt_curl_set_long(CURL *easy, CURLoption option, long value) {
  return curl_easy_setopt(easy, option, value);
}
/* Sizes that may pass 2 GiB. */
static inline CURLcode srt_curl_set_size(CURL *easy, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(easy, option, value);
}
/* Texts; curl keeps its own copy. */
static inline CURLcode srt_curl_set_text(CURL *easy, CURLoption option, const char *value) {
  return curl_easy_setopt(easy, option, value);
}
/* The body; curl keeps its own copy of as many bytes as the size option said before. */
static inline CURLcode srt_curl_set_bytes(CURL *easy, CURLoption option, const void *value) {
  return curl_easy_setopt(easy, option, value);
}
/* The private pointer of a handle. */
static inline CURLcode srt_curl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return curl_easy_setopt(easy, option, value);
}
/* The request headers. */
static inline CURLcode srt_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(easy, option, value);
}
/* The callback for body bytes, with its context. */
static inline CURLcode srt_curl_set_write(CURL *easy, srt_curl_bytes_function function, void *context) {
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
  return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, function);
}
/* The callback for header lines, with its context. */
static inline CURLcode srt_curl_set_header(CURL *easy, srt_curl_bytes_function function, void *context) {
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
  return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, function);
}
/* Facts that are times in microseconds or sizes; 0 when unknown. */
static inline curl_off_t srt_curl_get_size(CURL *easy, CURLINFO fact) {
  curl_off_t value = 0;
  curl_easy_getinfo(easy, fact, &value);
  return value;
}
/* Facts that are numbers; 0 when unknown. */
static inline long srt_curl_get_long(CURL *easy, CURLINFO fact) {
  long value = 0;
  curl_easy_getinfo(easy, fact, &value);
  return value;
}
/* Facts that are texts, owned by the handle; null when unknown. */
static inline const char *srt_curl_get_text(CURL *easy, CURLINFO fact) {
  char *value = 0;
  curl_easy_getinfo(easy, fact, &value);
  return value;
}
/* When the server's own certificate ends, as curl words it; owned by the handle, null when unknown. */
static inline const char *srt_curl_get_certificate_end(CURL *easy) {
  struct curl_certinfo *info = 0;
  if (curl_easy_getinfo(easy, CURLINFO_CERTINFO, &info) != CURLE_OK || !info) return 0;
  if (info->num_of_certs < 1) return 0;
  for (struct curl_slist *line = info->certinfo[0]; line; line = line->next)
    if (!strncmp(line->data, "Expire date:", 12)) return line->data + 12;
  return 0;
}
/* The private pointer of a handle. */
static inline void *srt_curl_get_private(CURL *easy) {
  void *value = 0;
  curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
  return value;
}
/* Options of the multi handle that are numbers. */
static inline CURLMcode srt_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
/* How curl asks its host loop to watch sockets and keep its one timer. */
static inline CURLMcode srt_curl_multi_set_host(
    CURLM *multi, srt_curl_socket_function socket, srt_curl_timer_function timer, void *context) {
  curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
  curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
  curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, socket);
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, timer);
}
/* The next finished transfer and its result; null when there is none (the message holds a union). */
static inline CURL *srt_curl_multi_next_done(CURLM *multi, CURLcode *result) {
  int left = 0;
  CURLMsg *message;
  while ((message = curl_multi_info_read(multi, &left))) {
    if (message->msg != CURLMSG_DONE) continue;
    *result = message->data.result;
    return message->easy_handle;
  }
  return 0;
}
#endif
