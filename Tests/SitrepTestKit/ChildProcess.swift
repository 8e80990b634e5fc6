import CLinux
import Glibc

/// Starts children without forking, with clean signals whatever thread starts them.
enum ChildProcess {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  enum Wiring {
    /// A session of its own, with this terminal as the controlling one.
    case terminal(path: String)
    /// Output and errors into a descriptor.
    case output(Int32)
  }

  static func start(
    _ program: String, _ arguments: [String], environment: [String: String], wiring: Wiring
  ) throws -> pid_t {
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    defer {
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    unsafe wire(wiring, &actions)
    cleanSignals(&attributes, hasSession: wiring.isTerminal)
    var pid: pid_t = 0
    let result = unsafe withCStrings([program] + arguments) { argv in
      unsafe withCStrings(environment.map { "\($0)=\($1)" }) { envp in
        unsafe posix_spawn(&pid, program, &actions, &attributes, argv, envp)
      }
    }
    guard result == 0 else { throw Failure(description: "cannot start \(program): error \(result)") }
    return pid
  }

  private static func wire(_ wiring: Wiring, _ actions: inout posix_spawn_file_actions_t) {
    switch wiring {
    case .terminal(let path):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
    case .output(let descriptor):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, 2)
    }
  }

  private static func cleanSignals(_ attributes: inout posix_spawnattr_t, hasSession: Bool) {
    var none = sigset_t()
    var all = sigset_t()
    unsafe sigemptyset(&none)
    unsafe sigfillset(&all)
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    unsafe posix_spawnattr_setsigdefault(&attributes, &all)
    let flags =
      Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF) | (hasSession ? srt_spawn_setsid() : 0)
    unsafe posix_spawnattr_setflags(&attributes, Int16(flags))
  }

  private static func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> Result
  ) -> Result {
    var pointers = unsafe strings.map { unsafe strdup($0) } + [nil]
    defer { unsafe pointers.forEach { unsafe free($0) } }
    return unsafe pointers.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress else {
        preconditionFailure("an array with its end mark is not empty")
      }
      return unsafe body(base)
    }
  }

  /// Waits for a child and blocks its thread; 128 + signal when one ended it.
  static func waitBlocking(_ pid: pid_t) -> Int32 {
    var status: Int32 = 0
    while unsafe waitpid(pid, &status, 0) < 0, errno == EINTR {}
    return srt_exit_code(status)
  }
}

extension ChildProcess.Wiring {
  fileprivate var isTerminal: Bool { if case .terminal = self { true } else { false } }
}
