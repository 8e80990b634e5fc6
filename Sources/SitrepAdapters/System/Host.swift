import Glibc

/// What this process can know of the machine and the person it runs for.
package enum Host {
  /// The host's name as the kernel has it.
  package static var name: String {
    var bytes = [CChar](repeating: 0, count: 256)
    guard unsafe gethostname(&bytes, bytes.count - 1) == 0 else { return "localhost" }
    return text(bytes)
  }

  /// The login name of the user that this process runs as.
  package static var user: String {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard unsafe getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      let name = unsafe entry.pw_name
    else { return "uid\(getuid())" }
    return unsafe String(cString: name)
  }

  /// The home directory that the user database names.
  package static var home: String {
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 16_384)
    guard unsafe getpwuid_r(getuid(), &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      let directory = unsafe entry.pw_dir
    else { return "/" }
    return unsafe String(cString: directory)
  }

  /// `$HOME`, as the XDG specification and the vendors' tools have it, else what the user database says.
  package static func home(_ environment: [String: String]) -> String {
    guard let path = environment["HOME"], path.hasPrefix("/") else { return home }
    return path
  }

  package static var pid: Int { Int(getpid()) }

  /// The process that started this one; another one once that has ended.
  package static var parentPid: Int { Int(getppid()) }

  /// The path of the running program, for starting it again as an engine.
  package static var program: String? {
    var bytes = [CChar](repeating: 0, count: 4_096)
    let count = unsafe readlink("/proc/self/exe", &bytes, bytes.count - 1)
    return count > 0 ? text(bytes) : nil
  }

  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The terminal that a descriptor is: "/dev/pts/3"; nil when it is none.
  package static func terminalName(_ descriptor: Int32) -> String? {
    var bytes = [CChar](repeating: 0, count: 256)
    return unsafe ttyname_r(descriptor, &bytes, bytes.count - 1) == 0 ? text(bytes) : nil
  }

  private static func text(_ bytes: [CChar]) -> String {
    String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
