import SitrepAdapters
package import SitrepCore
import SitrepEngine
import SitrepGateway
package import SitrepSimulator

/// A whole drill on a virtual clock: the vendors' own answers, the same rhythm, parsers, fold and policy,
/// and neither sockets nor waiting.
///
/// A drill with traffic has a gateway, whose breakers then decide; else probes are the calls that count.
package struct DrillRun: Sendable {
  package let drill: DrillScript
  package let seed: UInt64
  package private(set) var ledger: DrillLedger
  package private(set) var acts: [DrillAct] = []

  private var vendors: DrillVendors
  private var pages: DrillPages
  private let prober: DrillProber
  private let ownSide = DrillOwnSide()
  private var gateway: DrillGateway?
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
  ///   - pace: how fast it is watched; as the drill says unless told otherwise.
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
    let blueprint = try Blueprint(drill, pace: pace, endpoints: .nominal, gatewayPort: 4000)
    vendors = DrillVendors(
      world: VendorWorld(script: drill, seed: self.seed, startedAt: startedAt, keys: .demo))
    pages = DrillPages(sources: blueprint.pages)
    prober = DrillProber(access: blueprint.access, page: blueprint.webPage)
    jitter = Draw(seed: self.seed, "rhythm of pages")
    ledger = DrillLedger(at: startedAt)
    begin(blueprint)
  }

  private mutating func begin(_ blueprint: Blueprint) {
    let settings = blueprint.settings
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
    for (index, step) in drill.own.enumerated() { agenda.add(.own(index), at: startedAt + step.at) }
    for (index, step) in drill.acts.enumerated() { agenda.add(.act(index), at: startedAt + step.at) }
    for moment in drill.expect.compactMap(\.when.moment) { agenda.add(.look, at: startedAt + moment) }
    open(blueprint)
  }

  /// Starts the gateway where the drill has traffic.
  private mutating func open(_ blueprint: Blueprint) {
    guard let entry = blueprint.gateway else { return }
    var gateway = DrillGateway(
      drill, seed: seed, access: blueprint.access, models: ModelMap(entry.models),
      table: RoutingTable(control: ledger.state.control, breaker: ledger.state.settings.breaker))
    ledger.append(gateway.report(at: startedAt), from: .gateway)
    if let first = gateway.offset(of: 0) { agenda.add(.call(0), at: startedAt + first) }
    self.gateway = gateway
  }

  /// Runs to the drill's end; `look` sees the state after each moment at which something could change.
  package mutating func run(_ look: (State, Instant) -> Void = { _, _ in }) {
    let end = startedAt + drill.length
    while true {
      let soonest = [
        agenda.next, Policy.nextDeadline(ledger.state, after: ledger.now), gateway?.nextDeadline,
        ledger.now + heartbeat,
      ]
      guard let next = soonest.compactMap(\.self).min(), next <= end else { break }
      ledger.move(to: next)
      var isNews = agenda.next.map { $0 > next } ?? true
      while let errand = agenda.pop(due: ledger.now) {
        isNews = isNews || !errand.isRequest
        perform(errand)
      }
      guard hear() || isNews else { continue }
      settle()
      look(ledger.state, ledger.now)
    }
    ledger.move(to: end)
    settle()
    look(ledger.state, ledger.now)
  }

  /// Lets policy and gateway answer each other until both are done.
  private mutating func settle() {
    ledger.settle()
    while hear() { ledger.settle() }
  }

  /// Takes in what the gateway has to tell; false when that is nothing.
  private mutating func hear() -> Bool {
    let (control, breaker) = (ledger.state.control, ledger.state.settings.breaker)
    guard let told = gateway?.tell(control, breaker, at: ledger.now), !told.isEmpty else { return false }
    for body in told { ledger.append(body, from: .gateway) }
    return true
  }

  private mutating func perform(_ errand: DrillAgenda.Errand) {
    let (now, settings) = (ledger.now, ledger.state.settings)
    switch errand {
    case .send(let index):
      let purpose = rhythms[index].next.purpose
      let (observation, endedAt) = prober.probe(
        settings.probes[index], purpose: purpose, at: now, &vendors)
      agenda.add(.observed(index, purpose, observation), at: endedAt)
    case .observed(let index, _, let observation):
      ledger.append(.observed(observation), from: .probe)
      gateway?.witness(observation, at: now)
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
      let (observation, endedAt) = ownSide.check(settings.controls[index], at: now, &vendors)
      agenda.add(.checked(index, observation), at: endedAt)
    case .checked(let index, let observation):
      ledger.append(.controlObserved(observation), from: .control)
      agenda.add(.check(index), at: now + settings.controls[index].cadence)
    case .own(let index): happen(drill.own[index])
    case .act(let index): act(index)
    case .call(let number): call(number)
    case .callWent(let number, let event):
      plan(gateway?.take(number, event, at: now, &vendors))
    case .look: break
    }
  }

  // MARK: Traffic

  /// A machine that slept took no calls meanwhile.
  private mutating func call(_ number: Int) {
    guard let due = gateway?.offset(of: number) else { return }
    let isMissed = ledger.now - (startedAt + due) > .seconds(1)
    if !isMissed { plan(gateway?.begin(number, at: ledger.now, &vendors)) }
    if let next = gateway?.offset(of: number + 1) { agenda.add(.call(number + 1), at: startedAt + next) }
  }

  private mutating func plan(_ later: [DrillGateway.Later]?) {
    for entry in later ?? [] { agenda.add(.callWent(entry.number, entry.event), at: entry.at) }
  }

  // MARK: Our own side and people

  /// The vendors and checks ask the script themselves; only clocks need to be told.
  private mutating func happen(_ step: OwnStep) {
    switch step.what {
    case .network, .resolver, .neutral: break
    case .clock(let span):
      ledger.append(.clockStepped(ClockStepped(by: span, suspended: false)), from: .engine)
    case .sleep(let span): sleep(span)
    }
  }

  /// Nothing is done meanwhile, and no connection outlives it.
  private mutating func sleep(_ span: TimeSpan) {
    ledger.move(to: min(ledger.now + span, startedAt + drill.length))
    ledger.append(.clockStepped(ClockStepped(by: span, suspended: true)), from: .engine)
    let (now, settings) = (ledger.now, ledger.state.settings)
    agenda.interrupt(at: now) { errand in
      switch errand {
      case .observed(let index, let purpose, let observation):
        .observed(index, purpose, prober.interrupted(settings.probes[index], observation, at: now))
      case .read(let index, let report):
        .read(
          index, FeedReport(vendor: report.vendor, fetchedAt: now, result: .failed("the connection was cut")))
      default: nil
      }
    }
  }

  private mutating func act(_ index: Int) {
    let step = drill.acts[index]
    let request = step.request(index)
    do throws(Refusal) {
      let bodies = try ActionTable.decide(request, in: ledger.state, at: ledger.now)
      for body in bodies {
        ledger.append(body, from: .person, actor: request.actor, request: request.key)
      }
      acts.append(DrillAct(step, refusal: nil))
    } catch {
      acts.append(DrillAct(step, refusal: error.reason))
    }
  }
}
