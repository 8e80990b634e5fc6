/// The parts of an address that may be shown: host and path, never user, query or fragment.
struct HTTPLocation {
  /// Host with port, as written.
  let authority: String
  let path: String

  init(_ url: String) {
    let bytes = url.utf8
    let start = HTTPLocation.endOfScheme(bytes)
    let end =
      bytes[start...].firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? bytes.endIndex
    let slash = bytes[start..<end].firstIndex(of: UInt8(ascii: "/")) ?? end
    let at = bytes[start..<slash].lastIndex(of: UInt8(ascii: "@"))
    path = String(url[slash..<end])
    authority = String(url[(at.map { bytes.index(after: $0) } ?? start)..<slash])
  }

  /// Behind the first "://"; the beginning when there is none.
  private static func endOfScheme(_ bytes: String.UTF8View) -> String.Index {
    var rest = bytes[...]
    while let colon = rest.firstIndex(of: UInt8(ascii: ":")) {
      rest = rest[bytes.index(after: colon)...]
      if rest.starts(with: "//".utf8) { return bytes.index(rest.startIndex, offsetBy: 2) }
    }
    return bytes.startIndex
  }

  var redacted: String { authority + path }

  /// The host without port and brackets.
  var host: String { String(hostPart) }

  private var hostPart: Substring {
    let bytes = authority.utf8
    guard bytes.first == UInt8(ascii: "[") else {
      return authority[..<(bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex)]
    }
    let inside = bytes.index(after: bytes.startIndex)
    return authority[inside..<(bytes[inside...].firstIndex(of: UInt8(ascii: "]")) ?? bytes.endIndex)]
  }

  /// Never sent through a proxy.
  var isLoopback: Bool {
    let host = hostPart
    return host == "localhost" || host == "::1" || host.utf8.starts(with: "127.".utf8) && isNumeric
  }

  /// An address, so that no name is looked up.
  var isNumeric: Bool {
    guard authority.utf8.first != UInt8(ascii: "[") else { return true }
    let host = hostPart.utf8
    return !host.isEmpty && host.allSatisfy { 0x30...0x39 ~= $0 || $0 == UInt8(ascii: ".") }
  }
}
