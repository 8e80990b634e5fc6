/// What is known of how long a model is served.
package struct ModelLife: Hashable, Sendable {
  /// The model's name without dates and prefixes of platforms, "claude-opus-4-1".
  package var name: String
  /// First day on which it is not served any more, as "2026-08-05"; nil when none is announced.
  package var retires: String?
  /// True when only a third party names the day.
  package var isHearsay = false
  /// True when the vendor calls it legacy: an end is to be expected.
  package var isLegacy = false

  /// Whether it is gone at `now`; a day of hearsay proves nothing.
  package func isRetired(at now: Instant) -> Bool {
    guard !isHearsay, let day = retires, let start = Timestamp.parseRFC3339("\(day)T00:00:00Z") else {
      return false
    }
    return now >= start
  }

  /// In words: "retired 2026-08-05".
  package func words(at now: Instant) -> String {
    guard let retires else { return isLegacy ? "legacy, no date announced" : "active, no date announced" }
    if isHearsay { return "legacy; a third party gives \(retires) as its end" }
    return isRetired(at: now) ? "retired \(retires)" : "retires \(retires)"
  }
}

/// Claude models and their ends, as of autumn 2026 (facts/anthropic-api.md 10).
package enum ModelLifeTable {
  package static let rows: [ModelLife] = [
    ModelLife(name: "claude-opus-4-1", retires: "2026-08-05"),
    ModelLife(name: "claude-sonnet-4", retires: "2026-06-15"),
    ModelLife(name: "claude-opus-4", retires: "2026-06-15"),
    ModelLife(name: "claude-mythos-preview", retires: "2026-06-30"),
    ModelLife(name: "claude-3-7-sonnet", retires: "2026-02-19"),
    ModelLife(name: "claude-3-5-haiku", retires: "2026-02-19"),
    ModelLife(name: "claude-3-opus", retires: "2026-01-05"),
    ModelLife(name: "claude-sonnet-4-5", retires: "2026-09-29", isHearsay: true, isLegacy: true),
    ModelLife(name: "claude-opus-4-5", isLegacy: true), ModelLife(name: "claude-haiku-4-5", isLegacy: true),
    ModelLife(name: "claude-fable-5-1"), ModelLife(name: "claude-mythos-5-1"),
    ModelLife(name: "claude-fable-5"), ModelLife(name: "claude-mythos-5"), ModelLife(name: "claude-opus-5-5"),
    ModelLife(name: "claude-opus-5"), ModelLife(name: "claude-opus-4-8"), ModelLife(name: "claude-opus-4-7"),
    ModelLife(name: "claude-opus-4-6"), ModelLife(name: "claude-sonnet-5-5"),
    ModelLife(name: "claude-sonnet-5"), ModelLife(name: "claude-sonnet-4-6"),
    ModelLife(name: "claude-haiku-5-5"),
  ]

  /// The row of a model, however a platform spells it: with a region before and a date or version behind.
  package static func find(_ model: Model) -> ModelLife? {
    let name = model.rawValue.lowercased()
    return rows.first { row in
      guard let place = name.firstRange(of: row.name) else { return false }
      return isEnd(name[place.upperBound...])
    }
  }

  /// What may follow a name without making it another: nothing, a date, a version of the platform's.
  private static func isEnd(_ rest: Substring) -> Bool {
    guard let first = rest.first else { return true }
    if first == "@" || first == ":" { return true }
    return ["-20", "-v", "-latest", "-0"].contains { rest.hasPrefix($0) }
  }
}
