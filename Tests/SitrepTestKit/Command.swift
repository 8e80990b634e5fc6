import Dispatch
import Glibc

/// Runs a program to its end on a thread of its own.
package enum Command {
  package struct Outcome: Sendable {
    package let code: Int32
    /// Output and errors, as they came.
    package let output: String
  }

  package static func run(
    _ program: String, _ arguments: [String], environment: [String: String] = ["PATH": "/usr/bin:/bin"]
  ) async throws -> Outcome {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "command").async {
        continuation.resume(with: Result { try runBlocking(program, arguments, environment) })
      }
    }
  }

  static func runBlocking(
    _ program: String, _ arguments: [String], _ environment: [String: String]
  ) throws -> Outcome {
    var ends: [Int32] = [0, 0]
    guard unsafe pipe(&ends) == 0 else { throw ChildProcess.Failure(description: "no pipe: error \(errno)") }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    _ = fcntl(ends[1], F_SETFD, FD_CLOEXEC)
    defer { close(ends[0]) }
    let pid: pid_t
    do {
      pid = try ChildProcess.start(program, arguments, environment: environment, wiring: .output(ends[1]))
      close(ends[1])
    } catch {
      close(ends[1])
      throw error
    }
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = unsafe read(ends[0], &buffer, buffer.count)
      if count > 0 { output += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    return Outcome(code: ChildProcess.waitBlocking(pid), output: String(decoding: output, as: UTF8.self))
  }
}
