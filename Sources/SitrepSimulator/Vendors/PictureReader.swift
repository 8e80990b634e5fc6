/// Sees as much of a PNG as a vendor of one-word answers needs: the first pixel of stored true colour.
enum PictureReader {
  /// Red, green and blue of the first pixel; nil for any other kind of picture.
  static func firstPixel(_ png: [UInt8]) -> [Int]? {
    let mark: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    guard png.starts(with: mark) else { return nil }
    var rest = png.dropFirst(mark.count)
    while rest.count >= 12 {
      let length = rest.prefix(4).reduce(0) { $0 << 8 | Int($1) }
      let name = Array(rest.dropFirst(4).prefix(4))
      guard length <= rest.count - 12 else { return nil }
      if name == Array("IDAT".utf8) {
        // zlib's header, the header of a stored block, and the row's filter come first.
        let pixel = rest.dropFirst(8).prefix(length).dropFirst(2 + 5 + 1).prefix(3)
        return pixel.count == 3 ? pixel.map(Int.init) : nil
      }
      rest = rest.dropFirst(12 + length)
    }
    return nil
  }

  /// The name, out of those given, whose colour is nearest.
  static func nearest(_ pixel: [Int], among names: [String]) -> String? {
    let known: [String: [Int]] = [
      "red": [255, 0, 0], "green": [0, 128, 0], "blue": [0, 0, 255], "yellow": [255, 255, 0],
      "black": [0, 0, 0], "white": [255, 255, 255],
    ]
    func distance(_ name: String) -> Int {
      zip(known[name] ?? [], pixel).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    return names.filter { known[$0] != nil }.min { distance($0) < distance($1) }
  }
}
