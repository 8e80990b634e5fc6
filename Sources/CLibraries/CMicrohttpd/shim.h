#ifndef SITREP_CMICROHTTPD_H
#define SITREP_CMICROHTTPD_H
#include <microhttpd.h>

/* What the caller of srt_mhd_start decides; the callbacks all get `context`. */
struct srt_mhd_setup {
  int listener;
  unsigned int connections;
  unsigned int idle_seconds;
  size_t memory;
  MHD_AccessHandlerCallback request;
  MHD_RequestCompletedCallback completed;
  MHD_NotifyConnectionCallback connection;
  void *(*target)(void *context, const char *uri, struct MHD_Connection *connection);
  void *context;
};

/* MHD_start_daemon takes its options as variadic arguments. No thread: the caller drives it with MHD_run. */
static inline struct MHD_Daemon *srt_mhd_start(const struct srt_mhd_setup *setup) {
  return MHD_start_daemon(
      MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME, 0, 0, 0, setup->request, setup->context,
      MHD_OPTION_LISTEN_SOCKET, setup->listener,
      MHD_OPTION_CONNECTION_LIMIT, setup->connections,
      MHD_OPTION_CONNECTION_TIMEOUT, setup->idle_seconds,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, setup->memory,
      MHD_OPTION_NOTIFY_COMPLETED, setup->completed, setup->context,
      MHD_OPTION_NOTIFY_CONNECTION, setup->connection, setup->context,
      MHD_OPTION_URI_LOG_CALLBACK, setup->target, setup->context, MHD_OPTION_END);
}
/* MHD_get_daemon_info is variadic; -1 when there is no epoll set. */
static inline int srt_mhd_epoll_fd(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
  return info ? info->epoll_fd : -1;
}
/* MHD_get_connection_info is variadic; -1 when unknown. */
static inline int srt_mhd_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info ? info->connect_fd : -1;
}
/* MHD_get_connection_info is variadic; null when unknown. */
static inline void *srt_mhd_socket_context(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
  return info ? info->socket_context : 0;
}
/* MHD_SIZE_UNKNOWN is a cast, which Swift does not import. */
static inline uint64_t srt_mhd_size_unknown(void) { return MHD_SIZE_UNKNOWN; }
/* These are casts as well. */
static inline ssize_t srt_mhd_end_of_stream(void) { return MHD_CONTENT_READER_END_OF_STREAM; }
static inline ssize_t srt_mhd_end_with_error(void) { return MHD_CONTENT_READER_END_WITH_ERROR; }
#endif
