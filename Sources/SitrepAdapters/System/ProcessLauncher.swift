import Dispatch
import Glibc

/// Starts other programs: the engine in the background, the operator's editor in the foreground.
package enum ProcessLauncher {
  /// `POSIX_SPAWN_SETSID` of <spawn.h>, which the Glibc module does not show.
  private static let ownSession: Int16 = 0x80

  /// Starts a program in a session of its own, so that it outlives this terminal.
  ///
  /// Its input is empty; its output and errors are appended to `log`. Returns its pid.
  package static func startDetached(
    _ program: String, _ arguments: [String], environment: [String: String], log: String
  ) throws(SystemError) -> Int {
    try unsafe spawn(program, arguments, environment, flags: ownSession | Int16(POSIX_SPAWN_SETSIGDEF)) {
      actions in
      unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_addopen(actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o600)
      unsafe posix_spawn_file_actions_adddup2(actions, 1, 2)
    }
  }

  /// Runs a program with this terminal until it ends and returns its exit status, 128 + n after signal n.
  ///
  /// The caller has put the terminal in order before. The wait is on a thread of its own.
  package static func runInForeground(
    _ program: String, _ arguments: [String], environment: [String: String]
  ) async throws(SystemError) -> Int {
    let pid = try unsafe spawn(program, arguments, environment, flags: Int16(POSIX_SPAWN_SETSIGDEF)) { _ in }
    let status = await withCheckedContinuation { continuation in
      DispatchQueue(label: "sitrep.wait").async { continuation.resume(returning: wait(pid)) }
    }
    return status
  }

  /// Collects a child that was started detached and has ended, so that none stays behind as a zombie.
  ///
  /// Returns its exit status; nil while it runs or when it is not ours.
  package static func collect(pid: Int) -> Int? {
    var status: Int32 = 0
    let number = unsafe waitpid(Int32(pid), &status, WNOHANG)
    return number == Int32(pid) ? exitStatus(status) : nil
  }

  static func wait(_ pid: Int) -> Int {
    var status: Int32 = 0
    while unsafe waitpid(Int32(pid), &status, 0) < 0 {
      guard errno == EINTR else { return 127 }
    }
    return exitStatus(status)
  }

  /// As `WIFEXITED` and `WEXITSTATUS` of <sys/wait.h>, which are macros.
  private static func exitStatus(_ status: Int32) -> Int {
    let signal = status & 0x7F
    return signal == 0 ? Int((status >> 8) & 0xFF) : 128 + Int(signal)
  }

  /// Starts a program in a session of its own that writes into two pipes.
  static func spawnCaptured(
    _ program: String, _ arguments: [String], _ environment: [String: String], output: Int32, errors: Int32
  ) throws(SystemError) -> Int {
    try unsafe spawn(program, arguments, environment, flags: ownSession | Int16(POSIX_SPAWN_SETSIGDEF)) {
      actions in
      unsafe posix_spawn_file_actions_addopen(actions, 0, "/dev/null", O_RDONLY, 0)
      unsafe posix_spawn_file_actions_adddup2(actions, output, 1)
      unsafe posix_spawn_file_actions_adddup2(actions, errors, 2)
    }
  }

  private static func spawn(
    _ program: String, _ arguments: [String], _ environment: [String: String], flags: Int16,
    _ prepare: (UnsafeMutablePointer<posix_spawn_file_actions_t>) -> Void
  ) throws(SystemError) -> Int {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    unsafe prepare(&actions)
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    // Signals that this process ignores are the child's to have again.
    var defaults = sigset_t()
    unsafe sigemptyset(&defaults)
    for signal in Signal.allCases.map(\.number) + [SIGPIPE] { unsafe sigaddset(&defaults, signal) }
    unsafe posix_spawnattr_setsigdefault(&attributes, &defaults)
    unsafe posix_spawnattr_setflags(&attributes, flags)
    let words = CStrings([program] + arguments)
    let variables = CStrings(environment.map { "\($0.key)=\($0.value)" }.sorted())
    var pid: Int32 = 0
    let result = unsafe posix_spawnp(
      &pid, program, &actions, &attributes, words.pointers, variables.pointers)
    guard result == 0 else { throw SystemError("start", program, errno: result) }
    return Int(pid)
  }
}

/// Strings as C wants them for `argv` and `environ`, freed with their owner.
@safe
private final class CStrings {
  let pointers: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
  private let count: Int

  init(_ strings: [String]) {
    count = strings.count
    unsafe pointers = .allocate(capacity: count + 1)
    for (index, string) in strings.enumerated() {
      unsafe (pointers + index).initialize(to: strdup(string))
    }
    unsafe (pointers + count).initialize(to: nil)
  }

  deinit {
    for index in 0..<count { unsafe free(pointers[index]) }
    unsafe pointers.deallocate()
  }
}

extension ProcessLauncher {
  /// The operator's editor as a program and its arguments: `VISUAL`, `EDITOR`, else vi.
  package static func editor(environment: [String: String]) -> (program: String, arguments: [String]) {
    let choices = [environment["VISUAL"], environment["EDITOR"], "vi"]
    for case let choice? in choices {
      let words = choice.split(whereSeparator: \.isWhitespace).map(String.init)
      if let program = words.first { return (program, Array(words.dropFirst())) }
    }
    return ("vi", [])
  }
}
