/// Rows and columns; when they do not fit, the least important columns go first.
package nonisolated struct Table: Sendable {
  package struct Column: Hashable, Sendable {
    package var title: String
    /// 0 stays for ever; of the others the largest number is dropped first.
    package var priority: Int
    package var minimum: Int
    /// The most columns it takes; its contents' width when absent.
    package var maximum: Int?
    package var isTrailing: Bool
    /// Takes what the others leave.
    package var stretches: Bool

    package init(
      _ title: String, priority: Int = 0, minimum: Int = 1, maximum: Int? = nil, isTrailing: Bool = false,
      stretches: Bool = false
    ) {
      self.title = title
      self.priority = priority
      self.minimum = max(1, minimum)
      self.maximum = maximum
      self.isTrailing = isTrailing
      self.stretches = stretches
    }
  }

  package enum Entry: Sendable {
    case line(Line)
    case sparkline([Sample])
    case gauge(Double?, Role)

    package static func text(_ text: String, _ role: Role = .text, _ emphasis: Emphasis = []) -> Entry {
      .line([Span(text, role, emphasis)])
    }

    var columns: Int {
      switch self {
      case .line(let line): line.reduce(0) { $0 + $1.columns }
      case .sparkline(let samples): samples.count
      case .gauge: 10
      }
    }
  }

  package var columns: [Column]
  package var rows: [[Entry]]
  package var showsTitles: Bool
  /// The chosen row, kept in sight.
  package var selected: Int?

  package init(columns: [Column], rows: [[Entry]], showsTitles: Bool = true, selected: Int? = nil) {
    self.columns = columns
    self.rows = rows
    self.showsTitles = showsTitles
    self.selected = selected
  }

  /// The width of each column for a room; `nil` for one that is dropped.
  package func widths(for room: Int) -> [Int?] {
    var kept = Array(columns.indices)
    while kept.count > 1, minimumWidth(kept) > room, let worst = leastImportant(kept) {
      kept.removeAll { $0 == worst }
    }
    var widths: [Int?] = columns.indices.map { kept.contains($0) ? columns[$0].minimum : nil }
    var left = room - minimumWidth(kept)
    grow(&widths, kept, &left)
    if left > 0, let last = kept.last(where: { columns[$0].stretches }) { widths[last]? += left }
    if left < 0, let first = kept.first { widths[first] = max(0, room) }
    return widths
  }

  private func minimumWidth(_ kept: [Int]) -> Int {
    kept.reduce(0) { $0 + columns[$1].minimum } + max(0, kept.count - 1)
  }

  private func leastImportant(_ kept: [Int]) -> Int? {
    let worst = kept.max { (columns[$0].priority, $0) < (columns[$1].priority, $1) }
    guard let worst, columns[worst].priority > 0 else { return kept.last }
    return worst
  }

  /// Gives every column what its contents want, the most important first.
  private func grow(_ widths: inout [Int?], _ kept: [Int], _ left: inout Int) {
    for index in kept.sorted(by: { (columns[$0].priority, $0) < (columns[$1].priority, $1) }) {
      guard left > 0, let width = widths[index] else { continue }
      let more = min(left, max(0, wanted(index) - width))
      widths[index] = width + more
      left -= more
    }
  }

  private func wanted(_ index: Int) -> Int {
    let contents = rows.reduce(0) { max($0, index < $1.count ? $1[index].columns : 0) }
    let title = showsTitles ? TextWidth.columns(columns[index].title) : 0
    return min(columns[index].maximum ?? .max, max(contents, title))
  }
}
