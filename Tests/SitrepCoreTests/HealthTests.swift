import SitrepCore
import Testing

@Suite struct `Health and metrics` {
  private static let now = Instant(seconds: 1_795_200_000)

  private func plan(_ platform: Platform, idle: CleanText? = nil) -> ProbePlan {
    ProbePlan(
      series: SeriesID(
        platform: platform, region: "", capability: .messages, model: Model("claude-haiku-4-5")),
      cadence: .seconds(30), timeout: .seconds(30), idle: idle)
  }

  /// A state after one probe of each platform, that long ago.
  private func state(_ outcomes: [(Platform, Outcome)], ago: TimeSpan = .seconds(5)) -> State {
    var state = State()
    let settings = Settings(
      mode: .live, probes: outcomes.map { plan($0.0) },
      feeds: [
        FeedPlan(vendor: Vendor("claude"), platform: .anthropic, link: "x"),
        FeedPlan(vendor: Vendor("watcher \"x\""), platform: nil, link: "y", role: .witness),
      ], route: outcomes.map(\.0))
    fold(.settingsAdopted(settings), into: &state)
    for (platform, outcome) in outcomes {
      fold(
        .observed(
          Observation(
            series: plan(platform).series, purpose: .scheduled, startedAt: Self.now - ago,
            phases: Phases(total: .milliseconds(420)), outcome: outcome, status: outcome.isFailure ? 529 : 200
          )),
        into: &state)
    }
    return state
  }

  private func fold(_ body: EventBody, into state: inout State) {
    state.fold(Event(sequence: state.sequence + 1, at: Self.now, source: .engine, body: body))
  }

  @Test func `Claude is up while any platform that serves it answers`() {
    let up = HealthReport(state([(.anthropic, .ok)]), at: Self.now)
    #expect(up.status == .up && up.httpStatus == 200)
    #expect(up.latencyMs == 420 && up.platform == "anthropic" && up.model == "claude-haiku-4-5")
    #expect(up.timestamp == "2026-11-20T18:39:55Z")
    let half = HealthReport(state([(.anthropic, .failed(.overload)), (.bedrock, .ok)]), at: Self.now)
    #expect(half.status == .degraded && half.httpStatus == 200 && half.platform == "bedrock")
    #expect(half.reason?.contains("529") == true)
  }

  @Test func `down, stale and unknown are 503, and none of them tells a latency`() {
    let down = HealthReport(state([(.anthropic, .failed(.overload))]), at: Self.now)
    let stale = HealthReport(state([(.anthropic, .ok)], ago: .minutes(3)), at: Self.now)
    let unknown = HealthReport(state([(.openai, .ok)]), at: Self.now)
    #expect([down, stale, unknown].map(\.status) == [.down, .stale, .unknown])
    #expect([down, stale, unknown].allSatisfy { $0.httpStatus == 503 && $0.latencyMs == nil })
    #expect(stale.timestamp == "2026-11-20T18:37:00Z")
  }

  @Test func `metrics are OpenMetrics, and what is old is NaN`() {
    let text = Metrics.text(state([(.anthropic, .ok), (.bedrock, .failed(.server))]), at: Self.now)
    let lines = text.split(separator: "\n").map(String.init)
    let labels = "region=\"\",model=\"claude-haiku-4-5\",capability=\"messages\""
    #expect(lines.contains("sitrep_probe_up{platform=\"anthropic\",\(labels)} 1"))
    #expect(lines.contains("sitrep_probe_up{platform=\"bedrock\",\(labels)} 0"))
    #expect(lines.contains("sitrep_probe_latency_seconds{platform=\"anthropic\",\(labels)} 0.42"))
    #expect(lines.contains("sitrep_probe_latency_seconds{platform=\"bedrock\",\(labels)} NaN"))
    #expect(lines.contains("sitrep_page_operational{page=\"claude\",role=\"vendor\"} NaN"))
    #expect(lines.contains("sitrep_page_operational{page=\"watcher \\\"x\\\"\",role=\"witness\"} NaN"))
    #expect(text.hasSuffix("# EOF\n"))
    let old = Metrics.text(state([(.anthropic, .ok)], ago: .minutes(3)), at: Self.now)
    #expect(old.contains("sitrep_probe_up{platform=\"anthropic\",\(labels)} NaN"))
    #expect(old.contains("sitrep_probe_age_seconds{platform=\"anthropic\",\(labels)} 180"))
  }

  @Test func `every family has its type and help once, and its unit ends its name`() {
    let lines = Metrics.text(state([(.anthropic, .ok)]), at: Self.now).split(separator: "\n").map(String.init)
    let types = lines.filter { $0.hasPrefix("# TYPE ") }.map { $0.split(separator: " ")[2] }
    #expect(Set(types).count == types.count && !types.isEmpty)
    #expect(lines.filter { $0.hasPrefix("# HELP ") }.count == types.count)
    for unit in lines where unit.hasPrefix("# UNIT ") {
      let words = unit.split(separator: " ")
      #expect(words[2].hasSuffix("_\(words[3])"), "\(unit)")
    }
    let families = Set(types)
    for sample in lines where !sample.hasPrefix("#") {
      let name = sample.prefix { $0 != "{" && $0 != " " }
      #expect(families.contains(name) || name == "sitrep_info", "\(sample)")
    }
  }

  @Test(arguments: [
    ("claude-opus-4-1", "retired 2026-08-05", true),
    ("us.anthropic.claude-opus-4-1-20250805-v1:0", "retired 2026-08-05", true),
    ("claude-sonnet-4-20250514", "retired 2026-06-15", true),
    ("claude-sonnet-4@20250514", "retired 2026-06-15", true),
    ("claude-sonnet-4-6", "active, no date announced", false),
    ("claude-sonnet-4-5-20250929", "legacy; a third party gives 2026-09-29 as its end", false),
    ("us.anthropic.claude-haiku-4-5-20251001-v1:0", "legacy, no date announced", false),
    ("claude-3-5-haiku-latest", "retired 2026-02-19", true),
  ])
  func `a model's end is known however a platform spells it`(model: String, words: String, isRetired: Bool)
    throws
  {
    let life = try #require(ModelLifeTable.find(Model(model)))
    #expect(life.words(at: Self.now) == words)
    #expect(life.isRetired(at: Self.now) == isRetired)
    #expect(
      ModelLifeTable.find(Model("claude-opus-4-9")) == nil && ModelLifeTable.find(Model("gpt-9")) == nil)
  }
}
