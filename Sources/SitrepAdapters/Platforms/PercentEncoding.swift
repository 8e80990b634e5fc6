/// Percent-encoding of one path segment and of a whole path, as signatures need it.
package enum PercentEncoding {
  /// Encodes all but the unreserved characters and `also`: in a segment, a slash too.
  package static func segment(_ text: String, keeping also: String = "") -> String {
    encode(text.utf8, keeping: Set(also.utf8))
  }

  /// Encodes a path once more, as the canonical request of a signature wants it; slashes stay.
  static func canonicalPath(_ path: String) -> String {
    path.isEmpty ? "/" : encode(path.utf8, keeping: [0x2F])
  }

  private static func encode(_ bytes: String.UTF8View, keeping kept: Set<UInt8>) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in bytes {
      if isUnreserved(byte) || kept.contains(byte) {
        encoded.append(byte)
      } else {
        encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
