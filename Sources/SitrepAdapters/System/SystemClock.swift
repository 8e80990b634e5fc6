import Glibc
package import SitrepCore
import Synchronization

/// The boot-time clock anchored to the wall at start: it goes on through suspension and is never set back.
package final class SystemClock: EngineClock {
  /// Wall time when the boot-time clock stood at 0, as anchored at start.
  private let offset: Int64
  private let watch: Mutex<StepDetector>

  package init() {
    let reading = SystemClock.reading()
    offset = reading.wall - reading.boot
    watch = Mutex(StepDetector(reading))
  }

  package func now() -> Instant {
    Instant(nanoseconds: offset + SystemClock.read(CLOCK_BOOTTIME))
  }

  package func sleep(until deadline: Instant) async throws {
    // Sleeps of the standard library stand still while the machine is suspended, hence the second look.
    while true {
      try Task.checkCancellation()
      let rest = deadline - now()
      guard rest > .zero else { return }
      try await Task.sleep(for: min(rest, .seconds(60)).duration)
    }
  }

  /// What has happened to the clocks since the last call: a step of the wall, or a suspension.
  ///
  /// Call it about once a second. Only differences over a second are told.
  package func steps() -> [ClockStepped] {
    let reading = SystemClock.reading()
    return watch.withLock { $0.take(reading) }
  }

  /// The first of what `steps` tells; the next call tells no more of the same moment.
  package func takeStep() -> ClockStepped? { steps().first }

  /// The wall clock as it stands now, whatever it has been set to since the start.
  package static func wall() -> Instant { Instant(nanoseconds: read(CLOCK_REALTIME)) }

  private static func reading() -> StepDetector.Reading {
    StepDetector.Reading(
      boot: read(CLOCK_BOOTTIME), monotonic: read(CLOCK_MONOTONIC), wall: read(CLOCK_REALTIME))
  }

  private static func read(_ clock: Int32) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}

/// Compares three clocks; pure, so that a night's suspension takes a test no time.
package struct StepDetector {
  /// Readings in nanoseconds, taken together.
  package struct Reading: Sendable {
    package var boot: Int64
    /// Does not count while the machine is suspended.
    package var monotonic: Int64
    package var wall: Int64

    package init(boot: Int64, monotonic: Int64, wall: Int64) {
      self.boot = boot
      self.monotonic = monotonic
      self.wall = wall
    }
  }

  private static let threshold: Int64 = 1_000_000_000

  /// As at the last step that was told, so that slow drift adds up and is told too.
  private var told: Reading

  package init(_ first: Reading) {
    told = first
  }

  package mutating func take(_ reading: Reading) -> [ClockStepped] {
    var steps: [ClockStepped] = []
    let slept = (reading.boot - told.boot) - (reading.monotonic - told.monotonic)
    if slept > Self.threshold {
      steps.append(ClockStepped(by: TimeSpan(nanoseconds: slept), suspended: true))
      told.monotonic -= slept
    }
    let moved = (reading.wall - told.wall) - (reading.boot - told.boot)
    if abs(moved) > Self.threshold {
      steps.append(ClockStepped(by: TimeSpan(nanoseconds: moved), suspended: false))
      told.wall += moved
    }
    return steps
  }
}
