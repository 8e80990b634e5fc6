import SitrepAdapters
import SitrepCore
import SitrepHTTP

/// Tries every credential and every address of a configuration once, all at the same time.
struct ConfigTest {
  private let blueprint: Blueprint
  private let context: Context

  init(_ blueprint: Blueprint, _ context: Context) {
    self.blueprint = blueprint
    self.context = context
  }

  func run() async throws -> ConfigTable {
    let loop = try EventLoop(name: "sitrep-http")
    defer { loop.stop() }
    let client = try HTTPClient(loop: loop)
    let store = blueprint.credentials(client, context)
    await CheckRound.wait(for: store, blueprint)
    let rows = await withTaskGroup(of: ConfigTable.Row.self) { group in
      for platform in platforms { group.addTask { await credential(platform, store, client) } }
      addPages(&group, client)
      addControls(&group, client)
      if let entry = blueprint.gateway { group.addTask { await token(entry) } }
      if let listen = blueprint.configuration.httpListen { group.addTask { await healthToken(listen) } }
      for entry in blueprint.configuration.platforms {
        if let source = entry.probeKey {
          group.addTask { await probeKey(entry.platform, source, store, client) }
        }
      }
      var rows: [ConfigTable.Row] = []
      for await row in group { rows.append(row) }
      return rows
    }
    return ConfigTable(
      rows: rows.sorted { ($0.order, $0.subject) < ($1.order, $1.subject) } + models, budget: budget)
  }

  /// What the probes of this configuration would cost; nothing is used yet as far as a file knows.
  private var budget: ProbeBudget {
    var state = State()
    let now = context.clock.now()
    state.fold(Event(sequence: 1, at: now, source: .engine, body: .settingsAdopted(blueprint.settings)))
    return ProbeBudget(state, at: now)
  }

  /// Those that the file names, and those that the environment opens.
  private var platforms: [Platform] {
    Platform.allCases.filter { platform in
      blueprint.configuration.platform(platform) != nil
        || blueprint.doors.open.contains { $0.platform == platform }
        || blueprint.settings.probes.contains { $0.series.platform == platform }
    }
  }

  private func credential(
    _ platform: Platform, _ store: CredentialStore, _ client: HTTPClient
  ) async -> ConfigTable.Row {
    let subject = "\(platform.rawValue) credential"
    guard let access = await store.access(to: platform).first else {
      let standing = await store.standings().first { $0.platform == platform }?.standing
      var why = blueprint.doors.shut[platform] ?? "no credentials"
      if case .shut(let reason) = standing { why = reason }
      let isWanted = blueprint.configuration.platform(platform) != nil
      return ConfigTable.Row(
        order: 0, subject: subject, standing: isWanted ? .fails : .unknown, why: why.text, advice: "")
    }
    let probed = blueprint.settings.probes.first { $0.series.platform == platform }?.series.model
    guard let model = probed else {
      return ConfigTable.Row(
        order: 0, subject: subject, standing: .unknown, why: "there, but no model of it is probed",
        advice: "name one under probes")
    }
    var row = await test(access, model, subject, client)
    let standing = await store.standings().first { $0.platform == platform }?.standing
    if case .ready(_, let trouble?) = standing {
      row.standing = .fails
      row.advice = ([trouble.text] + [row.advice].filter { !$0.isEmpty }).joined(separator: "; ")
    }
    return row
  }

  private func test(
    _ access: PlatformAccess, _ model: Model, _ subject: String, _ client: HTTPClient
  ) async -> ConfigTable.Row {
    let clock = context.clock
    let finding = await DoorTest(client: client, now: { clock.now() }).run(access, model)
    let print = access.credential.fingerprint.map { " \($0)" } ?? ""
    return ConfigTable.Row(
      order: 0, subject: subject + print, standing: finding.standing, why: finding.why.text,
      advice: finding.advice.text)
  }

  /// The key for probes alone, at the door that the platform's own credential opens.
  private func probeKey(
    _ platform: Platform, _ source: KeySource, _ store: CredentialStore, _ client: HTTPClient
  ) async -> ConfigTable.Row {
    let subject = "\(platform.rawValue) probe_key"
    do {
      let key = try await source.secret(context.environment)
      let model = blueprint.settings.probes.first { $0.series.platform == platform }?.series.model
      guard var door = blueprint.doors.open.first(where: { $0.platform == platform }), let model else {
        return ConfigTable.Row(
          order: 0, subject: subject, standing: .unknown, why: "there, but nothing of it is probed",
          advice: "")
      }
      (door.credential, door.spares) = (platform.credential(key), [])
      return await test(door, model, subject, client)
    } catch {
      return ConfigTable.Row(order: 0, subject: subject, standing: .fails, why: error.reason, advice: "")
    }
  }

