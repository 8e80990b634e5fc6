import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// What all calls share: the table, the breakers, the ledger, and who is told.
///
/// Loop thread only.
final class GatewayCore {
  let loop: EventLoop
  let client: HTTPClient
  private(set) var settings: GatewaySettings
  let now: @Sendable () -> Instant
  let models: ModelMap
  private(set) var access: [Platform: PlatformAccess]
  private(set) var table: RoutingTable
  var guards: CallGuards
  private let random: @Sendable () -> UInt64
  private let report: @Sendable (TrafficReport) -> Void
  private let transition: @Sendable (BreakerChange) -> Void
  private let tellKey: @Sendable (KeyChange) -> Void
  private var ledger = TrafficLedger()
  private var stretchStart: Instant?
  private var reportTimer: TimerID?
  private var breakerTimer: TimerID?

  init(loop: EventLoop, client: HTTPClient, settings: GatewaySettings, wiring: Gateway.Wiring) {
    self.loop = loop
    self.client = client
    self.settings = settings
    now = wiring.now
    models = wiring.models
    access = wiring.access
    table = wiring.table
    guards = CallGuards(
      breakers: TrafficBreakers(table: wiring.table, restored: wiring.breakers, seed: wiring.random()),
      keys: TrafficKeys(orders: wiring.table.keyOrders, restored: wiring.keys, seed: wiring.random()))
    random = wiring.random
    report = wiring.report
    transition = wiring.transition
    tellKey = wiring.key
    for (platform, access) in wiring.access { guards.keys.adopt(access.fingerprints, of: platform) }
    guards.breakers.platforms = Set(wiring.access.keys)
  }

  func begin() {
    armBreakerTimer()
    sendReport()
  }

  func end() {
    if let reportTimer { loop.cancel(reportTimer) }
    if let breakerTimer { loop.cancel(breakerTimer) }
    if !ledger.isEmpty { sendReport() }
  }

  // MARK: Control

  func obey(_ newer: RoutingTable) {
    let isChanged = newer.generation != table.generation
    table = newer
    guards.breakers.obey(newer)
    guards.keys.obey(newer.keyOrders)
    tellTransitions()
    if isChanged { sendReport() }
  }

  func witness(_ observation: Observation) {
    guard access[observation.series.platform] != nil else { return }
    guards.keys.witness(observation, at: now())
    guards.breakers.witness(observation, at: now())
    tellTransitions()
  }

  /// Takes a platform's newer address and keys for the calls that follow; nil passes it over.
  func use(_ newer: PlatformAccess?, for platform: Platform) {
    access[platform] = newer
    guards.keys.adopt(newer?.fingerprints ?? [], of: platform)
    guards.breakers.platforms = Set(access.keys)
    tellTransitions()
  }

  /// Wants this token of callers from now on; only loopback may do without.
  func demand(_ token: Secret?) {
    guard token != nil || settings.isLoopback else { return }
    settings.token = token
  }

  /// The targets that a call may visit, in order.
  func candidates(for call: IncomingCall) -> [BreakerTarget] {
    table.platforms(word: table.failback == nil ? 0 : random(), wish: call.wish).compactMap { platform in
      guard let access = access[platform], UpstreamRequest.canServe(call.kind, on: platform) else {
        return nil
      }
      let model = models.model(call.model, on: platform)
      return BreakerTarget(platform: platform, region: access.region, model: model)
    }
  }

  // MARK: Breakers

  /// Tells of the transitions that the last evidence made, and waits for the next that time will make.
  func tellTransitions() {
    for change in guards.keys.takeChanges() { tellKey(change) }
    let changes = guards.breakers.takeChanges()
    guard !changes.isEmpty else { return }
    for change in changes { transition(change) }
    armBreakerTimer()
  }

  private func armBreakerTimer() {
    if let breakerTimer { loop.cancel(breakerTimer) }
    breakerTimer = nil
    guard let deadline = guards.breakers.nextDeadline else { return }
    breakerTimer = loop.schedule(after: (deadline - now()).forTimer) { [weak self] in
      guard let self else { return }
      guards.breakers.advance(at: now())
      let changes = guards.breakers.takeChanges()
      for change in changes { transition(change) }
      armBreakerTimer()
    }
  }

  // MARK: Reports

  func note(_ note: CallNote) {
    if stretchStart == nil { stretchStart = now() }
    ledger.add(note)
    guard reportTimer == nil else { return }
    reportTimer = loop.schedule(after: settings.reportEvery.forTimer) { [weak self] in self?.sendReport() }
  }

  private func sendReport() {
    if let reportTimer { loop.cancel(reportTimer) }
    reportTimer = nil
    let moment = now()
    report(
      TrafficReport(
        consumer: settings.consumer, over: max(.zero, moment - (stretchStart ?? moment)),
        generation: table.generation, flows: ledger.takeFlows()))
    stretchStart = nil
  }
}

extension TimeSpan {
  /// For the loop's timers: at least a millisecond, so that a deadline is never found not quite due.
  var forTimer: UInt64 { UInt64(max(nanoseconds, 1_000_000)) }
}
