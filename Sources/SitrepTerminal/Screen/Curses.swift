import CLinux
import CNcurses
import Glibc

/// All there is of ncurses: cells in, the bytes a terminal needs out.
///
/// ncurses writes into a file in memory, so that a frame reaches the terminal in one write and can be
/// bracketed; settings, size and input of the terminal are not its business here.
/// Safe: the file and the screen it owns live until `close`, and only the main actor holds it.
@safe
final class Curses {
  let term: String
  let depth: Capabilities.ColorDepth
  private let screen: OpaquePointer
  private let file: UnsafeMutablePointer<FILE>
  private let descriptor: Int32
  private var pairs: [ColorPair: Int16] = [:]
  private var inks: [Ink?] = []
  private let compaction: FrameCompaction
  /// What goes before the next frame.
  private var pending: [UInt8] = []

  private struct ColorPair: Hashable {
    let foreground: Int32
    let background: Int32
  }

  private struct Ink {
    let attributes: attr_t
    let pair: Int16
    /// Whether a blank shows nothing of it.
    let leavesBlanks: Bool
  }

  /// The first of the names whose description is enough for a screen; `nil` when none is, or memory is out.
  init?(candidates: [String], isColorAllowed: Bool) {
    let descriptor = unsafe srt_memory_file("sitrep-screen")
    guard descriptor >= 0 else { return nil }
    guard let file = unsafe fdopen(descriptor, "w+") else {
      Glibc.close(descriptor)
      return nil
    }
    srt_keep_job_signals()
    defer { srt_put_back_job_signals() }
    // Without the second call a description that names no size (linux) is refused.
    use_env(false)
    use_tioctl(true)
    guard let (term, screen) = unsafe Curses.open(candidates, file) else {
      unsafe fclose(file)
      return nil
    }
    self.term = term
    unsafe self.screen = unsafe screen
    unsafe self.file = unsafe file
    self.descriptor = descriptor
    depth = isColorAllowed ? Curses.startColor() : .none
    compaction = FrameCompaction(movesInRow: Curses.keepsLastColumn)
    prepare()
  }

  private static func open(
    _ candidates: [String], _ file: UnsafeMutablePointer<FILE>
  ) -> (String, OpaquePointer)? {
    for name in candidates {
      guard let screen = unsafe newterm(name, file, file) else { continue }
      if canMoveCursor { return unsafe (name, screen) }
      unsafe delscreen(screen)
    }
    return nil
  }

  /// A description without this, such as `dumb`, cannot hold a screen.
  private static var canMoveCursor: Bool {
    guard let capability = unsafe tigetstr("cup") else { return false }
    return Int(bitPattern: capability) != -1
  }

  /// Whether the terminal waits in its last column (`xenl`) and takes columns by number as xterm does.
  private static var keepsLastColumn: Bool {
    guard unsafe tigetflag("xenl") == 1, let column = unsafe tigetstr("hpa"), Int(bitPattern: column) != -1
    else { return false }
    return unsafe String(cString: column) == "\u{1B}[%i%p1%dG"
  }

  private static func startColor() -> Capabilities.ColorDepth {
    guard has_colors(), start_color() == OK else { return .none }
    if use_default_colors() != OK { assume_default_colors(7, 0) }
    let count = srt_colors()
    if count > 256, unsafe tigetflag("RGB") == 1 || tigetnum("RGB") > 0 { return .direct }
    return count >= 256 ? .indexed : count >= 16 ? .sixteen : count >= 8 ? .eight : .none
  }

  /// Never give up half a frame because a key waits; show the cursor where the focus is.
  private func prepare() {
    typeahead(-1)
    unsafe leaveok(srt_stdscr(), false)
    unsafe scrollok(srt_stdscr(), false)
    unsafe idlok(srt_stdscr(), false)
    curs_set(0)
  }

  /// The whole screen anew, in this size.
  func resize(_ size: Size) {
    resize_term(Int32(size.height), Int32(size.width))
    unsafe werase(srt_stdscr())
    repaint()
    pending += takeBytes() + Curses.scrollRegion(lines: size.height)
  }

  /// Lets all lines scroll: ncurses sets the size of the description, and a line feed on that one's last
  /// line would move half the screen.
  private static func scrollRegion(lines: Int) -> [UInt8] {
    guard let capability = unsafe tigetstr("csr"), Int(bitPattern: capability) != -1 else { return [] }
    guard let text = unsafe srt_scroll_region(capability, 0, Int32(lines - 1)) else { return [] }
    return withoutPadding(unsafe Array(String(cString: text).utf8))
  }

  /// The next frame clears the terminal first: somebody else has written to it.
  func repaint() { unsafe clearok(srt_stdscr(), true) }

  func showCursor(_ isVisible: Bool) { curs_set(isVisible ? 1 : 0) }

  func beep() -> [UInt8] {
    CNcurses.beep()
    return takeBytes()
  }

  /// Resolves every role and emphasis of a theme once.
  func adopt(_ theme: Theme) {
    inks = Array(repeating: nil, count: Role.allCases.count * 8)
    for role in Role.allCases {
      for raw in UInt8(0)..<8 {
        let style = theme.style(role, Emphasis(rawValue: raw))
        inks[Int(role.rawValue) * 8 + Int(raw)] = Ink(
          attributes: attributes(style.attributes), pair: pair(of: style),
          leavesBlanks: style.background == nil && style.attributes.isDisjoint(with: [.underline, .reverse]))
      }
    }
  }

