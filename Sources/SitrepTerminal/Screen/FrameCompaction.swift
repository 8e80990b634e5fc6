/// Says the same frame in fewer bytes, for slow lines: ncurses weighs moves and colours one at a time.
///
/// Only sequences of the frame itself are joined or shortened; what is not known passes unchanged. Lines that
/// follow each other are reached by a line feed, columns of one row by their number alone, and neighbouring
/// changes of colour become one (ECMA-48, SGR and CHA).
package nonisolated struct FrameCompaction: Equatable {
  /// Whether the terminal keeps the cursor in the last column until more is written, and knows CHA (`hpa`).
  package let movesInRow: Bool

  package init(movesInRow: Bool) { self.movesInRow = movesInRow }

  package func compact(_ frame: [UInt8]) -> [UInt8] {
    var writer = Writer(movesInRow: movesInRow, capacity: frame.count)
    var reader = frame[...]
    while let first = reader.first {
      let length = Self.length(of: reader, first)
      writer.take(reader.prefix(length))
      reader = reader.dropFirst(length)
    }
    writer.sendLook()
    return writer.bytes
  }

  /// The bytes of the next piece: an escape sequence, a control character, or text up to one.
  private static func length(of bytes: ArraySlice<UInt8>, _ first: UInt8) -> Int {
    guard first == escape else {
      return first < 0x20 ? 1 : bytes.firstIndex { $0 < 0x20 }.map { $0 - bytes.startIndex } ?? bytes.count
    }
    switch bytes.dropFirst().first {
    case UInt8(ascii: "["):
      let final = bytes.dropFirst(2).firstIndex { (0x40...0x7E).contains($0) }
      return final.map { $0 - bytes.startIndex + 1 } ?? bytes.count
    case UInt8(ascii: "("), UInt8(ascii: ")"): return min(3, bytes.count)
    default: return min(2, bytes.count)
    }
  }

  fileprivate static let escape: UInt8 = 0x1B
}

nonisolated extension FrameCompaction {
  /// What was said so far, and what is known of the terminal then.
  private nonisolated struct Writer {
    let movesInRow: Bool
    private(set) var bytes: [UInt8] = []
    /// Parameters of changes of look that nothing was written in yet.
    private var look: [UInt8]?
    private var row: Int?
    private var isCharsetSaid = false

    init(movesInRow: Bool, capacity: Int) {
      self.movesInRow = movesInRow
      bytes.reserveCapacity(capacity)
    }

    mutating func take(_ piece: ArraySlice<UInt8>) {
      guard let final = piece.last else { return }
      guard piece.first == FrameCompaction.escape else { return takeText(piece, final) }
      guard piece.dropFirst().first == UInt8(ascii: "[") else { return takeCharset(piece) }
      let parameters = piece.dropFirst(2).dropLast()
      let isPlain = parameters.allSatisfy { (0x30...0x3B).contains($0) }
      switch (final, isPlain) {
      case (UInt8(ascii: "m"), true): change(parameters)
      case (UInt8(ascii: "H"), true): move(parameters, piece)
      case (UInt8(ascii: "G"), true): bytes += piece
      case (UInt8(ascii: "K"), true), (UInt8(ascii: "X"), true):
        sendLook()
        bytes += piece
      default:
        sendLook()
        row = nil
        bytes += piece
      }
    }

    private mutating func takeText(_ piece: ArraySlice<UInt8>, _ last: UInt8) {
      sendLook()
      if last == UInt8(ascii: "\n") { row = row.map { $0 + 1 } }
      bytes += piece
    }

    /// The usual characters are chosen once a frame; nothing in it chooses others.
    private mutating func takeCharset(_ piece: ArraySlice<UInt8>) {
      if piece.elementsEqual([FrameCompaction.escape, UInt8(ascii: "("), UInt8(ascii: "B")]) {
        guard !isCharsetSaid else { return }
        isCharsetSaid = true
      } else {
        sendLook()
        isCharsetSaid = false
      }
      bytes += piece
    }

    /// A reset forgets what nobody has seen.
    private mutating func change(_ parameters: ArraySlice<UInt8>) {
      let isReset = parameters.isEmpty || parameters.first == UInt8(ascii: "0")
      if let waiting = look, !isReset {
        look = waiting + [UInt8(ascii: ";")] + parameters
      } else {
        look = Array(parameters)
      }
    }

    mutating func sendLook() {
      guard let look else { return }
      bytes += [FrameCompaction.escape, UInt8(ascii: "[")] + look + [UInt8(ascii: "m")]
      self.look = nil
    }

    private mutating func move(_ parameters: ArraySlice<UInt8>, _ piece: ArraySlice<UInt8>) {
      let parts = parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false)
      let target = Writer.number(parts.first ?? [])
      let column = parts.count == 2 ? Writer.number(parts[1]) : 1
      defer { row = target }
      guard movesInRow, let row, let target, let column else { return bytes += piece }
      switch (target - row, column) {
      case (0, 1): bytes.append(UInt8(ascii: "\r"))
      case (0, _):
        bytes += [FrameCompaction.escape, UInt8(ascii: "[")] + Array("\(column)G".utf8)
      case (1, 1): bytes += [UInt8(ascii: "\r"), UInt8(ascii: "\n")]
      default: bytes += piece
      }
    }

    /// A parameter; one left out is 1.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
      if digits.isEmpty { return 1 }
      guard digits.count <= 5 else { return nil }
      return digits.reduce(0 as Int?) { sum, digit in
        guard let sum, (0x30...0x39).contains(digit) else { return nil }
        return sum * 10 + Int(digit - 0x30)
      }
    }
  }
}
