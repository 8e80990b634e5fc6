import SitrepAdapters
package import SitrepCore
import SitrepEngine
package import SitrepSimulator

/// A whole drill on a virtual clock: the vendors' own answers, the same rhythm, parsers, fold and policy,
/// and neither sockets nor waiting.
///
/// There is no gateway, so probes are the calls that breakers count.
package struct DrillRun: Sendable {
  package let drill: DrillScript
  package let seed: UInt64
  package private(set) var ledger: DrillLedger

  private var vendors: DrillVendors
  private var pages: DrillPages
  private let prober: DrillProber
  private var rhythms: [ProbeRhythm] = []
  private var agenda = DrillAgenda()
  private var jitter: Draw
  private let startedAt: Instant

  /// How often policy looks when nothing happens: once a second, as in the engine, or twice a cadence
  /// where that is longer, for a day has many seconds.
  private let heartbeat: TimeSpan

  /// 29 July 2026, 19:45 UTC: any moment will do, as long as it is always the same.
  package static let epoch = Instant(seconds: 1_785_354_300)

  /// - Parameters:
  ///   - drill: what the vendors do.
  ///   - seed: instead of the drill's own.
  ///   - pace: how fast it is watched; a demo's unless told otherwise.
  ///   - startedAt: what all clocks show at the beginning.
  /// - Throws: `ConfigurationError` when the drill makes no good configuration.
  package init(
    _ drill: DrillScript, seed: UInt64? = nil, pace: DrillPace? = nil,
    startedAt: Instant = DrillRun.epoch
  ) throws {
    self.drill = drill
    self.seed = seed ?? drill.seed
    self.startedAt = startedAt
    let pace = pace ?? .demo(of: drill)
    heartbeat = max(.seconds(1), pace.probes * 0.5)
    let blueprint = try Blueprint(drill, pace: pace)
    vendors = DrillVendors(world: VendorWorld(script: drill, seed: self.seed, startedAt: startedAt))
    pages = DrillPages(sources: blueprint.pages)
    prober = DrillProber(access: blueprint.access, page: blueprint.webPage)
    jitter = Draw(seed: self.seed, "rhythm of pages")
    ledger = DrillLedger(at: startedAt)
    begin(blueprint.settings)
  }

  private mutating func begin(_ settings: Settings) {
    ledger.append(
      .engineStarted(EngineStarted(version: Sitrep.version, pid: 0, host: "drill")), from: .engine)
    ledger.append(.settingsAdopted(settings), from: .engine)
    ledger.settle()
    for (index, plan) in settings.probes.enumerated() {
      let shift = ProbeRhythm.shift(index, of: settings.probes.count, cadence: plan.cadence)
      rhythms.append(
        ProbeRhythm(first: startedAt + shift, cadence: plan.cadence, confirms: settings.confirms))
      if plan.idle == nil { agenda.add(.send(index), at: startedAt + shift) }
    }
    for index in settings.feeds.indices { agenda.add(.fetch(index), at: startedAt) }
    for index in settings.controls.indices { agenda.add(.check(index), at: startedAt) }
    for moment in drill.expect.compactMap(\.when.moment) { agenda.add(.look, at: startedAt + moment) }
  }

  /// Runs to the drill's end; `look` sees the state after each moment at which something could change.
  package mutating func run(_ look: (State, Instant) -> Void = { _, _ in }) {
    let end = startedAt + drill.length
    while true {
      let soonest = [
        agenda.next, Policy.nextDeadline(ledger.state, after: ledger.now), ledger.now + heartbeat,
      ]
      guard let next = soonest.compactMap(\.self).min(), next <= end else { break }
      ledger.move(to: next)
      // That a request left changes nothing that policy could see.
      var isNews = agenda.next.map { $0 > next } ?? true
      while let errand = agenda.pop(due: next) {
        isNews = isNews || !errand.isRequest
        perform(errand)
      }
      guard isNews else { continue }
      ledger.settle()
      look(ledger.state, next)
    }
    ledger.move(to: end)
    ledger.settle()
    look(ledger.state, end)
  }

  private mutating func perform(_ errand: DrillAgenda.Errand) {
    let (now, settings) = (ledger.now, ledger.state.settings)
    switch errand {
    case .send(let index):
      let (observation, endedAt) = prober.probe(
        settings.probes[index], purpose: rhythms[index].next.purpose, at: now, &vendors)
      agenda.add(.observed(index, observation), at: endedAt)
    case .observed(let index, let observation):
      ledger.append(.observed(observation), from: .probe)
      rhythms[index].advance(after: observation.outcome, at: now)
      agenda.add(.send(index), at: max(now, rhythms[index].next.at))
    case .fetch(let index):
      let (report, endedAt) = pages.read(settings.feeds[index], at: now, &vendors)
      agenda.add(.read(index, report), at: endedAt)
    case .read(let index, let report):
      ledger.append(.feedRead(report), from: .feed)
      let pause = FeedRhythm.jittered(settings.feeds[index].cadence, by: jitter.next())
      agenda.add(.fetch(index), at: now + pause)
    case .check(let index):
      agenda.add(.checked(index, ownSide(settings.controls[index])), at: now + .milliseconds(5))
    case .checked(let index, let observation):
      ledger.append(.controlObserved(observation), from: .control)
      agenda.add(.check(index), at: now + settings.controls[index].cadence)
    case .look: break
    }
  }

  /// A drill breaks vendors only: our own side is well throughout.
  private func ownSide(_ plan: ControlPlan) -> ControlObservation {
    ControlObservation(
      name: plan.name, kind: plan.kind, health: .ok, detail: "answers", took: .milliseconds(5))
  }
}

extension Blueprint {
  /// A drill watched without sockets and without a gateway, otherwise configured as its demo is.
  fileprivate init(_ drill: DrillScript, pace: DrillPace) throws {
    let yaml = DemoConfiguration(
      drill: drill, endpoints: .nominal, pace: pace, gatewayPort: nil
    ).yaml
    let document = try YAMLDocument.parse(Array(yaml.utf8), file: "\(drill.name).yaml")
    try self.init(
      try ConfigurationFile.decode(document),
      environment: [DemoConfiguration.keyVariable: DemoConfiguration.key],
      mode: .drill(CleanText(drill.name)))
  }
}
