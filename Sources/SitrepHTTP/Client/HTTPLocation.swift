/// The parts of an address that may be shown: host and path, never user, query or fragment.
struct HTTPLocation {
  /// Host with port, as written.
  let authority: String
  let path: String

  init(_ url: String) {
    var rest = url[...]
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    rest = rest.prefix { $0 != "?" && $0 != "#" }
    let host = rest.prefix { $0 != "/" }
    path = String(rest[host.endIndex...])
    authority = String(host.split(separator: "@", omittingEmptySubsequences: false).last ?? host)
  }

  var redacted: String { authority + path }

  /// The host without port and brackets.
  var host: String {
    guard authority.hasPrefix("[") else { return String(authority.prefix { $0 != ":" }) }
    return String(authority.dropFirst().prefix { $0 != "]" })
  }

  /// Never sent through a proxy.
  var isLoopback: Bool { host == "localhost" || host == "::1" || host.hasPrefix("127.") && isNumeric }

  /// An address, so that no name is looked up.
  var isNumeric: Bool {
    authority.hasPrefix("[") || !host.isEmpty && host.allSatisfy { $0.isASCII && ($0.isNumber || $0 == ".") }
  }
}
