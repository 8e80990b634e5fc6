import SitrepCore
import Testing

/// One streaming series probed every 30 s, told to the watch without policy in between.
private struct Line {
  var watch = LatencyWatch()
  var ring = SampleRing()
  var now = Instant(seconds: 1_800_000_000)
  var noise: Noise
  var numbers = LatencyStepSettings.standard
  var changes: [(kind: LatencyStepChange.Kind, step: LatencyStep)] = []
  /// Deviation that carries over from the attempt before.
  var carried = 0.0
  var correlation = 0.0
  var swing = 0.0

  init(seed: UInt64) {
    noise = Noise(seed: seed)
  }

  /// One attempt at `median`; nil fails.
  mutating func attempt(_ median: Double?, spiky: Bool = true) {
    now = now + .seconds(30)
    guard let median else {
      ring.append(Sample(at: now, outcome: .failed(.overload), latency: nil, status: 529))
      return
    }
    carried = correlation * carried + (1 - correlation * correlation).squareRoot() * noise.normal()
    let swung = median * (1 + swing * Noise.daily(now.seconds))
    let latency = swung * Noise.exponential(0.25 * carried) * (spiky ? spike() : 1)
    take(.fractionalSeconds(latency))
  }

  private mutating func spike() -> Double { noise.uniform() < 0.02 ? 2 + 4 * noise.uniform() : 1 }

  mutating func take(_ latency: TimeSpan) {
    ring.append(Sample(at: now, outcome: .ok, latency: latency, status: nil))
    watch.take(latency, at: now, among: ring, numbers)
    guard let due = watch.due else { return }
    changes.append((due.kind, due.step))
    watch.adopt(due.kind, due.step)
  }

  var began: Int { changes.count { $0.kind == .began } }
}

extension Instant {
  fileprivate var seconds: Double { Double(wholeSeconds) }
}

@Suite struct LatencyWatchTests {
  @Test func `a quiet week raises no more than a tenth of an alarm a day and series`() {
    var alarms = 0
    let series = 2
    for seed in 0..<UInt64(series) {
      var line = Line(seed: seed)
      for _ in 0..<(7 * 2880) { line.attempt(0.7) }
      alarms += line.began
    }
    #expect(Double(alarms) <= 0.1 * 7 * Double(series), "\(alarms) in \(series) series-weeks")
  }

  @Test func `a week with a daily swing and memory raises few`() {
    var alarms = 0
    let series = 2
    for seed in 100..<UInt64(100 + series) {
      var line = Line(seed: seed)
      line.correlation = 0.5
      line.swing = 0.15
      for _ in 0..<(7 * 2880) { line.attempt(0.7) }
      alarms += line.began
    }
    #expect(Double(alarms) <= 0.25 * 7 * Double(series), "\(alarms) in \(series) series-weeks")
  }

  @Test(arguments: [(2.0, 20), (3.0, 12)])
  func `a doubling is seen within minutes`(factor: Double, most: Int) {
    var attempts: [Int] = []
    for seed in 0..<20 as Range<UInt64> {
      var line = Line(seed: seed)
      for _ in 0..<720 { line.attempt(0.7) }
      line.changes = []
      var count = 0
      while line.began == 0, count < 200 {
        line.attempt(0.7 * factor)
        count += 1
      }
      attempts.append(count)
    }
    attempts.sort()
    #expect(attempts[18] <= most, "\(attempts)")
    #expect(attempts[10] <= 10, "\(attempts)")
  }

  @Test func `a step says from what to what, since when and from how many`() throws {
    var line = Line(seed: 3)
    for index in 0..<100 { step(&line, index.isMultiple(of: 2) ? 600 : 640) }
    let before = line.now
    while line.began == 0 { step(&line, 1400) }
    let began = try #require(line.changes.first)
    #expect(began.step.norm == .milliseconds(600))
    #expect(began.step.level == .milliseconds(1400))
    #expect(began.step.since == before + .seconds(30))
    #expect(began.step.count == line.ring.samples.count - 100)
    #expect(line.watch.step == began.step)
  }

