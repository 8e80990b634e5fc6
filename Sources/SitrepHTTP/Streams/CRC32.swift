/// The checksum of zlib, gzip and AWS event streams (IEEE 802.3 polynomial, reflected).
package struct CRC32: Sendable {
  private static let sharedTable: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }

  private let table = Self.sharedTable

  package init() {}

  package func callAsFunction(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    var value = UInt32.max
    for byte in bytes { value = value >> 8 ^ table[Int((value ^ UInt32(byte)) & 0xFF)] }
    return ~value
  }
}
