/// Writes out `ESC [ n b`, repeat the last letter, which this emulator does not know and ncurses sends.
struct RepeatFilter {
  private enum State { case ground, escape, sequence }

  private var state = State.ground
  private var held: [UInt8] = []
  private var last: UInt8 = 0x20

  mutating func filter(_ bytes: [UInt8]) -> [UInt8] {
    var output: [UInt8] = []
    for byte in bytes { filter(byte, &output) }
    return output
  }

  private mutating func filter(_ byte: UInt8, _ output: inout [UInt8]) {
    switch state {
    case .ground where byte == 0x1B: hold(byte, .escape)
    case .ground:
      if (0x20..<0x7F).contains(byte) { last = byte }
      output.append(byte)
    case .escape where byte == UInt8(ascii: "["): hold(byte, .sequence)
    case .sequence where (0x30...0x39).contains(byte): hold(byte, .sequence)
    case .sequence where byte == UInt8(ascii: "b"):
      let count = Int(String(decoding: held.dropFirst(2), as: UTF8.self)) ?? 1
      output += Array(repeating: last, count: min(count, 1000))
      release()
    case .escape, .sequence:
      output += held + [byte]
      release()
    }
  }

  private mutating func hold(_ byte: UInt8, _ next: State) {
    held.append(byte)
    state = next
  }

  private mutating func release() {
    held = []
    state = .ground
  }
}
