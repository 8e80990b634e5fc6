import CLinux
import Glibc

/// The terminal as the program uses it: canvases out, keys in, and back to the shell whatever happens.
///
/// One at a time, on the main actor. Signals, readiness of input and ticks are the caller's: on SIGWINCH
/// it calls `resize`, on SIGCONT `redraw`, when input is ready `readKeys`.
package final class Screen {
  private let curses: Curses
  private var line: TerminalLine
  private var decoder = KeyDecoder()
  private var shown: Canvas?
  private var theme: Theme
  private var isOpen = true
  private var isPasting = false
  private var isCursorVisible = false
  private var isQueried = false
  private let base: Capabilities

  package private(set) var size: Size
  /// The marks to draw canvases with.
  package var glyphs: Glyphs { Glyphs(base.charset) }

  /// Takes the terminal; the first frame appears with the first `present`.
  package static func open(
    environment: TerminalEnvironment, theme: Theme = .fallback
  ) throws(ScreenError) -> Screen {
    let line = try TerminalLine(input: environment.input, output: environment.output)
    let codeset = Locale.adopt(environment.locale)
    guard
      let curses = Curses(
        candidates: environment.candidates, isColorAllowed: environment.isColorAllowed)
    else {
      throw ScreenError(
        code: .noDescription, description: "no terminal description is installed; try installing ncurses-base"
      )
    }
    let usesASCII = environment.prefersASCII || codeset != "UTF-8"
    let capabilities = Capabilities(
      term: curses.term, requestedTerm: environment.variables["TERM"] ?? "", colors: curses.depth,
      charset: usesASCII ? .ascii : .utf8, codeset: codeset)
    return Screen(curses, line, capabilities, theme)
  }

  private init(_ curses: Curses, _ line: TerminalLine, _ capabilities: Capabilities, _ theme: Theme) {
    self.curses = curses
    self.line = line
    base = capabilities
    self.theme = theme
    size = line.size ?? Size(80, 24)
    guardAgainstCrashes()
    line.takeKeys()
    curses.resize(size)
    use(theme)
  }

  package var capabilities: Capabilities {
    var capabilities = base
    capabilities.synchronizedOutput = decoder.supportsSynchronizedOutput
    return capabilities
  }

  /// Bytes sent to the terminal since it was opened.
  package var bytesWritten: Int { line.bytesWritten }

  /// Draws in another theme from the next frame on; without colour the built-in one is always used.
  package func use(_ theme: Theme) {
    self.theme = theme
    curses.adopt(base.colors == .none ? .fallback : theme)
    shown = nil
  }

  /// Shows a canvas, sending only what differs from what is shown.
  package func present(_ canvas: Canvas) {
    guard isOpen, !line.isClosed else { return }
    let isNew = shown?.size != canvas.size
    for row in 0..<min(size.height, canvas.size.height) {
      if let run = changedRun(row, of: canvas, isNew: isNew) {
        curses.put(run, row: row, of: canvas, isASCII: base.codeset != "UTF-8")
      }
    }
    shown = canvas
    showCursor(canvas.showsCursor)
    let cursor = canvas.cursor ?? Point(0, 0)
    send(curses.frame(cursor: Point(min(cursor.x, size.width - 1), min(cursor.y, size.height - 1))))
  }

  /// The columns of a row from the first change to the last, whole glyphs only.
  private func changedRun(_ row: Int, of canvas: Canvas, isNew: Bool) -> Range<Int>? {
    let width = min(size.width, canvas.size.width)
    guard !isNew, let shown else { return 0..<width }
    let start = row * canvas.size.width
    guard var first = (0..<width).first(where: { !canvas.isSame(at: start + $0, as: shown) }) else {
      return nil
    }
    var last = (0..<width).last { !canvas.isSame(at: start + $0, as: shown) } ?? first
    while first > 0, canvas.cells[start + first].width == 0 || shown.cells[start + first].width == 0 {
      first -= 1
    }
    while last + 1 < width,
      canvas.cells[start + last + 1].width == 0 || shown.cells[start + last + 1].width == 0
    {
      last += 1
    }
    return first..<last + 1
  }

  /// One frame, one write; a large one is bracketed where the terminal has said that it understands.
  private func send(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let isLarge = bytes.count > 512
    if isLarge, decoder.supportsSynchronizedOutput == true {
      line.write(Sequences.beginFrame + bytes + Sequences.endFrame)
    } else if !isQueried, Sequences.mayAnswer(term: base.term) {
      isQueried = true
      line.write(bytes + Sequences.askSynchronized)
    } else {
      line.write(bytes)
    }
  }

  private func showCursor(_ isVisible: Bool) {
    guard isVisible != isCursorVisible else { return }
    isCursorVisible = isVisible
    curses.showCursor(isVisible)
  }

  /// The keys typed by now; `.closed` once nobody is at the other end any more.
  package func readKeys() -> [Key] {
    guard isOpen else { return [] }
    var keys: [Key] = []
    for _ in 0..<64 {
      // 25 ms tell the key Esc from the beginning of a sequence.
      switch line.read(waiting: decoder.isWaiting ? 25 : 0) {
      case .bytes(let bytes): keys += decoder.feed(bytes)
      case .closed: return keys + [.closed]
      case .nothing: return keys + decoder.flush()
      }
    }
    return keys
  }

  /// Throws away what was typed and not read, before a question that must not be answered by accident.
  package func flushInput() {
    line.dropInput()
    _ = decoder.flush()
  }

  /// Pasted text arrives as one `.paste` from now on, or is typed again; on only while a prompt is open.
  package func acceptPastes(_ isOn: Bool) {
    guard isOn != isPasting, isOpen else { return }
    isPasting = isOn
    line.write(isOn ? Sequences.pasteOn : Sequences.pasteOff)
  }

  /// Takes the window's new size; the caller draws a canvas of it.
  @discardableResult
  package func resize() -> Size {
    guard isOpen, let newSize = line.size else { return size }
    size = newSize
    shown = nil
    curses.resize(newSize)
    return newSize
  }

  /// Sends everything anew with the next frame, after others have written to the terminal.
  package func redraw() {
    guard isOpen else { return }
    line.takeKeys()
    resize()
  }

  package func beep() {
    guard isOpen else { return }
    line.write(curses.beep())
  }

  /// Stops the process as Ctrl-z does, and comes back when it is continued.
  package func suspend() {
    withTerminalReleased { srt_stop_process() }
  }

  /// Gives the terminal to somebody else, an editor or the shell, while this runs; then draws anew.
  package func withTerminalReleased<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard isOpen else { return try body() }
    let wasPasting = isPasting
    release()
    defer {
      guardAgainstCrashes()
      isOpen = true
      redraw()
      acceptPastes(wasPasting)
    }
    return try body()
  }

  /// The same for work that waits without blocking.
  package func withTerminalReleased<Result>(_ body: () async throws -> Result) async rethrows -> Result {
    guard isOpen else { return try await body() }
    let wasPasting = isPasting
    release()
    defer {
      guardAgainstCrashes()
      isOpen = true
      redraw()
      acceptPastes(wasPasting)
    }
    return try await body()
  }

  /// Gives the terminal back for good; nothing happens the second time.
  package func restore() {
    guard isOpen else { return }
    release()
    curses.close()
  }

  private func release() {
    acceptPastes(false)
    isOpen = false
    isCursorVisible = false
    line.write(curses.leave())
    line.giveBack()
    srt_unguard_terminal()
  }

  private func guardAgainstCrashes() {
    let bytes = Sequences.endFrame + Sequences.pasteOff + curses.resetBytes()
    let plain = Sequences.mayAnswer(term: base.term) ? bytes : curses.resetBytes()
    _ = unsafe plain.withUnsafeBytes { buffer in
      unsafe srt_guard_terminal(
        line.output, buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(buffer.count))
    }
  }
}
