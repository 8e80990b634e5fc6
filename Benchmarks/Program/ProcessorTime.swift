import Glibc

/// What a stretch of work cost in processor time, which other work on the machine does not change much.
enum ProcessorTime {
  /// Seconds of this whole process that `work` took.
  static func measure(_ work: () throws -> Void) rethrows -> Double {
    let start = used()
    try work()
    return used() - start
  }

  private static func used() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
