import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// The first five minutes in one command: pages, probes, limits, verdict.
///
/// Writes nothing.
enum CheckCommand {
  static let verbose = OptionSpec(
    name: "-v", value: nil, help: "print the limit, retry-after and request-id headers of each probe")
  static let paid = OptionSpec(name: "--yes", value: nil, help: "send paid probes without asking")

  static let spec = CommandSpec(
    name: "check", operands: "",
    summary: "one round of pages and probes; exit 0 ok, 1 degraded, 2 failing, 3 unknown",
    options: [verbose, .json, paid, .config], run: run)

  private static func run(_ invocation: Invocation, _ context: Context) async throws -> ExitCode {
    let blueprint = try Blueprint.load(invocation, context)
    let heads = HeardHeads()
    let state = try await round(blueprint, isPaid: invocation.has(paid), heads, context)
    let now = context.clock.now()
    if invocation.has(.json) {
      context.print(try JSONText.of(StatusDocument(state, at: now)))
    } else {
      context.print(
        StatusText.of(state, at: now) + Connectivity.text(state)
          + (invocation.has(verbose) ? details(state, heads) + ProbeCosts.text(state, at: now) : ""))
    }
    return judge(state, at: now)
  }

  /// One of everything, all at once; what fails is asked twice more, so that one bad answer is no verdict.
  private static func round(
    _ found: Blueprint, isPaid: Bool, _ heads: HeardHeads, _ context: Context
  ) async throws -> State {
    let loop = try EventLoop(name: "sitrep-http")
    defer { loop.stop() }
    let client = try HTTPClient(loop: loop, trust: HTTPTrust(environment: context.environment))
    let clock = context.clock
    let end = clock.now() + CheckRound.longest
    let store = found.credentials(client, context)
    let keys = ProbeKeys()
    try await keys.read(found.configuration, context.environment)
    var blueprint = await looked(found, store)
    blueprint.models = await ModelSearch(
      blueprint: blueprint, keys: keys, client: client, store: store, clock: clock
    )
    .find()
    let prober = PlatformProber(
      client: client, limits: CheckRound.limits, page: found.webPage, now: { clock.now() },
      heard: { heads.note($0, $1) },
      access: { keys.apply(to: await store.access(to: $0)) })
    let fetcher = StatusPageFetcher(
      client: client, sources: blueprint.pages, timeouts: CheckRound.pageTimeouts, now: { clock.now() })
    let checker = OwnSideChecker(client: client)
    var settings = blueprint.settings
    if isPaid {
      settings = settings.activated(
        by: Consent(microdollarsPerDay: ActionTable.microdollarsPerDay(settings)))
    }
    settings.gateway = nil
    settings.confirms = [.zero]
    var ledger = Ledger(settings, at: clock.now())
    let errands =
      settings.probes.filter { $0.idle == nil }.map { plan in
        CheckRound.Errand("\(plan.series)") {
          await Asking(plan: plan, prober: prober, clock: clock, end: end).run().map(EventBody.observed)
        }
      }
      + settings.feeds.filter { $0.role != .link }.map { plan in
        CheckRound.Errand(late: .feedRead(CheckRound.unread(plan, at: end)), "page \(plan.vendor.rawValue)") {
          [.feedRead(await fetcher.read(plan))]
        }
      }
      + settings.controls.map { plan in
        CheckRound.Errand(plan.name) { [.controlObserved(await checker.check(plan))] }
      }
    await CheckRound.run(errands, until: end, context) { ledger.add($0, at: clock.now()) }
    return ledger.state
  }

  /// The doors as they are when every source has answered, or when patience ends.
  private static func looked(_ found: Blueprint, _ store: CredentialStore) async -> Blueprint {
    guard !found.doors.lookups.isEmpty else { return found }
    await CheckRound.wait(for: store, found)
    var blueprint = found
    for change in await store.standings() { blueprint.doors.take(change) }
    for platform in Platform.allCases where blueprint.doors.shut[platform] == Doors.looking {
      blueprint.doors.shut[platform] = "no credentials within \(CheckRound.patience.components.seconds) s"
    }
    return blueprint
  }

  /// Failing when a platform answers nothing, degraded when something is wrong, unknown when nothing is probed.
  private static func judge(_ state: State, at now: Instant) -> ExitCode {
    let answered = state.series.filter { $0.last != nil }
    let probed = answered.filter(\.id.capability.isModelCall)
    guard !probed.isEmpty else { return .unknown }
    let isTroubled = answered.contains { $0.last?.outcome.isFailure == true }
    if isTroubled, !SeverityRules.isOwnSideFine(state, at: now) { return .unknown }
    let platforms = Set(probed.map(\.id.platform))
    let isDown = platforms.contains { platform in
      state.speakers(for: platform).allSatisfy { $0.last?.outcome.isFailure == true }
    }
    if isDown { return .failing }
    let isWrong = answered.contains { $0.last?.outcome != .ok }
    let isPosted = state.feeds.contains {
      $0.plan.role == nil && ($0.snapshot?.state ?? .operational) >= .degraded
    }
    return isWrong || isPosted ? .degraded : .ok
  }

  private static func details(_ state: State, _ heads: HeardHeads) -> String {
    var lines = ["", "headers"]
    for series in state.series {
      guard let last = series.last else { continue }
      lines.append("  \(series.id)")
      lines.append("    status: \(last.status.map(String.init) ?? "none")")
      if let id = last.requestID { lines.append("    request-id: \(id)") }
      if let wait = last.retryAfter { lines.append("    retry-after: \(wait.wholeSeconds) s") }
      for limit in last.limits {
        let reset = limit.reset.map { ", reset \(Timestamp.rfc3339($0))" } ?? ""
        lines.append("    \(limit.kind.word): remaining \(limit.remaining), limit \(limit.limit)\(reset)")
      }
      if series.id.capability == .reach { lines.append("    way: \(way(last))") }
      if let cache = last.cache {
        lines.append("    cache: \(cache.written) tokens written, \(cache.read) read")
      }
      if let message = last.message { lines.append("    message: \(message)") }
      lines += heads.lines(of: series.id).map { "    \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The way there, part by part.
  private static func way(_ last: Observation) -> String {
    let parts: [(String, TimeSpan?)] = [
      ("dns", last.phases.dns), ("connect", last.phases.connect), ("tls", last.phases.tls),
    ]
    let ends = last.certificateEnds.map { ["certificate until \(Timestamp.rfc3339($0))"] } ?? []
    return (parts.compactMap { name, span in span.map { "\(name) \(Format.latency($0))" } } + ends)
      .joined(separator: ", ")
  }

  /// A fold without a journal.
  private struct Ledger {
    var state = State()

    init(_ settings: Settings, at now: Instant) {
      add(.settingsAdopted(settings), at: now)
    }

    mutating func add(_ body: EventBody, at now: Instant) {
      state.fold(Event(sequence: state.sequence + 1, at: now, source: .engine, body: body))
    }
  }
}
