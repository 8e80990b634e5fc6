import CLinux
import Glibc

/// The wire to the terminal: its settings, its size, and bytes in and out.
nonisolated struct TerminalLine {
  enum Reading {
    case bytes([UInt8])
    case nothing
    case closed
  }

  let input: Int32
  let output: Int32
  /// The settings found, to be given back.
  private let found: termios
  private(set) var bytesWritten = 0
  private(set) var isClosed = false

  init(input: Int32, output: Int32) throws(ScreenError) {
    var settings = termios()
    guard isatty(output) == 1, unsafe tcgetattr(input, &settings) == 0 else {
      throw ScreenError(
        code: .notATerminal, description: "the screen needs a terminal for both input and output")
    }
    self.input = input
    self.output = output
    found = settings
  }

  /// Columns and rows of the window, by the kernel's word and nobody's variables.
  var size: Size? {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard unsafe srt_window_size(output, &columns, &rows) == 0 else { return nil }
    return Size(Int(columns), Int(rows))
  }

  /// Every key arrives at once and as itself, Ctrl-c and Ctrl-z too; output is left as it is.
  func takeKeys() {
    var raw = found
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO | ECHONL | ISIG | IEXTEN)
    raw.c_iflag &= ~tcflag_t(ICRNL | INLCR | IGNCR | IXON | ISTRIP)
    raw.c_oflag &= ~tcflag_t(ONLCR)
    unsafe withUnsafeMutableBytes(of: &raw.c_cc) { characters in
      unsafe characters[Int(VMIN)] = 1
      unsafe characters[Int(VTIME)] = 0
    }
    _ = unsafe tcsetattr(input, TCSADRAIN, &raw)
  }

  /// The settings found at the start; input nobody has read is thrown away.
  func giveBack() {
    var settings = found
    _ = unsafe tcsetattr(input, TCSAFLUSH, &settings)
  }

  func dropInput() { tcflush(input, TCIFLUSH) }

  /// Writes it all, waiting for a slow terminal; a terminal that is gone is noted and not written to again.
  mutating func write(_ bytes: [UInt8]) {
    var done = 0
    while done < bytes.count, !isClosed {
      let count = unsafe bytes.withUnsafeBytes { buffer in
        unsafe Glibc.write(output, buffer.baseAddress?.advanced(by: done), bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if errno == EAGAIN {
        _ = TerminalLine.wait(output, for: POLLOUT, milliseconds: 1000)
      } else if errno != EINTR {
        isClosed = true
      }
    }
    bytesWritten += done
  }

  /// What has arrived by now, or within the time given.
  mutating func read(waiting milliseconds: Int32 = 0) -> Reading {
    if isClosed { return .closed }
    guard TerminalLine.wait(input, for: POLLIN, milliseconds: milliseconds) else { return .nothing }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(input, $0.baseAddress, $0.count) }
    if count > 0 { return .bytes(Array(buffer[..<count])) }
    if count < 0, errno == EAGAIN || errno == EINTR { return .nothing }
    isClosed = true
    return .closed
  }

  private static func wait(_ descriptor: Int32, for events: Int32, milliseconds: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(events), revents: 0)
    return unsafe poll(&entry, 1, milliseconds) > 0
  }
}
