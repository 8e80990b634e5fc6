/// A block of cells to draw on; what one frame of the screen is made of.
///
/// Coordinates are those of the part being drawn (see `within`), and nothing is drawn outside it.
/// Text is made safe on the way in: controls, escapes and invisible formatting are replaced.
package nonisolated struct Canvas: Sendable {
  package let size: Size
  /// The alphabet of marks this canvas is drawn with.
  package let glyphs: Glyphs
  /// Where the hardware cursor rests: the focused row, or the caret of a prompt.
  package private(set) var cursor: Point?
  /// Whether the cursor is a caret to be seen, rather than a place for screen readers.
  package private(set) var showsCursor = false

  var cells: [Cell]
  /// Glyphs of several scalars, base first; cells hold their index.
  var clusters: [[UInt32]] = []
  /// The part being drawn, in cells of the whole canvas.
  private var view: Rect

  package init(size: Size, glyphs: Glyphs = .utf8) {
    self.size = size
    self.glyphs = glyphs
    cells = Array(repeating: .blank, count: size.width * size.height)
    view = Rect(size)
    origin = Point(0, 0)
  }

  /// The origin of coordinates; differs from the view's corner when the part reaches past an edge.
  private var origin: Point
  /// The size the current part was given, even where it reaches past an edge.
  private var partSize: Size?

  /// The part being drawn, in its own coordinates.
  package var area: Rect { Rect(partSize ?? size) }

  /// Draws with a part of the canvas as if it were all: its corner is (0, 0) and nothing leaves it.
  package mutating func within(_ rect: Rect, _ draw: (inout Canvas) -> Void) {
    let saved = (view, origin, partSize)
    let placed = rect.offset(x: origin.x, y: origin.y)
    view = view.intersection(placed)
    origin = placed.origin
    partSize = placed.size
    draw(&self)
    (view, origin, partSize) = saved
  }

  /// Rests the hardware cursor here; a visible one is a caret.
  package mutating func setCursor(_ point: Point, visible: Bool = false) {
    let placed = Point(point.x + origin.x, point.y + origin.y)
    guard view.contains(placed) else { return }
    cursor = placed
    showsCursor = visible
  }

  /// Draws one line of text and says how many columns it took.
  ///
  /// - Parameters:
  ///   - text: Any text; what does not fit ends in an ellipsis.
  ///   - point: Where the first column stands.
  ///   - role: What the text means.
  ///   - emphasis: Marks laid over the role.
  ///   - width: The most columns to take; to the edge of the part when absent.
  /// - Returns: The columns drawn, at most `width`.
  @discardableResult
  package mutating func draw(
    _ text: String, at point: Point, _ role: Role = .text, _ emphasis: Emphasis = [],
    width: Int? = nil
  ) -> Int {
    let room = min(width ?? .max, area.width - point.x)
    guard room > 0 else { return 0 }
    var pen = Pen(at: Point(point.x + origin.x, point.y + origin.y), role, emphasis)
    if drawPlain(text, room, &pen) { return pen.x - point.x - origin.x }
    let limit = pen.x + room
    // Bytes are never fewer than columns, so a text this short needs no measuring.
    let fits = text.utf8.count <= room || TextWidth.columns(text) <= room
    var reader = GlyphReader()
    for scalar in text.unicodeScalars {
      switch reader.read(scalar) {
      case .glyph(let code, let width):
        if pen.x + Int(width) > (fits ? limit : limit - 1) {
          put(glyphs.scalar(.ellipsis).value, 1, &pen)
          return pen.x - point.x - origin.x
        }
        spell(code, width, &pen)
      case .join(let mark): if glyphs.charset == .utf8 { join(mark, pen) }
      case .skip: break
      }
    }
    return pen.x - point.x - origin.x
  }

  /// Draws printable ASCII that fits, a cell a byte; false for any other text, of which nothing is drawn.
  private mutating func drawPlain(_ text: String, _ room: Int, _ pen: inout Pen) -> Bool {
    let bytes = text.utf8.span
    guard bytes.count <= room, TextWidth.isPlain(text) else { return false }
    defer { pen.x += bytes.count }
    guard pen.y >= view.y, pen.y < view.maxY else { return true }
    let first = pen.y * size.width
    let columns = max(pen.x, view.x)..<max(pen.x, view.x, min(pen.x + bytes.count, view.maxX))
    for x in columns {
      let code = UInt32(bytes[x - pen.x])
      replace(first + x, Cell(code: code, width: 1, role: pen.role, emphasis: pen.emphasis))
    }
    return true
  }

  /// Draws one mark.
  package mutating func draw(
    _ glyph: Glyph, at point: Point, _ role: Role = .text, _ emphasis: Emphasis = []
  ) {
    guard area.contains(point) else { return }
    var pen = Pen(at: Point(point.x + origin.x, point.y + origin.y), role, emphasis)
    put(glyphs.scalar(glyph).value, 1, &pen)
  }

  /// Fills a block with one mark, or with nothing.
  package mutating func fill(_ rect: Rect, with glyph: Glyph = .absent, _ role: Role = .text) {
    let block = rect.offset(x: origin.x, y: origin.y).intersection(view)
    let code = glyphs.scalar(glyph).value
    for y in block.y..<block.maxY {
      for index in (y * size.width + block.x)..<(y * size.width + block.maxX) {
        replace(index, Cell(code: code, width: 1, role: role, emphasis: []))
      }
    }
  }

  /// Lays an emphasis over what is drawn already, such as the chosen row's.
  package mutating func emphasize(_ rect: Rect, _ emphasis: Emphasis = .selected) {
    let block = rect.offset(x: origin.x, y: origin.y).intersection(view)
    for y in block.y..<block.maxY {
      for index in (y * size.width + block.x)..<(y * size.width + block.maxX) {
        cells[index].emphasis.formUnion(emphasis)
      }
    }
  }

  private struct Pen {
    var x: Int
    let y: Int
    let role: Role
    let emphasis: Emphasis

    init(at point: Point, _ role: Role, _ emphasis: Emphasis) {
      x = point.x
      y = point.y
      self.role = role
      self.emphasis = emphasis
    }
  }

  /// Puts one glyph of a text, spelt in the alphabet of the canvas and as wide as it is.
  private mutating func spell(_ code: UInt32, _ width: UInt8, _ pen: inout Pen) {
    guard glyphs.charset == .ascii, code > 0x7E else { return put(code, width, &pen) }
    for _ in 0..<width { put(Glyphs.plain(code), 1, &pen) }
  }

  /// Puts one glyph and moves on; a glyph that is cut by the part's edge is left blank there.
  private mutating func put(_ code: UInt32, _ width: UInt8, _ pen: inout Pen) {
    defer { pen.x += Int(width) }
    guard pen.y >= view.y, pen.y < view.maxY, pen.x + Int(width) > view.x, pen.x < view.maxX else { return }
    let isWhole = pen.x >= view.x && pen.x + Int(width) <= view.maxX
    guard isWhole else {
      let visible = max(pen.x, view.x)
      replace(
        pen.y * size.width + visible, Cell(code: 0x20, width: 1, role: pen.role, emphasis: pen.emphasis))
      return
    }
    let index = pen.y * size.width + pen.x
    replace(index, Cell(code: code, width: width, role: pen.role, emphasis: pen.emphasis))
    if width == 2 {
      replace(index + 1, Cell(code: 0, width: 0, role: pen.role, emphasis: pen.emphasis), keepsLeft: true)
    }
  }

  /// Writes a cell and blanks the other half of a wide glyph it cuts in two.
  private mutating func replace(_ index: Int, _ cell: Cell, keepsLeft: Bool = false) {
    let old = cells[index]
    guard old.width != 1 || cell.width != 1 else {
      cells[index] = cell
      return
    }
    if old.width == 0, !keepsLeft, index % size.width > 0 { blank(index - 1) }
    if old.width == 2, cell.width != 2, (index + 1) % size.width > 0 { blank(index + 1) }
    cells[index] = cell
  }

  private mutating func blank(_ index: Int) {
    cells[index].code = 0x20
    cells[index].width = 1
  }

  /// Adds a combining mark to the glyph drawn last; a cell takes at most four.
  private mutating func join(_ mark: UInt32, _ pen: Pen) {
    guard pen.y >= view.y, pen.y < view.maxY, pen.x > view.x, pen.x <= view.maxX else { return }
    var index = pen.y * size.width + pen.x - 1
    if cells[index].width == 0, index % size.width > 0 { index -= 1 }
    let code = cells[index].code
    if cells[index].isCluster {
      let place = Int(code & ~Cell.clusterFlag)
      if clusters[place].count < 5 { clusters[place].append(mark) }
    } else if clusters.count < 65_536 {
      clusters.append([code, mark])
      cells[index].code = Cell.clusterFlag | UInt32(clusters.count - 1)
    }
  }
}
