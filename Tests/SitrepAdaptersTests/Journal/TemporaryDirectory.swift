import FoundationEssentials
import SitrepCore

/// A directory of a test's own, removed with it.
final class TemporaryDirectory: Sendable {
  let path: String

  init() {
    path = "/tmp/sitrep-test-\(UUID().uuidString.prefix(13))"
    try? FileManager.default.createDirectory(
      atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// Events for tests that care about order, not content.
enum SampleEvents {
  static let series = SeriesID(
    platform: .anthropic, region: "", capability: .messages, model: Model("claude-haiku-4-5"))

  static func note(_ sequence: Int64, _ text: String = "looked at the console") -> Event {
    Event(
      sequence: sequence, at: Instant(seconds: 1_800_000_000 + sequence), source: .person,
      actor: Operator("ab"), body: .noteAdded(Note(text: CleanText(text), about: nil, incident: nil)))
  }

  static func notes(_ range: ClosedRange<Int64>) -> [Event] { range.map { note($0) } }

  static func observation(_ sequence: Int64) -> Event {
    let at = Instant(seconds: 1_800_000_000 + sequence)
    let phases = Phases(
      dns: .milliseconds(3), connect: .milliseconds(11), tls: .milliseconds(25),
      firstByte: .milliseconds(410),
      total: .milliseconds(640 + sequence % 100))
    let limits = [
      LimitReading(kind: .requests, limit: 4000, remaining: 3999, reset: at + .seconds(1)),
      LimitReading(kind: .inputTokens, limit: 400_000, remaining: 399_000, reset: at + .seconds(1)),
    ]
    return Event(
      sequence: sequence, at: at, source: .probe,
      body: .observed(
        Observation(
          series: series, purpose: .scheduled, startedAt: at, phases: phases, outcome: .ok, status: 200,
          requestID: "req_011CSHoEeqs5C35K2UUqR7Fy", limits: limits,
          usage: Usage(inputTokens: 12, outputTokens: 8), key: "sk-ant-…3fQA")))
  }
}
