/// Turns what a terminal sends into keys; a pure machine, fed by bytes in any portions.
package nonisolated struct KeyDecoder: Sendable {
  /// The most of one paste that is kept, in bytes; the rest is dropped.
  package static let pasteLimit = 65_536
  private static let sequenceLimit = 64
  private static let escape: UInt8 = 0x1B

  private enum State: Equatable {
    case ground, escape, csi, ss3, utf8(missing: Int), paste
  }

  private var state = State.ground
  private var collected: [UInt8] = []
  private var keys: [Key] = []
  /// What the terminal answered about synchronized output; `nil` until it has.
  package private(set) var supportsSynchronizedOutput: Bool?

  package init() {}

  /// Whether the bytes so far could still become something longer: after a moment's silence, `flush`.
  package var isWaiting: Bool { state == .escape || state == .csi || state == .ss3 }

  /// The keys that are complete after these bytes.
  package mutating func feed(_ bytes: some Sequence<UInt8>) -> [Key] {
    for byte in bytes { feed(byte) }
    defer { keys = [] }
    return keys
  }

  /// Nothing more came: a lone escape was the key Esc.
  package mutating func flush() -> [Key] {
    switch state {
    case .escape: keys.append(.escape)
    case .csi: keys.append(.alt("["))
    case .ss3: keys.append(.alt("O"))
    case .ground, .utf8, .paste: return []
    }
    state = .ground
    collected = []
    defer { keys = [] }
    return keys
  }

  private mutating func feed(_ byte: UInt8) {
    switch state {
    case .ground: ground(byte)
    case .escape: afterEscape(byte)
    case .csi: inSequence(byte)
    case .ss3: afterSS3(byte)
    case .utf8(let missing): continueUTF8(byte, missing)
    case .paste: inPaste(byte)
    }
  }

  private mutating func ground(_ byte: UInt8) {
    switch byte {
    case KeyDecoder.escape: state = .escape
    case 0x0D, 0x0A: keys.append(.enter)
    case 0x09: keys.append(.tab)
    case 0x7F, 0x08: keys.append(.backspace)
    case 0x00...0x1F: keys.append(.control(KeyDecoder.controlCharacter(byte)))
    case 0x20..<0x7F: keys.append(.character(Character(Unicode.Scalar(byte))))
    case 0xC2...0xDF: beginUTF8(byte, missing: 1)
    case 0xE0...0xEF: beginUTF8(byte, missing: 2)
    case 0xF0...0xF4: beginUTF8(byte, missing: 3)
    default: break
    }
  }

  /// 1…26 are Ctrl-a…Ctrl-z; 0 and 28…31 are Ctrl with `@ \ ] ^ _`.
  private static func controlCharacter(_ byte: UInt8) -> Character {
    let isLetter = (1...26).contains(byte)
    return Character(Unicode.Scalar(byte + (isLetter ? 0x60 : 0x40)))
  }

  private mutating func beginUTF8(_ byte: UInt8, missing: Int) {
    collected = [byte]
    state = .utf8(missing: missing)
  }

  private mutating func continueUTF8(_ byte: UInt8, _ missing: Int) {
    guard byte & 0xC0 == 0x80 else {
      state = .ground
      collected = []
      return feed(byte)
    }
    collected.append(byte)
    guard missing == 1 else {
      state = .utf8(missing: missing - 1)
      return
    }
    state = .ground
    if let text = String(validating: collected, as: UTF8.self), let character = text.first {
      keys.append(.character(character))
    }
    collected = []
  }

  private mutating func afterEscape(_ byte: UInt8) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["): state = .csi
    case UInt8(ascii: "O"): state = .ss3
    case KeyDecoder.escape:
      keys.append(.escape)
      state = .escape
    case 0x21..<0x7F: keys.append(.alt(Character(Unicode.Scalar(byte))))
    default:
      keys.append(.escape)
      feed(byte)
    }
  }

  private mutating func afterSS3(_ byte: UInt8) {
    state = .ground
    if let key = KeySequences.letters[byte] { keys.append(key) }
  }

  private mutating func inSequence(_ byte: UInt8) {
    // The Linux console sends F1…F5 as ESC [ [ A…E.
    let isLinuxFunction = collected == [UInt8(ascii: "[")]
    let isFinal = (0x40...0x7E).contains(byte) && !(collected.isEmpty && byte == UInt8(ascii: "["))
    guard isFinal || isLinuxFunction else { return collect(byte) }
    state = .ground
    let body = collected
    collected = []
    if body == [UInt8(ascii: "[")] {
      if (0x41...0x45).contains(byte) { keys.append(.function(Int(byte) - 0x40)) }
    } else if byte == UInt8(ascii: "~"), body == Array("200".utf8) {
      state = .paste
    } else if byte == UInt8(ascii: "y"), body.starts(with: Array("?2026;".utf8)) {
      let isKnown = body.dropFirst(6).first.map { (0x31...0x33).contains($0) } ?? false
      supportsSynchronizedOutput = isKnown
    } else if let key = KeySequences.key(body, final: byte) {
      keys.append(key)
    }
  }

  /// A sequence that never ends is dropped, and an escape inside one begins anew.
  private mutating func collect(_ byte: UInt8) {
    if byte == KeyDecoder.escape {
      collected = []
      state = .escape
    } else if collected.count < KeyDecoder.sequenceLimit {
      collected.append(byte)
    } else {
      collected = []
      state = .ground
    }
  }

  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  private mutating func inPaste(_ byte: UInt8) {
    collected.append(byte)
    if collected.suffix(KeyDecoder.pasteEnd.count) == KeyDecoder.pasteEnd[...] {
      let text = collected.dropLast(KeyDecoder.pasteEnd.count).prefix(KeyDecoder.pasteLimit)
      keys.append(.paste(String(decoding: text, as: UTF8.self)))
      collected = []
      state = .ground
    } else if collected.count > KeyDecoder.pasteLimit + KeyDecoder.pasteEnd.count {
      // The end mark is looked for in the last bytes; what is beyond the limit goes.
      collected.remove(at: KeyDecoder.pasteLimit)
    }
  }
}
