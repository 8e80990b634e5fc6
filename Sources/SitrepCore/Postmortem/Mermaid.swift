/// Diagrams in the text form that forges draw; every word from outside passes through `label`.
enum Mermaid {
  /// A bar of a Gantt chart.
  struct Bar {
    var label: String
    var from: Instant
    var to: Instant
    var isCritical: Bool
  }

  struct Lane {
    var name: String
    var bars: [Bar]
  }

  /// Words that cannot end a line, a field or a code fence: letters, digits and a few harmless marks.
  static func label(_ text: String, limit: Int = 40) -> String {
    let kept = text.map { character -> Character in
      let isPlain = character.isLetter || character.isNumber || "./-+%→".contains(character)
      return isPlain ? character : " "
    }
    let words = String(kept.prefix(limit)).split(separator: " ").joined(separator: " ")
    // A word that the grammar knows would begin a statement.
    return words.isEmpty ? "x" : words
  }

  /// Values over time; a gap is drawn as 0 by forges, so the sparkline above says what was not measured.
  static func bars(
    title: String, unit: String, values: [Double?], minutes: Double, most: Double?
  ) -> [String] {
    let numbers = values.map { Format.fixed($0 ?? 0, digits: 2) }.joined(separator: ", ")
    let top = most ?? max(0.1, values.compactMap(\.self).max() ?? 0)
    return [
      "```mermaid", "xychart-beta", "    title \"\(label(title, limit: 60))\"",
      "    x-axis \"minutes\" 0 --> \(Format.fixed(minutes, digits: 1))",
      "    y-axis \"\(label(unit))\" 0 --> \(Format.fixed(top, digits: 2))", "    bar [\(numbers)]", "```",
    ]
  }

  static func gantt(title: String, lanes: [Lane]) -> [String] {
    let body = lanes.filter { !$0.bars.isEmpty }.flatMap { lane -> [String] in
      ["    section \(label(lane.name))"]
        + lane.bars.map { bar in
          let mark = bar.isCritical ? "crit, " : "active, "
          return
            "    \(label(bar.label)) :\(mark)\(stamp(bar.from)), \(stamp(max(bar.to, bar.from + .seconds(1))))"
        }
    }
    guard !body.isEmpty else { return [] }
    return [
      "```mermaid", "gantt", "    title \(label(title, limit: 60))", "    dateFormat YYYY-MM-DDTHH:mm:ss",
      "    axisFormat %H:%M",
    ] + body + ["```"]
  }

  /// Without its `Z`, which the date format of the diagram does not know.
  private static func stamp(_ moment: Instant) -> String { String(Timestamp.rfc3339(moment).dropLast()) }
}
