import CVterm

/// A real terminal emulator without a window: bytes in, a screen out.
///
/// Safe: it owns what libvterm gave it until `deinit`. One thread at a time.
@safe
package final class VirtualScreen {
  private let terminal: OpaquePointer
  private let screen: OpaquePointer
  private let callbacks: UnsafeMutablePointer<VTermScreenCallbacks>
  private let modes: UnsafeMutablePointer<Modes>
  private var bytesReceived = 0
  private var repeats = RepeatFilter()

  private struct Modes {
    var isAlternateScreen = false
    var isCursorVisible = true
  }

  package init?(columns: Int, rows: Int) {
    guard let terminal = unsafe vterm_new(Int32(rows), Int32(columns)) else { return nil }
    unsafe self.terminal = terminal
    unsafe vterm_set_utf8(terminal, 1)
    unsafe screen = vterm_obtain_screen(terminal)
    unsafe callbacks = .allocate(capacity: 1)
    unsafe modes = .allocate(capacity: 1)
    unsafe modes.initialize(to: Modes())
    unsafe callbacks.initialize(to: VTermScreenCallbacks())
    unsafe callbacks.pointee.settermprop = { property, value, user in
      guard let value = unsafe value, let user = unsafe user else { return 1 }
      let modes = unsafe user.assumingMemoryBound(to: Modes.self)
      if property == VTERM_PROP_ALTSCREEN {
        unsafe modes.pointee.isAlternateScreen = unsafe value.pointee.boolean != 0
      } else if property == VTERM_PROP_CURSORVISIBLE {
        unsafe modes.pointee.isCursorVisible = unsafe value.pointee.boolean != 0
      }
      return 1
    }
    unsafe vterm_screen_set_callbacks(screen, callbacks, modes)
    unsafe vterm_screen_enable_altscreen(screen, 1)
    unsafe vterm_screen_reset(screen, 1)
  }

  deinit {
    unsafe vterm_free(terminal)
    unsafe callbacks.deallocate()
    unsafe modes.deallocate()
  }

  /// Takes what a program wrote and gives what the terminal answers.
  package func feed(_ bytes: [UInt8]) -> [UInt8] {
    bytesReceived += bytes.count
    let plain = repeats.filter(bytes)
    unsafe plain.withUnsafeBytes { buffer in
      _ = unsafe vterm_input_write(
        terminal, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), buffer.count)
    }
    var answer = [CChar](repeating: 0, count: 4096)
    let count = unsafe vterm_output_read(terminal, &answer, answer.count)
    return answer.prefix(count).map { UInt8(bitPattern: $0) }
  }

  package func resize(columns: Int, rows: Int) {
    unsafe vterm_set_size(terminal, Int32(rows), Int32(columns))
  }

  package var snapshot: ScreenSnapshot {
    var rows: Int32 = 0
    var columns: Int32 = 0
    unsafe vterm_get_size(terminal, &rows, &columns)
    var cursor = VTermPos()
    unsafe vterm_state_get_cursorpos(vterm_obtain_state(terminal), &cursor)
    return unsafe ScreenSnapshot(
      cells: (0..<rows).map { row in (0..<columns).map { cell(row: row, column: $0) } },
      cursorColumn: Int(cursor.col), cursorRow: Int(cursor.row),
      isCursorVisible: modes.pointee.isCursorVisible,
      isAlternateScreen: modes.pointee.isAlternateScreen, bytesReceived: bytesReceived)
  }

  private func cell(row: Int32, column: Int32) -> ScreenSnapshot.Cell {
    var cell = VTermScreenCell()
    unsafe vterm_screen_get_cell(screen, VTermPos(row: row, col: column), &cell)
    let flags = cell.attrs
    return ScreenSnapshot.Cell(
      text: VirtualScreen.text(cell), foreground: VirtualScreen.color(cell.fg, standardFlag: 2),
      background: VirtualScreen.color(cell.bg, standardFlag: 4), isBold: flags.bold != 0,
      isUnderlined: flags.underline != 0, isReversed: flags.reverse != 0, isItalic: flags.italic != 0)
  }

  /// A cell of all ones is the second half of a wide glyph.
  private static func text(_ cell: VTermScreenCell) -> String {
    let scalars = [cell.chars.0, cell.chars.1, cell.chars.2, cell.chars.3, cell.chars.4, cell.chars.5]
    if scalars[0] == UInt32.max { return "" }
    var text = String.UnicodeScalarView()
    for value in scalars.prefix(while: { $0 != 0 }) {
      if let scalar = Unicode.Scalar(value) { text.append(scalar) }
    }
    return text.isEmpty ? " " : String(text)
  }

  /// The flags are libvterm's macros: 1 indexed, 2 the default foreground, 4 the default background.
  private static func color(_ color: VTermColor, standardFlag: UInt8) -> ScreenSnapshot.Color {
    if unsafe color.type & standardFlag != 0 { return .standard }
    if unsafe color.type & 1 != 0 { return unsafe .indexed(color.indexed.idx) }
    return unsafe .rgb(color.rgb.red, color.rgb.green, color.rgb.blue)
  }
}
