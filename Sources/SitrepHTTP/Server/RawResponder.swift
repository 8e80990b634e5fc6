import CLinux
import Glibc

/// One thing a raw connection does after the request was read; after the last it closes in order.
package enum RawStep: Sendable, Equatable {
  case send([UInt8])
  case wait(milliseconds: Int)
  /// Sends `size` bytes at a time with a pause before each.
  case drip([UInt8], size: Int, everyMilliseconds: Int)
  /// Says "no more from me" and keeps the connection.
  case shutdown
  /// Cuts the connection with a reset.
  case reset
  /// Never does anything again.
  case hang

  package static func text(_ text: String) -> RawStep { .send(Array(text.utf8)) }
}

/// A TCP listener that does what no well-behaved server would: half answers, drips, resets, silence.
package final class RawResponder: Sendable {
  package let port: UInt16
  private let loop: EventLoop
  private let confined: LoopConfined<RawListener>

  /// `script` decides, on the loop's thread, what follows the request whose head it gets.
  package init(
    loop: EventLoop, host: String = "127.0.0.1", port: UInt16 = 0,
    script: @escaping @Sendable (_ requestHead: [UInt8]) -> [RawStep]
  ) throws(HTTPError) {
    let socket = try ListeningSocket(host: host, port: port)
    self.port = socket.port
    self.loop = loop
    let listener = RawListener(loop: loop, descriptor: socket.handOver(), script: script)
    confined = LoopConfined(listener, to: loop)
    loop.submit { [confined] in confined.value.open() }
  }

  /// Closes the listener and all its connections.
  package func stop() { loop.submit { [confined] in confined.value.close() } }
}

/// The loop's side of a raw responder.
private final class RawListener {
  private let loop: EventLoop
  private let descriptor: Int32
  private let script: (_ requestHead: [UInt8]) -> [RawStep]
  private var conversations: [Int32: RawConversation] = [:]
  private var isOpen = true
  private var stopHook: UInt64?

  init(loop: EventLoop, descriptor: Int32, script: @escaping ([UInt8]) -> [RawStep]) {
    self.loop = loop
    self.descriptor = descriptor
    self.script = script
  }

  func open() {
    try? loop.watch(descriptor, for: .read) { [unowned self] _, _ in accept() }
    stopHook = loop.addStopHook { self.close() }
  }

  func close() {
    guard isOpen else { return }
    isOpen = false
    if let stopHook { loop.removeStopHook(stopHook) }
    loop.unwatch(descriptor)
    Glibc.close(descriptor)
    for conversation in conversations.values { conversation.close() }
  }

  private func accept() {
    while true {
      let fd = srt_accept(descriptor)
      guard fd >= 0 else { return }
      let conversation = RawConversation(loop: loop, fd: fd, script: script) { [unowned self] in
        conversations[fd] = nil
      }
      conversations[fd] = conversation
      conversation.begin()
    }
  }
}
