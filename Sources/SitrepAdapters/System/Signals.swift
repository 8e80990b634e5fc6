import Dispatch
import Glibc

/// A signal that sitrep answers.
package enum Signal: Hashable, CaseIterable, Sendable {
  case terminate
  case interrupt
  case hangUp
  case windowChanged
  case `continue`
  /// ^Z; whoever takes it must stop the process with `Signals.stop()` when the terminal is in order.
  case suspend

  var number: Int32 {
    switch self {
    case .terminate: SIGTERM
    case .interrupt: SIGINT
    case .hangUp: SIGHUP
    case .windowChanged: SIGWINCH
    case .continue: SIGCONT
    case .suspend: SIGTSTP
    }
  }
}

/// Signals as a stream, taken by Dispatch; watch before any other work starts.
package enum Signals {
  /// Takes `signals` from their default effect for the life of the process and streams them.
  ///
  /// Returns when Dispatch listens: a signal sent afterwards is never lost.
  package static func watch(_ signals: Set<Signal>) -> AsyncStream<Signal> {
    let queue = DispatchQueue(label: "sitrep.signals")
    return AsyncStream(bufferingPolicy: .bufferingNewest(16)) { continuation in
      let sources = signals.map { wanted in
        Glibc.signal(wanted.number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: wanted.number, queue: queue)
        source.setEventHandler { continuation.yield(wanted) }
        let registered = DispatchSemaphore(value: 0)
        source.setRegistrationHandler { registered.signal() }
        source.resume()
        registered.wait()
        return SignalSource(source)
      }
      continuation.onTermination = { _ in for source in sources { source.cancel() } }
    }
  }

  /// Stops this process as ^Z would; returns when it is continued.
  package static func stop() {
    signal(SIGTSTP, SIG_DFL)
    // Dispatch may have blocked it; it must reach this thread here and now.
    var stopping = sigset_t()
    unsafe sigemptyset(&stopping)
    unsafe sigaddset(&stopping, SIGTSTP)
    unsafe pthread_sigmask(SIG_UNBLOCK, &stopping, nil)
    raise(SIGTSTP)
    signal(SIGTSTP, SIG_IGN)
  }

  /// Asks another process to end; false when there is none of ours.
  @discardableResult
  package static func terminate(pid: Int) -> Bool {
    guard let pid = Int32(exactly: pid), pid > 1 else { return false }
    return kill(pid, SIGTERM) == 0
  }

  /// Whether a process of this number lives.
  package static func isAlive(pid: Int) -> Bool {
    guard let pid = Int32(exactly: pid), pid > 0 else { return false }
    return kill(pid, 0) == 0 || errno == EPERM
  }
}

/// A Dispatch source whose only use from other threads is `cancel`, which Dispatch allows from any.
private final class SignalSource: @unchecked Sendable {
  private let source: any DispatchSourceSignal

  init(_ source: any DispatchSourceSignal) {
    self.source = source
  }

  func cancel() {
    source.cancel()
  }
}
