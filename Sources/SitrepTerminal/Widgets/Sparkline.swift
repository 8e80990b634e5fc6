/// One column of a sparkline: a measured value, a fact that is no value, or nothing.
package nonisolated enum Sample: Hashable, Sendable {
  /// A share of the stated ceiling, and the band its number falls in; above 1 is drawn as clipped.
  case value(level: Double, Band)
  case mark(Mark)
  /// No time has been there yet.
  case absent

  /// Colour is by threshold, never by height.
  package enum Band: Hashable, Sendable {
    case ok, slow, bad

    var role: Role {
      switch self {
      case .ok: .sparkOk
      case .slow: .sparkSlow
      case .bad: .sparkBad
      }
    }
  }

  /// What happened where there is no number to draw.
  package enum Mark: Hashable, Sendable, CaseIterable {
    case zero, slow, error, timeout, stalled, limited, notProbed, stale

    package var glyph: Glyph {
      switch self {
      case .zero: .zero
      case .slow: .slow
      case .error: .error
      case .timeout: .timeout
      case .stalled: .stalled
      case .limited: .limited
      case .notProbed: .notProbed
      case .stale: .stale
      }
    }

    package var role: Role {
      switch self {
      case .error, .timeout, .stalled: .sparkBad
      case .slow, .limited: .sparkSlow
      case .zero: .sparkOk
      case .notProbed: .unknown
      case .stale: .stale
      }
    }

    /// The word a legend uses.
    package var word: String {
      switch self {
      case .notProbed: "not probed"
      default: "\(self)"
      }
    }
  }

  func drawn(with glyphs: Glyphs) -> (Glyph, Role) {
    switch self {
    case .absent: (.absent, .text)
    case .mark(let mark): (mark.glyph, mark.role)
    case .value(let level, _) where level.isNaN: (.notProbed, .unknown)
    case .value(let level, let band) where level <= 0: (.zero, band.role)
    case .value(let level, let band) where level > 1: (.clipped, band.role)
    case .value(let level, let band): (glyphs.level(level), band.role)
    }
  }
}

nonisolated extension Canvas {
  /// Draws samples on one row, the newest at the right edge; older ones than fit are left out.
  package mutating func sparkline(_ samples: [Sample], in rect: Rect) {
    guard !rect.isEmpty else { return }
    var x = rect.maxX - 1
    for sample in samples.reversed() {
      guard x >= rect.x else { return }
      let (glyph, role) = sample.drawn(with: glyphs)
      draw(glyph, at: Point(x, rect.y), role)
      x -= 1
    }
  }
}
