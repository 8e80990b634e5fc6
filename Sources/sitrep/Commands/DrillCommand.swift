import SitrepAdapters
import SitrepCore
import SitrepSimulator

/// Drills without a screen: their expectations checked, a score.
enum DrillCommand {
  static let fast = OptionSpec(name: "--fast", value: nil, help: "on a virtual clock, in seconds")
  static let all = OptionSpec(name: "--all", value: nil, help: "every drill that comes with sitrep")
  static let timeline = OptionSpec(name: "-v", value: nil, help: "print the timeline of each drill too")
  static let seed = OptionSpec(name: "--seed", value: "N", help: "instead of each drill's own")

  static let example = OptionSpec(
    name: "--example", value: nil, help: "print a commented drill that uses everything, to begin yours with")

  static let spec = CommandSpec(
    name: "drill", operands: "[FILE|NAME …]",
    summary: "drills without a screen, scored by what they expect; exit 0 when all is met, else 1",
    options: [all, fast, seed, timeline, example, .json], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    if invocation.has(example) {
      context.print(DrillExample.yaml)
      return .ok
    }
    let drills = try words(invocation).map(Drills.named)
    let seed = try invocation.value(seed).map { text in
      guard let seed = UInt64(text) else {
        throw UsageError("--seed is \(text); expected a whole number from 0 on")
      }
      return seed
    }
    if invocation.has(fast), let drill = drills.first(where: { !$0.tokens.isEmpty }) {
      throw UsageError("\(drill.name) has tokens that end, which take real time; play it without --fast")
    }
    let results =
      invocation.has(fast)
      ? try await FastDrills.play(drills, seed: seed) : try await live(drills, seed, context)
    let scores = results.map(\.score)
    if invocation.has(timeline), !invocation.has(.json) {
      for result in results { context.print(DrillText.timeline(of: result.score, result.ledger)) }
    }
    context.print(invocation.has(.json) ? try JSONText.of(DrillDocument(scores)) : DrillText.of(scores))
    return scores.allSatisfy(\.isPassed) ? .ok : .degraded
  }

  /// One after another, so that none takes another's time.
  private static func live(
    _ drills: [DrillScript], _ seed: UInt64?, _ context: Context
  ) async throws -> [FastDrills.Result] {
    var results: [FastDrills.Result] = []
    for live in try drills.map({ try LiveDrill($0, seed: seed, context) }) {
      context.complain(
        "playing \(live.drill.name) in real time for \(Format.clock(live.drill.length)); --fast takes seconds"
      )
      results.append(try await live.play())
    }
    return results
  }

  private static func words(_ invocation: Invocation) throws -> [String] {
    let named = invocation.operands
    guard invocation.has(all) else {
      guard named.isEmpty else { return named }
      throw UsageError("drill wants a FILE, a NAME or --all; sitrep drill --help tells more")
    }
    guard named.isEmpty else { throw UsageError("drill takes --all or names, not both") }
    return EmbeddedDrills.all.map(\.name)
  }
}

/// Scores as a table, with each expectation that was not met below it.
enum DrillText {
  static func of(_ scores: [DrillScore]) -> String {
    let head = ["drill", "met", "verdict", "P1", "mitigated", "false alarms"]
    let rows = [head] + scores.map(row)
    let widths = head.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    let table = rows.map { row in
      let cells = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      return String(cells.joined(separator: "  ").reversed().drop { $0 == " " }.reversed())
    }
    return (table + scores.flatMap(unmet) + [sum(scores)]).joined(separator: "\n") + "\n"
  }

  /// What happened, in offsets from the drill's start, as the screen would have told it.
  static func timeline(of score: DrillScore, _ ledger: DrillLedger) -> String {
    let start = ledger.events.first?.at ?? ledger.now
    let lines = Narrative.timeline(of: ledger.events, settings: ledger.state.settings).map { line in
      "  \(Format.clock(line.at - start))  \(line.text)\n"
    }
    return "\(score.drill), seed \(score.seed)\n\(lines.joined())\n"
  }

  private static func row(_ score: DrillScore) -> [String] {
    let verdict = score.verdictAfter.map { "\(score.verdict ?? "") \(Format.span($0))" }
    return [
      score.drill, "\(score.met)/\(score.lines.count)", verdict ?? "–",
      score.p1After.map(Format.span) ?? "–", score.mitigatedAfter.map(Format.span) ?? "–",
      "\(score.falseAlarms)",
    ]
  }

  private static func unmet(_ score: DrillScore) -> [String] {
    score.lines.filter { !$0.isMet }.map {
      "\(score.drill) (seed \(score.seed)): not met: \($0.expectation); found \($0.found)"
    }
  }

  private static func sum(_ scores: [DrillScore]) -> String {
    let passed = scores.count(where: \.isPassed)
    return "\(passed) of \(scores.count) drills passed"
  }
}

/// The same as JSON; spans in seconds.
struct DrillDocument: Encodable {
  struct Line: Encodable {
    var expectation: String
    var met: Bool
    var found: String
  }

  struct Entry: Encodable {
    var drill: String
    var seed: UInt64
    var passed: Bool
    var expectations: [Line]
    var verdict: String?
    var secondsToVerdict: Double?
    var secondsToP1: Double?
    var secondsToMitigation: Double?
    var falseAlarms: Int
    var incidents: Int
    var events: Int
  }

  var passed: Bool
  var drills: [Entry]

  init(_ scores: [DrillScore]) {
    passed = scores.allSatisfy(\.isPassed)
    drills = scores.map { score in
      Entry(
        drill: score.drill, seed: score.seed, passed: score.isPassed,
        expectations: score.lines.map {
          Line(expectation: $0.expectation, met: $0.isMet, found: $0.found)
        },
        verdict: score.verdict, secondsToVerdict: score.verdictAfter?.inSeconds,
        secondsToP1: score.p1After?.inSeconds, secondsToMitigation: score.mitigatedAfter?.inSeconds,
        falseAlarms: score.falseAlarms, incidents: score.incidents, events: score.events)
    }
  }
}
