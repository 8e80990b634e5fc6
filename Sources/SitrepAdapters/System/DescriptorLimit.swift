import Glibc

/// How many files and sockets this process may have open at once.
package enum DescriptorLimit {
  /// Raises the usual 1 024 to what the system allows: a gateway holds two sockets for each call.
  package static func raise() {
    var limit = rlimit()
    let open = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    guard unsafe getrlimit(open, &limit) == 0, limit.rlim_cur < limit.rlim_max else { return }
    limit.rlim_cur = limit.rlim_max
    _ = unsafe setrlimit(open, &limit)
  }
}
