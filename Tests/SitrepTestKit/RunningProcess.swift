import Glibc

/// A process of this machine as the kernel tells of it, whoever started it.
package struct RunningProcess: Hashable, Sendable, CustomStringConvertible {
  package let id: Int32
  package let arguments: [String]

  package var description: String { "\(id) \(arguments.joined(separator: " "))" }

  /// Those whose environment names a path, such as a test's own home; the dead that nobody collected do not count.
  package static func whoseEnvironment(names path: String) -> [RunningProcess] {
    let those = ids().filter {
      String(decoding: SmallFile.read("/proc/\($0)/environ"), as: UTF8.self).contains(path)
    }
    return those.map { id in
      let words = SmallFile.read("/proc/\(id)/cmdline").split(separator: 0)
      return RunningProcess(id: id, arguments: words.map { String(decoding: $0, as: UTF8.self) })
    }.filter { !$0.arguments.isEmpty }
  }

  package func signal(_ number: Int32) { kill(id, number) }

  /// Time spent on a processor so far, in the kernel's ticks of 10 ms.
  package var ticks: Int {
    let text = String(decoding: SmallFile.read("/proc/\(id)/stat"), as: UTF8.self)
    let fields = text.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 12 ? (Int(fields[11]) ?? 0) + (Int(fields[12]) ?? 0) : 0
  }

  /// `T` for a stopped one, `R`, `S` and others as in proc(5).
  package var state: Character? {
    let text = String(decoding: SmallFile.read("/proc/\(id)/stat"), as: UTF8.self)
    return text.split(separator: ")").last?.first { $0 != " " }
  }

  private static func ids() -> [Int32] {
    guard let directory = unsafe opendir("/proc") else { return [] }
    defer { unsafe closedir(directory) }
    var ids: [Int32] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if let id = Int32(name) { ids.append(id) }
    }
    return ids
  }
}