  private func healthToken(_ listen: String) async -> ConfigTable.Row {
    let subject = "health endpoints \(listen)"
    do {
      let token = try await blueprint.healthToken(context.environment)
      let why = token.map { "token \($0.fingerprint)" } ?? "no token"
      return ConfigTable.Row(order: 3, subject: subject, standing: .works, why: why, advice: "")
    } catch {
      return ConfigTable.Row(order: 3, subject: subject, standing: .fails, why: "\(error)", advice: "")
    }
  }

  private func addPages(_ group: inout TaskGroup<ConfigTable.Row>, _ client: HTTPClient) {
    let clock = context.clock
    for source in blueprint.pages {
      for url in source.urls {
        let one = PageSource(vendor: source.vendor, urls: [url], format: source.format)
        group.addTask {
          let fetcher = StatusPageFetcher(
            client: client, sources: [one], timeouts: CheckRound.pageTimeouts, now: { clock.now() })
          let report = await fetcher.read(FeedPlan(vendor: one.vendor, platform: nil, link: CleanText(url)))
          let subject = "page \(one.vendor.rawValue) \(url)"
          guard case .failed(let reason) = report.result else {
            return ConfigTable.Row(order: 1, subject: subject, standing: .works, why: "", advice: "")
          }
          return ConfigTable.Row(
            order: 1, subject: subject, standing: .fails, why: reason.text,
            advice: "open it in a browser; correct feeds, or name another address of the page")
        }
      }
    }
  }

  private func addControls(_ group: inout TaskGroup<ConfigTable.Row>, _ client: HTTPClient) {
    let checker = OwnSideChecker(client: client)
    for plan in blueprint.settings.controls {
      group.addTask {
        let seen = await checker.check(plan)
        return ConfigTable.Row(
          order: 2, subject: "own side \(plan.name)", standing: ConfigTest.standing(seen.health),
          why: seen.detail.text,
          advice: seen.health != .failing ? "" : "choose another under controls, or controls: [] for none")
      }
    }
  }

  private static func standing(_ health: Health) -> DoorTest.Finding.Standing {
    switch health {
    case .ok, .degraded: .works
    case .failing: .fails
    case .unknown: .unknown
    }
  }

  private func token(_ entry: GatewayEntry) async -> ConfigTable.Row {
    let subject = "gateway \(entry.listen)"
    do {
      let token = try await entry.token?.secret(context.environment)
      let why = token.map { "token \($0.fingerprint)" } ?? "no token"
      return ConfigTable.Row(order: 3, subject: subject, standing: .works, why: why, advice: "")
    } catch {
      return ConfigTable.Row(order: 3, subject: subject, standing: .fails, why: "\(error)", advice: "")
    }
  }

  /// Every model in use, with the day on which it ends.
  private var models: [ConfigTable.Row] {
    let now = context.clock.now()
    let probed = blueprint.settings.probes.map(\.series.model)
    let served = (blueprint.gateway?.models ?? [:]).values.flatMap { $0.keys.map { Model($0) } + $0.values }
    return Set(probed + served).sorted { $0.rawValue < $1.rawValue }.compactMap { model in
      guard let life = ModelLifeTable.find(model) else { return nil }
      let isGone = life.isRetired(at: now)
      return ConfigTable.Row(
        order: 4, subject: "model \(model.rawValue)", standing: isGone ? .fails : .works,
        why: life.words(at: now), advice: isGone || life.retires != nil ? "name a newer model" : "")
    }
  }
}

/// What `config check` prints.
struct ConfigTable: Encodable {
  struct Row: Encodable {
    enum CodingKeys: String, CodingKey {
      case subject, standing, why, advice
    }

    var order: Int
    var subject: String
    var standing: DoorTest.Finding.Standing
    var why: String
    var advice: String

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(subject, forKey: .subject)
      try container.encode(standing.rawValue, forKey: .standing)
      try container.encode(why, forKey: .why)
      try container.encode(advice, forKey: .advice)
    }
  }

  enum CodingKeys: String, CodingKey {
    case rows, costs
  }

  var rows: [Row]
  var budget: ProbeBudget

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(rows, forKey: .rows)
    try container.encode(CostsDocument(budget), forKey: .costs)
  }

  var text: String {
    table + "\nprobe costs\n" + budget.text.map { "  \($0)\n" }.joined()
  }

  private var table: String {
    let width = min(60, rows.map(\.subject.count).max() ?? 0)
    return rows.map { row in
      let head = "\(pad(row.standing.rawValue, 7))  \(pad(row.subject, width))  \(row.why)"
      return row.advice.isEmpty ? trimmed(head) : "\(trimmed(head))\n         → \(row.advice)"
    }.joined(separator: "\n") + "\n"
  }

  private func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  private func trimmed(_ text: String) -> String {
    var text = text
    while text.last == " " { text.removeLast() }
    return text
  }
}
