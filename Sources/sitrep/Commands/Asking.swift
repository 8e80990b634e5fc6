import SitrepAdapters
import SitrepCore

/// One probe of a check, asked up to three times: a single failure is no verdict, and a stall that was seen
/// once would pass for health.
struct Asking: Sendable {
  let plan: ProbePlan
  let prober: PlatformProber
  let clock: SystemClock
  /// When the check as a whole is over.
  let end: Instant

  /// Who has not answered by then is asked twice more at the same time; most answers take less.
  private static let patience = TimeSpan.seconds(4)
  private static let most = 3
  /// What an answer needs to be taken in before time is up.
  private static let lastMoment = TimeSpan.milliseconds(500)

  private enum News: Sendable {
    case seen(Observation)
    case slow
    case over
  }

  /// What was seen by the end, in the order in which it was asked.
  func run() async -> [Observation] {
    await withTaskGroup(of: News.self) { group in
      group.addTask { .seen(await ask()) }
      group.addTask { await pass(until: clock.now() + Asking.patience, .slow) }
      group.addTask { await pass(until: end - Asking.lastMoment, .over) }
      var asked = 1
      var seen: [Observation] = []
      news: for await item in group {
        switch item {
        case .over: break news
        case .slow where seen.isEmpty:
          while asked < Asking.most {
            asked += 1
            group.addTask { .seen(await ask()) }
          }
        case .slow: continue
        case .seen(let observation):
          seen.append(observation)
          guard seen.count == asked else { continue }
          guard asked < Asking.most, seen.allSatisfy(\.outcome.isFailure) else { break news }
          asked += 1
          group.addTask { .seen(await ask()) }
        }
      }
      group.cancelAll()
      return seen.sorted { $0.startedAt < $1.startedAt }
    }
  }

  private func ask() async -> Observation {
    var plan = plan
    plan.timeout = min(plan.timeout, CheckRound.probeTimeout)
    return await prober.probe(plan, purpose: .manual)
  }

  private func pass(until moment: Instant, _ news: News) async -> News {
    try? await clock.sleep(until: moment)
    return news
  }
}
