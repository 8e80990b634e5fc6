import SitrepCore
import SitrepHTTP

/// A small picture of one colour, whose name is the known answer of a vision probe.
struct ProbeImage {
  enum Colour: String, CaseIterable {
    case red, green, blue, yellow

    var rgb: [UInt8] {
      switch self {
      case .red: [220, 20, 20]
      case .green: [20, 160, 40]
      case .blue: [20, 40, 220]
      case .yellow: [250, 220, 20]
      }
    }
  }

  var colour: Colour

  /// The colour changes from minute to minute, so that an answer by rote is found out.
  init(at moment: Instant) {
    let minute = Int(((moment.wholeSeconds / 60) % 4 + 4) % 4)
    colour = Colour.allCases[minute]
  }

  /// Pixels on a side: small enough to cost next to nothing, large enough not to be taken for noise.
  private static let side = 32

  /// A PNG of stored, not compressed, pixels: nothing but checksums is needed to write it (RFC 1950, 1951, 2083).
  var png: [UInt8] {
    let row = [0] + Array(repeating: colour.rgb, count: Self.side).joined()
    let pixels = Array(Array(repeating: row, count: Self.side).joined())
    let size = Self.bigEndian(UInt32(Self.side))
    let stored = [0x78, 0x01] + Self.storedBlocks(pixels) + Self.bigEndian(Self.adler32(pixels))
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + Self.chunk("IHDR", size + size + [8, 2, 0, 0, 0]) + Self.chunk("IDAT", stored)
      + Self.chunk("IEND", [])
  }

  /// A stored block holds at most 65535 bytes.
  private static func storedBlocks(_ bytes: [UInt8]) -> [UInt8] {
    var rest = bytes[...]
    var blocks: [UInt8] = []
    while !rest.isEmpty {
      let part = rest.prefix(65_535)
      rest = rest.dropFirst(part.count)
      let length = UInt16(part.count)
      blocks += [rest.isEmpty ? 1 : 0] + littleEndian(length) + littleEndian(~length) + part
    }
    return blocks
  }

  private static func chunk(_ name: String, _ data: [UInt8]) -> [UInt8] {
    let named = Array(name.utf8) + data
    return bigEndian(UInt32(data.count)) + named + bigEndian(CRC32()(named[...]))
  }

  private static func adler32(_ bytes: [UInt8]) -> UInt32 {
    var (low, high): (UInt32, UInt32) = (1, 0)
    for byte in bytes {
      low = (low + UInt32(byte)) % 65_521
      high = (high + low) % 65_521
    }
    return high << 16 | low
  }

  private static func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
  }

  private static func littleEndian(_ value: UInt16) -> [UInt8] { [UInt8(value & 0xFF), UInt8(value >> 8)] }
}
