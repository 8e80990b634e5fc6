nonisolated extension Glyphs {
  /// Both alphabets, in the order of `Glyph`'s cases.
  static let table: [(utf8: Unicode.Scalar, ascii: Unicode.Scalar)] = Glyph.allCases.map(pair)

  /// The nearest ASCII for a scalar of a text, "?" where there is none.
  static func plain(_ code: UInt32) -> UInt32 { nearest[code] ?? 0x3F }

  private static let nearest: [UInt32: UInt32] = {
    let quotes: [(UInt32, UInt32)] = [
      (0x2018, 0x27), (0x2019, 0x27), (0x201C, 0x22), (0x201D, 0x22), (0x2014, 0x2D), (0x00A0, 0x20),
    ]
    return Dictionary(
      table.map { ($0.utf8.value, $0.ascii.value) } + quotes, uniquingKeysWith: { first, _ in first })
  }()

  private static func pair(_ glyph: Glyph) -> (utf8: Unicode.Scalar, ascii: Unicode.Scalar) {
    switch glyph {
    case .horizontal: ("─", "-")
    case .vertical: ("│", "|")
    case .topLeft: ("┌", "+")
    case .topRight: ("┐", "+")
    case .bottomLeft: ("└", "+")
    case .bottomRight: ("┘", "+")
    case .heavyHorizontal: ("━", "=")
    case .heavyVertical: ("┃", "|")
    case .heavyTopLeft: ("┏", "#")
    case .heavyTopRight: ("┓", "#")
    case .heavyBottomLeft: ("┗", "#")
    case .heavyBottomRight: ("┛", "#")
    case .teeLeft: ("├", "+")
    case .teeRight: ("┤", "+")
    case .teeTop: ("┬", "+")
    case .teeBottom: ("┴", "+")
    case .cross: ("┼", "+")
    case .level1: ("▁", "_")
    case .level2: ("▂", "_")
    case .level3: ("▃", ",")
    case .level4: ("▄", ",")
    case .level5: ("▅", "-")
    case .level6: ("▆", "=")
    case .level7: ("▇", "%")
    case .level8: ("█", "#")
    case .zero: ("·", "0")
    case .absent: (" ", " ")
    case .slow: ("▟", "S")
    case .error: ("✕", "x")
    case .timeout: ("◔", "T")
    case .stalled: ("‖", "H")
    case .limited: ("◇", "L")
    case .notProbed: ("?", "?")
    case .stale: ("░", "~")
    case .clipped: ("▲", "^")
    case .ok: ("●", "o")
    case .degraded: ("▲", "^")
    case .failing: ("✖", "X")
    case .unknown: ("?", "?")
    case .halfOpen: ("◐", "%")
    case .forcedOpen: ("⊗", "!")
    case .disabled: ("○", "-")
    case .barFull: ("█", "#")
    case .barEmpty: ("░", ".")
    case .up: ("↑", "^")
    case .down: ("↓", "v")
    case .left: ("←", "<")
    case .right: ("→", ">")
    case .arrow: ("→", ">")
    case .selected: ("▸", ">")
    case .bullet: ("•", "*")
    case .check: ("✓", "+")
    case .scrollUp: ("▲", "^")
    case .scrollDown: ("▼", "v")
    case .scrollThumb: ("█", "#")
    case .scrollTrack: ("│", "|")
    case .ellipsis: ("…", "~")
    case .separator: ("·", "-")
    case .multiply: ("×", "x")
    case .replacement: ("�", "?")
    case .approximately: ("≈", "~")
    case .atMost: ("≤", "<")
    case .atLeast: ("≥", ">")
    case .dash: ("–", "-")
    }
  }
}