  private func attributes(_ attributes: Attributes) -> attr_t {
    var value: attr_t = 0
    if attributes.contains(.bold) { value |= srt_attr_bold() }
    if attributes.contains(.dim) { value |= srt_attr_dim() }
    if attributes.contains(.underline) { value |= srt_attr_underline() }
    if attributes.contains(.reverse) { value |= srt_attr_reverse() }
    if attributes.contains(.italic) { value |= srt_attr_italic() }
    return value
  }

  private func pair(of style: Style) -> Int16 {
    let wanted = ColorPair(foreground: number(style.foreground), background: number(style.background))
    if depth == .none || (wanted.foreground == -1 && wanted.background == -1) { return 0 }
    if let known = pairs[wanted] { return known }
    let next = Int16(pairs.count + 1)
    guard Int32(next) < srt_color_pairs() else { return 0 }
    guard init_extended_pair(Int32(next), wanted.foreground, wanted.background) == OK else { return 0 }
    pairs[wanted] = next
    return next
  }

  private func number(_ color: Color?) -> Int32 {
    guard let color else { return -1 }
    switch depth {
    case .none: return -1
    // Bright black would be black, and unseen on the background most have.
    case .eight: return color.basic == 8 ? 7 : Int32(color.basic % 8)
    case .sixteen: return Int32(color.basic)
    case .indexed: return Int32(color.indexed)
    case .direct: return Int32(color.rgb ?? Palette.rgb(of: color.indexed))
    }
  }

  /// Puts a run of changed cells on a row.
  func put(_ run: Range<Int>, row: Int, of canvas: Canvas, isASCII: Bool) {
    var cells: [cchar_t] = []
    cells.reserveCapacity(run.count + 1)
    let start = row * canvas.size.width
    var last: (ink: Ink?, blanks: Int) = (nil, 0)
    for column in run {
      let cell = canvas.cells[start + column]
      if cell.width == 0 { continue }
      let all = canvas.scalars(cell)
      let isBlank = all == [0x20]
      var ink = ink(of: cell)
      // A blank or two between words in the look of the word before them saves a change of look or two.
      if isBlank, ink?.leavesBlanks ?? true, let before = last.ink, before.leavesBlanks, last.blanks < 3 {
        ink = before
        last.blanks += 1
      } else {
        last = (isBlank ? nil : ink, 0)
      }
      for scalars in Curses.drawable(all, cell.width, isASCII: isASCII) {
        cells.append(character(scalars, ink))
      }
    }
    unsafe mvwadd_wchnstr(srt_stdscr(), Int32(row), Int32(run.lowerBound), cells, Int32(cells.count))
  }

  /// The scalars to send for a cell; what the C library would place otherwise becomes question marks.
  private static func drawable(_ scalars: [UInt32], _ width: UInt8, isASCII: Bool) -> [[UInt32]] {
    guard let base = scalars.first else { return [] }
    if base < 0x7F { return [isASCII ? [base] : scalars] }
    if !isASCII, srt_columns(Int32(bitPattern: base)) == Int32(width) { return [scalars] }
    return Array(repeating: [0x3F], count: Int(width))
  }

  private func ink(of cell: Cell) -> Ink? {
    inks[Int(cell.role.rawValue) * 8 + Int(cell.emphasis.rawValue & 7)]
  }

  private func character(_ scalars: [UInt32], _ ink: Ink?) -> cchar_t {
    var text = scalars.prefix(5).map { wchar_t(bitPattern: $0) }
    text.append(0)
    var character = cchar_t()
    unsafe setcchar(&character, text, ink?.attributes ?? 0, ink?.pair ?? 0, nil)
    return character
  }

  /// The bytes that bring the terminal from the last frame to this one.
  func frame(cursor: Point) -> [UInt8] {
    unsafe wmove(srt_stdscr(), Int32(cursor.y), Int32(cursor.x))
    unsafe wnoutrefresh(srt_stdscr())
    doupdate()
    defer { pending = [] }
    return pending + compaction.compact(takeBytes())
  }

  /// The bytes that leave the screen, for now (the next frame comes back) or for good.
  func leave() -> [UInt8] {
    endwin()
    return takeBytes()
  }

  /// What undoes the screen's modes when there is no time for anything else.
  func resetBytes() -> [UInt8] {
    ["sgr0", "cnorm", "rmcup"].flatMap { Curses.capability($0) }
  }

  private static func capability(_ name: String) -> [UInt8] {
    guard let text = unsafe tigetstr(name), Int(bitPattern: text) != -1 else { return [] }
    return withoutPadding(unsafe Array(String(cString: text).utf8))
  }

  /// Delays such as `$<5>` are for terminals of paper.
  private static func withoutPadding(_ bytes: [UInt8]) -> [UInt8] {
    guard let start = bytes.firstIndex(of: UInt8(ascii: "$")) else { return bytes }
    return Array(bytes[..<start])
  }

  func close() {
    srt_keep_job_signals()
    unsafe delscreen(screen)
    srt_put_back_job_signals()
    unsafe fclose(file)
  }

  /// Empties the file in memory.
  private func takeBytes() -> [UInt8] {
    unsafe fflush(file)
    let count = Int(lseek(descriptor, 0, SEEK_CUR))
    guard count > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    let read = unsafe bytes.withUnsafeMutableBytes { unsafe pread(descriptor, $0.baseAddress, count, 0) }
    ftruncate(descriptor, 0)
    lseek(descriptor, 0, SEEK_SET)
    return Array(bytes.prefix(max(0, read)))
  }
}
