/// The standard 16 and 256 colours, and the way from 24 bits down to them.
nonisolated enum Palette {
  /// Colour names of the first eight; `bright-` adds eight.
  static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

  /// The index of a colour name such as `red` or `bright-blue`.
  static func basic(named name: String) -> UInt8? {
    let isBright = name.hasPrefix("bright-")
    let plain = isBright ? String(name.dropFirst("bright-".count)) : name
    guard let index = names.firstIndex(of: plain) else { return nil }
    return UInt8(index + (isBright ? 8 : 0))
  }

  /// The nearest entry of the 6×6×6 cube or the grey ramp (16…255; the first 16 differ between terminals).
  static func nearestIndexed(to rgb: UInt32) -> UInt8 {
    nearest(to: rgb, among: 16...255)
  }

  /// The nearest of the first 16, by xterm's values for them.
  static func nearestBasic(to rgb: UInt32) -> UInt8 {
    nearest(to: rgb, among: 0...15)
  }

  /// The 24-bit value of one of the 256 colours, by xterm's table.
  static func rgb(of index: UInt8) -> UInt32 {
    if index < 16 { return basicRGB[Int(index)] }
    if index >= 232 {
      let grey = 8 + 10 * UInt32(index - 232)
      return grey << 16 | grey << 8 | grey
    }
    let cube = Int(index) - 16
    return steps[cube / 36] << 16 | steps[cube / 6 % 6] << 8 | steps[cube % 6]
  }

  private static let steps: [UInt32] = [0, 95, 135, 175, 215, 255]

  private static let basicRGB: [UInt32] = [
    0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5,
    0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF,
  ]

  private static func nearest(to rgb: UInt32, among indices: ClosedRange<UInt8>) -> UInt8 {
    var best = indices.lowerBound
    var smallest = Int.max
    for index in indices {
      let distance = distance(rgb, Palette.rgb(of: index))
      if distance < smallest {
        smallest = distance
        best = index
      }
    }
    return best
  }

  /// Squared distance with the eye's rough weights (3 red, 4 green, 2 blue).
  private static func distance(_ a: UInt32, _ b: UInt32) -> Int {
    func part(_ shift: UInt32) -> Int { Int((a >> shift) & 255) - Int((b >> shift) & 255) }
    return 3 * part(16) * part(16) + 4 * part(8) * part(8) + 2 * part(0) * part(0)
  }
}
