import SitrepAdapters
import SitrepCore

/// The series that are probed, and why others are not.
enum Probes {
  static func plans(
    _ configuration: Configuration, _ doors: Doors, models: [Platform: [Model]] = [:], mode: Mode
  ) -> [ProbePlan] {
    let wanted = configuration.probes ?? standard(configuration, doors, models)
    let all = wanted.flatMap { entries(of: $0, doors) } + silent(wanted, configuration, doors)
    let costed = unique(all).map {
      priced($0, isFree: isFree($0, configuration, doors, mode), configuration.prices)
    }
    let daily = ActionTable.microdollarsPerDay(.empty(probing: costed))
    guard daily > 0, daily > configuration.consent?.microdollarsPerDay ?? 0 else { return costed }
    return costed.map { plan in
      var waiting = plan
      if plan.idle == nil, plan.microdollars != 0 { waiting.idle = Settings.waitsForConsent }
      return waiting
    }
  }

  private static func entries(of entry: ProbeEntry, _ doors: Doors) -> [ProbePlan] {
    let door = doors.open.first { $0.platform == entry.platform }
    return entry.capabilities.map { capability in
      let hasModel = capability.hasModel
      // The page for people needs no key.
      let shut = doors.shut[entry.platform] ?? (door == nil ? "no credentials" : nil)
      return ProbePlan(
        series: SeriesID(
          platform: entry.platform, region: capability == .webUI ? "" : entry.region ?? door?.region ?? "",
          capability: capability, model: hasModel ? entry.model : Model("")),
        cadence: entry.cadence ?? capability.standardCadence, timeout: entry.timeout,
        idle: ProbeCoverage.gap(capability, at: entry.platform) ?? (capability == .webUI ? nil : shut))
    }
  }

  /// The same thing said twice is probed once, as it was said first.
  private static func unique(_ plans: [ProbePlan]) -> [ProbePlan] {
    var seen: Set<SeriesID> = []
    return plans.filter { seen.insert($0.series).inserted }
  }

  // MARK: Without a configuration

  /// Every capability of one small model on each platform that opens, and messages of the other families.
  private static func standard(
    _ configuration: Configuration, _ doors: Doors, _ found: [Platform: [Model]]
  ) -> [ProbeEntry] {
    doors.open.flatMap { door -> [ProbeEntry] in
      let named = configuration.platform(door.platform)?.models ?? []
      let models = named.isEmpty ? found[door.platform] ?? [] : named
      guard let first = models.first ?? small[door.platform] else { return [] }
      func entry(_ model: Model, _ capability: Capability, every cadence: TimeSpan? = nil) -> ProbeEntry {
        ProbeEntry(
          platform: door.platform, model: model, region: nil, capabilities: [capability], cadence: cadence,
          timeout: .seconds(30))
      }
      let all = ProbeCoverage.capabilities(at: door.platform)
      return [entry(first, .messages, every: .minutes(1))]
        + models.dropFirst().map { entry($0, .messages, every: .minutes(5)) }
        + [entry(first, .streaming, every: .minutes(5))]
        + all.filter { !$0.speaksForTraffic }.map { entry(first, $0) }
    }
  }

  /// What the three that serve Claude would be probed with, shown as not probed and why.
  private static func silent(
    _ wanted: [ProbeEntry], _ configuration: Configuration, _ doors: Doors
  ) -> [ProbePlan] {
    guard configuration.probes == nil else { return [] }
    return [Platform.anthropic, .bedrock, .vertex].compactMap { platform in
      guard !wanted.contains(where: { $0.platform == platform }), let model = small[platform] else {
        return nil
      }
      return ProbePlan(
        series: SeriesID(platform: platform, region: "", capability: .messages, model: model),
        idle: doors.shut[platform] ?? "no credentials")
    }
  }

  /// The cheapest current model of each platform, until a list of models or the configuration says better
  /// (facts/anthropic-api.md 10).
  private static let small: [Platform: Model] = [
    .anthropic: Model("claude-haiku-4-5"),
    .bedrock: Model("us.anthropic.claude-haiku-4-5-20251001-v1:0"),
    .vertex: Model("claude-haiku-4-5@20251001"), .openai: Model("gpt-4.1-nano"),
    .gemini: Model("gemini-2.5-flash-lite"), .mistral: Model("mistral-small-latest"),
  ]

  // MARK: Money

  /// Free is a drill, and an address of this machine that the configuration names itself.
  ///
  /// One from the environment is most often a proxy of applications, which pays for what it passes on.
  private static func isFree(
    _ plan: ProbePlan, _ configuration: Configuration, _ doors: Doors, _ mode: Mode
  ) -> Bool {
    guard !mode.isDrill, !plan.series.capability.isFree else { return true }
    guard configuration.platform(plan.series.platform)?.baseURL != nil else { return false }
    return doors.open.first { $0.platform == plan.series.platform }?.isOnThisMachine ?? false
  }

  private static func priced(_ plan: ProbePlan, isFree: Bool, _ prices: PriceList?) -> ProbePlan {
    var priced = plan
    // A consent that is given while credentials are looked for is to cover what they will open.
    let isSilent = plan.idle != nil && plan.idle != Doors.looking
    let usage = plan.series.capability.expectedUsage(of: plan.series.model)
    let price = usage.map { (prices ?? PriceList()).rate(for: plan.series.model).microdollars(of: $0) } ?? 0
    priced.microdollars = isFree || isSilent ? 0 : price
    return priced
  }
}
