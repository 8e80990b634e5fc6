import CLinux
import Dispatch
import Glibc
package import SitrepCore
import Synchronization

/// What a program that was run for its output came to.
package struct CapturedRun: Sendable {
  /// Exit status, 128 + n after signal n.
  package var status: Int
  package var output: [UInt8]
  package var errors: [UInt8]
  /// Why it was ended before it ended itself.
  package var cut: Cut?

  package enum Cut: Hashable, Sendable {
    case tooLong
    case tooMuch
    case cancelled
  }
}

extension ProcessLauncher {
  /// Runs a program without a terminal or a shell and takes what it writes.
  ///
  /// Whoever exceeds the time or the bytes is killed with all it started. Its input is empty. The wait is
  /// on a thread of its own.
  package static func capture(
    _ program: String, _ arguments: [String], environment: [String: String], within span: TimeSpan,
    limit: Int
  ) async throws(SystemError) -> CapturedRun {
    let isCancelled = CaptureFlag()
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation {
        (continuation: CheckedContinuation<Result<CapturedRun, SystemError>, Never>) in
        DispatchQueue(label: "sitrep.capture").async {
          let capture = Capture(limit: limit, span: span, isCancelled: { isCancelled.isRaised })
          continuation.resume(returning: capture.runBlocking(program, arguments, environment))
        }
      }
    } onCancel: {
      isCancelled.raise()
    }
    return try result.get()
  }
}

/// Carries a cancellation to the thread that waits.
private final class CaptureFlag: Sendable {
  private let flag = Atomic<Bool>(false)

  var isRaised: Bool { flag.load(ordering: .acquiring) }

  func raise() { flag.store(true, ordering: .releasing) }
}

/// One run, on the thread that may block.
private struct Capture {
  let limit: Int
  let span: TimeSpan
  let isCancelled: () -> Bool

  /// Between two looks at the cancellation and the clock in milliseconds.
  private static let slice: Int32 = 50

  func runBlocking(
    _ program: String, _ arguments: [String], _ environment: [String: String]
  ) -> Result<CapturedRun, SystemError> {
    do throws(SystemError) {
      let output = try Pipe(program)
      let errors = try Pipe(program)
      let pid = try ProcessLauncher.spawnCaptured(
        program, arguments, environment, output: output.write, errors: errors.write)
      output.closeWriteEnd()
      errors.closeWriteEnd()
      return .success(follow(pid, output, errors))
    } catch {
      return .failure(error)
    }
  }

  private func follow(_ pid: Int, _ output: Pipe, _ errors: Pipe) -> CapturedRun {
    let end = ContinuousClock.now + span.duration
    var run = CapturedRun(status: 0, output: [], errors: [])
    while output.isOpen || errors.isOpen {
      if let cut = cut(end, run) { return ended(pid, run, cut) }
      var polled = [output.read, errors.read].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
      _ = unsafe poll(&polled, 2, Capture.slice)
      if polled[0].revents != 0 { output.take(into: &run.output, limit: limit) }
      // What is too much of errors is only not kept.
      if polled[1].revents != 0 { errors.take(into: &run.errors, limit: .max) }
      run.errors = Array(run.errors.prefix(limit))
    }
    while true {
      if let status = ProcessLauncher.collect(pid: pid) {
        run.status = status
        return run
      }
      if let cut = cut(end, run) { return ended(pid, run, cut) }
      usleep(2_000)
    }
  }

  private func cut(_ end: ContinuousClock.Instant, _ run: CapturedRun) -> CapturedRun.Cut? {
    if isCancelled() { return .cancelled }
    if run.output.count > limit { return .tooMuch }
    return ContinuousClock.now >= end ? .tooLong : nil
  }

  private func ended(_ pid: Int, _ run: CapturedRun, _ cut: CapturedRun.Cut) -> CapturedRun {
    var run = run
    run.cut = cut
    // It leads its own session and group, so this reaches what it started too.
    kill(-Int32(pid), SIGKILL)
    run.status = ProcessLauncher.wait(pid)
    return run
  }
}

/// Both ends of a pipe that no other child inherits.
private final class Pipe {
  /// -1 once the other side has closed.
  private(set) var read: Int32
  private(set) var write: Int32

  init(_ subject: String) throws(SystemError) {
    read = -1
    write = -1
    guard unsafe srt_pipe(&read, &write) == 0 else { throw SystemError("make a pipe for", subject) }
  }

  deinit {
    closeWriteEnd()
    if read >= 0 { close(read) }
  }

  var isOpen: Bool { read >= 0 }

  func closeWriteEnd() {
    if write >= 0 { close(write) }
    write = -1
  }

  /// One piece of what is there, at most a little more than the limit.
  func take(into bytes: inout [UInt8], limit: Int) {
    var chunk = [UInt8](repeating: 0, count: 16_384)
    let count = unsafe Glibc.read(read, &chunk, chunk.count)
    if count > 0 {
      if bytes.count <= limit { bytes += chunk.prefix(count) }
    } else if count == 0 || errno != EINTR {
      close(read)
      read = -1
    }
  }
}
