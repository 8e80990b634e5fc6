import SitrepTestKit

/// Makes broken inputs out of good ones; the same luck makes the same ones.
struct Mutator {
  private var luck: Luck
  private let seeds: [[UInt8]]

  private static let tokens: [[UInt8]] =
    [
      "", "\"", "{", "}", "[", "]", "null", "-1", "1e999", "99999999999999999999", "\\u0000", "\\ud800",
      "\u{1B}[2J",
      "\u{202E}", "\r\n", "\n\n", ": ", "<![CDATA[", "]]>", "<!DOCTYPE x [", "&#27;", "&lt;", "data:",
      "<script>", "%",
    ].map { Array($0.utf8) } + [
      [0xFF, 0xFE], [0x00], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0x7F, 0xFF, 0xFF, 0xFF],
    ]

  init(_ seeds: [[UInt8]], luck: Luck) {
    self.seeds = seeds
    self.luck = luck
  }

  /// A seed with one to six things done to it.
  mutating func next() -> [UInt8] {
    var bytes = seeds[Int.random(in: 0..<seeds.count, using: &luck)]
    for _ in 0..<Int.random(in: 1...6, using: &luck) { mutate(&bytes) }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &luck)
    let end = min(bytes.count, place + Int.random(in: 0...32, using: &luck))
    switch Int.random(in: 0..<7, using: &luck) {
    case 0 where place < bytes.count: bytes[place] = UInt8.random(in: 0...255, using: &luck)
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &luck)
    case 2: bytes.removeSubrange(place..<end)
    case 3: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 4:
      bytes.insert(contentsOf: Self.tokens[Int.random(in: 0..<Self.tokens.count, using: &luck)], at: place)
    case 5:
      let other = seeds[Int.random(in: 0..<seeds.count, using: &luck)]
      bytes.replaceSubrange(
        place..<end, with: other.prefix(Int.random(in: 0...other.count, using: &luck)).suffix(40))
    default:
      if Int.random(in: 0..<8, using: &luck) == 0 { bytes.removeSubrange(place...) }
    }
  }
}
