import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// One round of everything, all at once, that ends in time whatever the network does.
enum CheckRound {
  /// From the first question to the last answer; a check as a whole stays under 15 s.
  static let longest = TimeSpan.seconds(13)
  /// How long credentials that must be asked for are waited for.
  static let patience = Duration.seconds(4)
  static let probeTimeout = TimeSpan.seconds(7)
  /// A production probe may take longer; here nobody waits for it.
  static let limits = ProbeLimits(
    connect: .seconds(4), firstByte: .seconds(7),
    stall: StallLimits(firstContent: .seconds(7), between: .seconds(3)))
  static let pageTimeouts = HTTPTimeouts(connect: .seconds(3), firstByte: .seconds(4), total: .seconds(4))

  /// One thing to ask for.
  struct Errand: Sendable {
    var name: String
    /// What is taken for its result when time is up.
    var late: EventBody?
    var run: @Sendable () async -> [EventBody]

    init(late: EventBody? = nil, _ name: String, run: @escaping @Sendable () async -> [EventBody]) {
      self.name = name
      self.late = late
      self.run = run
    }
  }

  /// Runs every errand until `end`; on a terminal a line says how far it is.
  static func run(
    _ errands: [Errand], until end: Instant, _ context: Context, _ take: (EventBody) -> Void
  ) async {
    let progress = Progress(total: errands.count)
    await withTaskGroup(of: (Int, [EventBody])?.self) { group in
      for (index, errand) in errands.enumerated() { group.addTask { (index, await errand.run()) } }
      group.addTask {
        try? await context.clock.sleep(until: end)
        return nil
      }
      var open = Set(errands.indices)
      progress.show(done: 0, waitingFor: errands.map(\.name))
      while !open.isEmpty, let (index, bodies) = await group.next() ?? nil {
        open.remove(index)
        bodies.forEach(take)
        progress.show(done: errands.count - open.count, waitingFor: open.sorted().map { errands[$0].name })
      }
      group.cancelAll()
      for index in open.sorted() { if let late = errands[index].late { take(late) } }
    }
    progress.clear()
  }

  static func unread(_ plan: FeedPlan, at now: Instant) -> FeedReport {
    FeedReport(
      vendor: plan.vendor, fetchedAt: now, result: .failed("no answer within \(longest.wholeSeconds) s"))
  }

  /// Waits until every credential that must be asked for has answered, or patience ends.
  static func wait(for store: CredentialStore, _ blueprint: Blueprint) async {
    guard !blueprint.doors.lookups.isEmpty else { return }
    await withTaskGroup { group in
      group.addTask { await store.resolve() }
      group.addTask { try? await Task.sleep(for: patience) }
      await group.next()
      group.cancelAll()
    }
  }

  /// A line on standard error that is written over and leaves nothing behind.
  private struct Progress {
    let total: Int
    private let isShown = Host.isTerminal(2)

    init(total: Int) {
      self.total = total
    }

    func show(done: Int, waitingFor names: [String]) {
      guard isShown, done < total else { return }
      let rest = CleanText(names.prefix(3).joined(separator: ", "), limit: 50)
      StandardOutput.writeError("\r\u{1B}[Kchecking: \(done) of \(total), waiting for \(rest)")
    }

    func clear() {
      if isShown { StandardOutput.writeError("\r\u{1B}[K") }
    }
  }
}
