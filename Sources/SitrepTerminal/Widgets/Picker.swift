/// A list of which one entry is chosen.
package nonisolated struct Picker: Sendable {
  package struct Item: Sendable {
    package var label: Line
    /// Drawn at the right, as far as there is room.
    package var note: String
    /// Why it cannot be chosen now; such an entry is shown and says so.
    package var obstacle: String?

    package init(_ label: Line, note: String = "", obstacle: String? = nil) {
      self.label = label
      self.note = note
      self.obstacle = obstacle
    }

    package init(_ label: String, note: String = "", obstacle: String? = nil) {
      self.init([Span(label)], note: note, obstacle: obstacle)
    }
  }

  package private(set) var items: [Item]
  package private(set) var selected: Int

  package init(_ items: [Item], selected: Int = 0) {
    self.items = items
    self.selected = max(0, min(selected, items.count - 1))
  }

  package var selectedItem: Item? { selected < items.count ? items[selected] : nil }

  /// Takes a key that moves the choice; false when it is not one.
  package mutating func handle(_ key: Key, page: Int = 10) -> Bool {
    switch key {
    case .up, .control("p"): move(by: -1)
    case .down, .control("n"): move(by: 1)
    case .pageUp: move(by: -page)
    case .pageDown: move(by: page)
    case .home: selected = 0
    case .end: selected = max(0, items.count - 1)
    default: return false
    }
    return true
  }

  private mutating func move(by rows: Int) {
    selected = max(0, min(selected + rows, items.count - 1))
  }
}

nonisolated extension Canvas {
  /// Draws a list with its choice marked by a shape as well as by colour.
  package mutating func picker(_ picker: Picker, in rect: Rect) {
    let first = Scroll.offset(showing: picker.selected, of: picker.items.count, in: rect.height)
    let shown = first..<min(picker.items.count, first + rect.height)
    let scrolls = picker.items.count > rect.height && rect.width > 3
    for (line, index) in shown.enumerated() {
      let row = scrolls ? rect.row(line).splitLeft(rect.width - 1).left : rect.row(line)
      draw(picker.items[index], in: row, isSelected: index == picker.selected)
    }
    if scrolls { scrollBar(shown, of: picker.items.count, in: rect) }
  }

  private mutating func draw(_ item: Picker.Item, in rect: Rect, isSelected: Bool) {
    let label = item.obstacle == nil ? item.label : item.label.map { Span($0.text, .dim, $0.emphasis) }
    let note = item.obstacle ?? item.note
    let used = draw(label, at: Point(rect.x + 2, rect.y), width: rect.width - 2) + 2
    let room = rect.width - used - 2
    if !note.isEmpty, room > 3 {
      let width = min(room, TextWidth.columns(note))
      draw(note, at: Point(rect.maxX - width, rect.y), item.obstacle == nil ? .dim : .warning, width: width)
    }
    guard isSelected else { return }
    draw(.selected, at: rect.origin, .focus)
    emphasize(rect)
    setCursor(rect.origin)
  }
}
