import SitrepCore
import SitrepTerminal

/// What is left of each rate limit; a platform that sends no headers is unknown, never full.
enum RateLimitsPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    let known = scene.state.headroom.sorted { tightest($0) < tightest($1) }.flatMap { rows($0, scene, width) }
    let silent = scene.state.platforms.filter { platform in
      !scene.state.headroom.contains { $0.platform == platform && !$0.readings.isEmpty }
    }
    return known + silent.map { unknown($0, scene) }
  }

  private static func tightest(_ headroom: HeadroomState) -> Double {
    headroom.readings.map(\.share).min() ?? 2
  }

  private static func rows(_ headroom: HeadroomState, _ scene: Scene, _ width: Int) -> [PanelRow] {
    let isCooling = headroom.coolingUntil.map { $0 > scene.now } ?? false
    guard isCooling || !headroom.readings.isEmpty else { return [] }
    var name = "\(headroom.platform.rawValue) \(headroom.model.shortName)"
    let isOneOfSeveral = scene.state.headroom.contains {
      $0.platform == headroom.platform && $0.model == headroom.model && $0.key != headroom.key
    }
    if isOneOfSeveral, let key = headroom.key { name += " \(key)" }
    var rows = [
      PanelRow([Span(name)], right: [Span("read \(TimeWords.age(scene.now - headroom.at))", .dim)])
    ]
    if let until = headroom.coolingUntil, until > scene.now {
      rows.append(
        PanelRow([
          Span("  "), scene.mark(.limited, .degraded),
          Span(" limited: 429, waits \(TimeWords.clock(until - scene.now))", .degraded),
        ]))
    }
    let ordered = headroom.readings.sorted { $0.kind.rank < $1.kind.rank }
    let used = ordered.filter { $0.share < 0.995 }
    let untouched = ordered.filter { $0.share >= 0.995 }.map(\.kind.word)
    let all = used.isEmpty && untouched.count > 2
    let full = all ? "all \(untouched.count) limits" : untouched.joined(separator: ", ")
    return rows + used.flatMap { [gauge($0, scene, width)] + forecast($0, headroom, scene) }
      + (full.isEmpty ? [] : [PanelRow(" \(full): 100% left", .dim)])
  }

  /// Said only where it runs out: what lasts needs nobody.
  private static func forecast(
    _ reading: LimitReading, _ headroom: HeadroomState, _ scene: Scene
  ) -> [PanelRow] {
    let forecast = HeadroomForecast(headroom, kind: reading.kind, at: scene.now)
    switch forecast.prospect {
    case .runsOut: return [PanelRow("   \(forecast)", .degraded)]
    case .exhausted: return [PanelRow("   \(forecast)", .failing)]
    case .unknown, .refilled, .safe: return []
    }
  }

  private static func gauge(_ reading: LimitReading, _ scene: Scene, _ width: Int) -> PanelRow {
    let percent = Int((reading.share * 100).rounded(.down))
    let role: Role = reading.share < 0.1 ? .failing : reading.share < 0.25 ? .degraded : .text
    var right = [Span("\(percent)%".padded(4), role)]
    if let reset = reading.reset, reset > scene.now {
      right.append(Span(" full in \(TimeWords.left(reset - scene.now))", .dim))
    }
    let bar = min(20, max(5, width - 27))
    return PanelRow(
      [Span(" \(reading.kind.word.padded(8))", .dim)],
      drawing: .gauge(reading.share, role == .text ? .barFull : role, width: bar), right: right)
  }

  private static func unknown(_ platform: Platform, _ scene: Scene) -> PanelRow {
    let series = scene.state.series.filter { $0.id.platform == platform }
    let isAnswered = series.contains { $0.last?.status != nil || $0.lastGoodAt != nil }
    let reason =
      isAnswered ? "no headers" : series.contains { $0.plan.idle == nil } ? "no answer yet" : "not probed"
    return PanelRow([
      scene.mark(.unknown, .unknown), Span(" \(platform.rawValue.padded(9)) "),
      Span("unknown: \(reason)", .unknown),
    ])
  }
}

nonisolated extension LimitKind {
  fileprivate var rank: Int { LimitKind.allCases.firstIndex(of: self) ?? 0 }
}
