import Glibc

/// Which proxy libcurl takes by the environment, so that an error can name it.
///
/// libcurl reads the same variables by itself and does not say which it took; `http_proxy` counts in lower
/// case only, as the other can be set by a request to a CGI program.
package struct ProxyChoice: Sendable {
  private let variable: @Sendable (String) -> String?

  package init(_ variable: @escaping @Sendable (String) -> String?) {
    self.variable = variable
  }

  static let current = ProxyChoice { name in
    unsafe getenv(name).map { unsafe String(cString: $0) }
  }

  /// Host and port of the proxy for `url`, without user and password; nil when it is reached directly.
  package func proxy(for url: String) -> String? {
    proxy(for: HTTPLocation(url), secure: url)
  }

  func proxy(for location: HTTPLocation, secure url: String) -> String? {
    guard !location.isLoopback, !isExempt(location.host) else { return nil }
    let isSecure = url.hasPrefix("https:")
    let names = (isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]) + ["all_proxy", "ALL_PROXY"]
    guard let named = names.lazy.compactMap(variable).first(where: { !$0.isEmpty }) else { return nil }
    return HTTPLocation(named).authority
  }

  /// `no_proxy`: names and their subdomains, addresses, or a star for everything.
  private func isExempt(_ host: String) -> Bool {
    let list = variable("no_proxy") ?? variable("NO_PROXY") ?? ""
    let host = host.lowercased()
    return list.split { $0 == "," || $0 == " " }.contains { entry in
      if entry == "*" { return true }
      let name = entry.lowercased().drop { $0 == "." }
      return host == name || host.hasSuffix(".\(name)")
    }
  }
}
