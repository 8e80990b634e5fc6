/// A colour with its stand-ins for terminals that have fewer.
package nonisolated struct Color: Hashable, Sendable {
  /// 0xRRGGBB, when the theme gives one.
  package var rgb: UInt32?
  /// An index of the 256 colours.
  package var indexed: UInt8
  /// An index of the first 16 colours.
  package var basic: UInt8

  package init(rgb: UInt32?, indexed: UInt8, basic: UInt8) {
    self.rgb = rgb
    self.indexed = indexed
    self.basic = basic
  }

  /// The nearest colours of both palettes to a 24-bit one.
  package init(rgb: UInt32) {
    let indexed = Palette.nearestIndexed(to: rgb)
    self.init(rgb: rgb, indexed: indexed, basic: Palette.nearestBasic(to: rgb))
  }

  package init(indexed: UInt8) {
    self.init(rgb: nil, indexed: indexed, basic: Palette.nearestBasic(to: Palette.rgb(of: indexed)))
  }

  package init(basic: UInt8) {
    self.init(rgb: nil, indexed: basic, basic: basic)
  }
}

/// How the letters of a style are set apart without colour.
package nonisolated struct Attributes: OptionSet, Hashable, Sendable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let bold = Attributes(rawValue: 1)
  package static let dim = Attributes(rawValue: 2)
  package static let underline = Attributes(rawValue: 4)
  package static let reverse = Attributes(rawValue: 8)
  package static let italic = Attributes(rawValue: 16)

  static let names: [(String, Attributes)] = [
    ("bold", .bold), ("dim", .dim), ("underline", .underline), ("reverse", .reverse), ("italic", .italic),
  ]
}

/// How a role looks; a colour that is absent is the terminal's own.
package nonisolated struct Style: Hashable, Sendable {
  package var foreground: Color?
  package var background: Color?
  package var attributes: Attributes

  package init(foreground: Color? = nil, background: Color? = nil, attributes: Attributes = []) {
    self.foreground = foreground
    self.background = background
    self.attributes = attributes
  }

  /// This style with another laid over it: what the other says wins, attributes add up.
  package func overlaid(with other: Style) -> Style {
    Style(
      foreground: other.foreground ?? foreground, background: other.background ?? background,
      attributes: attributes.union(other.attributes))
  }
}