  @Test func `it is over when the newest five are back`() throws {
    var line = Line(seed: 3)
    for index in 0..<100 { step(&line, index.isMultiple(of: 2) ? 600 : 640) }
    for _ in 0..<20 { step(&line, 1400) }
    #expect(line.changes.map(\.kind) == [.began])
    for _ in 0..<5 { step(&line, 620) }
    #expect(line.changes.map(\.kind) == [.began, .returned])
    #expect(line.watch.step == nil)
  }

  @Test func `what holds for six hours is the new norm`() throws {
    var line = Line(seed: 3)
    for index in 0..<100 { step(&line, index.isMultiple(of: 2) ? 600 : 640) }
    for index in 0..<800 { step(&line, index.isMultiple(of: 2) ? 1400 : 1500) }
    #expect(line.changes.map(\.kind) == [.began, .accepted])
    #expect(line.watch.baseline?.median == .milliseconds(1400))
  }

  @Test func `failures, too few successes and single spikes are no step`() {
    var line = Line(seed: 4)
    for _ in 0..<59 { step(&line, 600) }
    for _ in 0..<200 { line.attempt(nil) }
    #expect(line.watch.baseline == nil && line.changes.isEmpty)
    for _ in 0..<100 { step(&line, 600) }
    for _ in 0..<30 {
      step(&line, 6000)
      for _ in 0..<4 { step(&line, 600) }
    }
    #expect(line.changes.isEmpty)
  }

  @Test func `a rise below the gate is no step, however long`() {
    var line = Line(seed: 5)
    for index in 0..<200 { step(&line, index.isMultiple(of: 2) ? 600 : 640) }
    for _ in 0..<100 { step(&line, 850) }
    #expect(line.changes.isEmpty)
  }

  @Test func `nobody's word for an old step is no news`() {
    var line = Line(seed: 6)
    for index in 0..<100 { step(&line, index.isMultiple(of: 2) ? 600 : 640) }
    while line.watch.due == nil {
      line.now = line.now + .seconds(30)
      line.ring.append(Sample(at: line.now, outcome: .ok, latency: .milliseconds(1400), status: nil))
      line.watch.take(.milliseconds(1400), at: line.now, among: line.ring, line.numbers)
    }
    line.now = line.now + .minutes(6)
    step(&line, 620)
    #expect(line.watch.due == nil && line.changes.isEmpty && line.watch.step == nil)
  }

  private func step(_ line: inout Line, _ milliseconds: Int64) {
    line.now = line.now + .seconds(30)
    line.take(.milliseconds(milliseconds))
  }
}

@Suite struct LatencyStepStoryTests {
  @Test func `a step is an event, a line, evidence and degraded health, and no severity`() throws {
    var story = Story()
    let haiku = story.state.settings.probes[0]
    for index in 0..<100 {
      for plan in story.state.settings.probes {
        let took: Int64 = plan == haiku && index >= 80 ? 1900 : 600 + Int64(index % 2) * 40
        story.happen(.observed(attempt(plan, took, story.now)))
      }
      story.wait(.seconds(2))
    }
    let kinds = story.decisions
    #expect(kinds.contains("latency-stepped"))
    #expect(!kinds.contains("severity-measured") && !kinds.contains("incident-opened"))
    let line = try #require(story.lines.first { $0.contains("stepped from") })
    #expect(line.hasPrefix("anthropic haiku messages: latency stepped from 0.60 s to 1.90 s since "))
    #expect(line.contains("×3.2, n "))
    let verdict = Triage.verdict(for: .anthropic, story.state, at: story.now)
    #expect(verdict.evidence.contains { $0.contains("latency 3.2× its norm") })
    #expect(verdict.rule != "R7")
    for plan in story.state.settings.probes { story.happen(.observed(attempt(plan, 600, story.now))) }
    for _ in 0..<5 {
      story.wait(.seconds(2))
      for plan in story.state.settings.probes { story.happen(.observed(attempt(plan, 600, story.now))) }
    }
    #expect(story.lines.last == "anthropic haiku messages: latency back at 0.60 s, norm 0.60 s")
    #expect(story.state.series[0].latencyWatch?.step == nil)
  }

  private func attempt(_ plan: ProbePlan, _ milliseconds: Int64, _ now: Instant) -> Observation {
    Observation(
      series: plan.series, purpose: .scheduled, startedAt: now,
      phases: Phases(total: .milliseconds(milliseconds)), outcome: .ok, status: 200)
  }
}
