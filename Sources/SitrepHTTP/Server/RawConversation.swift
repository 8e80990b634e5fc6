import CLinux
import Glibc

/// One raw connection: reads a request, then follows its steps.
///
/// Loop thread only.
final class RawConversation {
  private static let requestBound = 4 << 20

  private let loop: EventLoop
  private let fd: Int32
  private let script: ([UInt8]) -> [RawStep]
  private let onClose: () -> Void
  private var request: [UInt8] = []
  private var steps: ArraySlice<RawStep>?
  private var unsent: ArraySlice<UInt8> = []
  private var timer: TimerID?
  private var isOpen = true

  init(
    loop: EventLoop, fd: Int32, script: @escaping ([UInt8]) -> [RawStep], onClose: @escaping () -> Void
  ) {
    self.loop = loop
    self.fd = fd
    self.script = script
    self.onClose = onClose
  }

  func begin() {
    try? loop.watch(fd, for: .read) { [unowned self] _, events in ready(events) }
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    if let timer { loop.cancel(timer) }
    loop.unwatch(fd)
    Glibc.close(fd)
    onClose()
  }

  private func ready(_ events: Readiness) {
    if events.contains(.error) { return close() }
    if events.contains(.write) { return flush() }
    let isAtEnd = receive()
    guard isOpen else { return }
    if steps == nil, let head = completeHead() {
      steps = script(head)[...]
      advance()
    }
    guard isOpen, isAtEnd else { return }
    // Whoever went away before asking is let go; a script runs on, as the peer may only have closed its side.
    if steps == nil { close() } else { loop.rewatch(fd, for: unsent.isEmpty ? [] : .write) }
  }

  /// True at the end of what the peer sends.
  private func receive() -> Bool {
    unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16_384) { buffer in
      while true {
        let count = unsafe recv(fd, buffer.baseAddress, buffer.count, 0)
        guard count > 0 else { return count == 0 }
        guard steps == nil else { continue }
        unsafe request.append(contentsOf: buffer.prefix(count))
        if request.count > Self.requestBound {
          close()
          return true
        }
      }
    }
  }

  /// The head once it and the body it announces have come.
  private func completeHead() -> [UInt8]? {
    guard let end = request.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
    let head = Array(request[..<end.upperBound])
    return request.count >= head.count + announcedLength(head) ? head : nil
  }

  private func announcedLength(_ head: [UInt8]) -> Int {
    for line in String(decoding: head, as: UTF8.self).split(separator: "\r\n") {
      let parts = line.split(separator: ":", maxSplits: 1)
      guard parts.count == 2, HTTPHeaders.same(String(parts[0]), "content-length") else { continue }
      return Int(parts[1].filter { $0 != " " }) ?? 0
    }
    return 0
  }

  // MARK: Steps

  private func advance() {
    while isOpen {
      guard let step = steps?.popFirst() else { return close() }
      if perform(step) { return }
    }
  }

  /// True when the rest must wait.
  private func perform(_ step: RawStep) -> Bool {
    switch step {
    case .send(let bytes):
      unsent = bytes[...]
      return !sendAll()
    case .wait(let milliseconds):
      return pause(milliseconds)
    case .drip(let bytes, let size, let milliseconds):
      guard !bytes.isEmpty else { return false }
      let size = max(1, size)
      let rest = Array(bytes.dropFirst(size))
      steps =
        [.send(Array(bytes.prefix(size))), .drip(rest, size: size, everyMilliseconds: milliseconds)]
        + (steps ?? [])
      return pause(milliseconds)
    case .shutdown:
      Glibc.shutdown(fd, Int32(SHUT_WR))
      return false
    case .reset:
      _ = srt_reset_on_close(fd)
      close()
      return true
    case .hang:
      return true
    }
  }

  private func pause(_ milliseconds: Int) -> Bool {
    timer = loop.schedule(after: UInt64(max(0, milliseconds)) * 1_000_000) { [unowned self] in
      timer = nil
      advance()
    }
    return true
  }

  private func flush() {
    guard sendAll() else { return }
    loop.rewatch(fd, for: .read)
    advance()
  }

  /// False when the kernel takes no more for now.
  private func sendAll() -> Bool {
    while !unsent.isEmpty {
      let count = unsafe unsent.withUnsafeBytes { bytes in
        unsafe send(fd, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      guard count >= 0 else {
        if errno == EAGAIN { loop.rewatch(fd, for: [.read, .write]) } else { close() }
        return false
      }
      unsent = unsent.dropFirst(count)
    }
    return true
  }
}
