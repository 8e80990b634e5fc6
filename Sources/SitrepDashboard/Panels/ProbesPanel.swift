import SitrepCore
import SitrepTerminal

/// Every probed series: its history, its last word, and percentiles with their n.
enum ProbesPanel {
  static func rows(_ scene: Scene, width: Int) -> [PanelRow] {
    guard !scene.state.series.isEmpty else {
      return [PanelRow("nothing is probed: no platform is configured", .unknown)]
    }
    let columns = Columns(scene, width: width)
    return scene.standings.map { row($0.series, $0.standing, scene, columns) } + unprobed(scene, columns)
  }

  /// The rows of the zoomed panel: also what all of it costs a day.
  static func zoomed(_ scene: Scene, width: Int) -> [PanelRow] {
    let budget = ProbeBudget(scene.state, at: scene.now)
    guard !budget.lines.isEmpty else { return rows(scene, width: width) }
    let costs = budget.text.map { PanelRow("  \($0)", .dim) }
    return rows(scene, width: width) + [PanelRow([]), PanelRow("costs a day", .accent)] + costs
  }

  /// Models that applications call and nobody watches.
  private static func unprobed(_ scene: Scene, _ columns: Columns) -> [PanelRow] {
    scene.state.unprobedTargets(at: scene.now).map { target in
      let id = SeriesID(
        platform: target.platform, region: target.region, capability: .messages, model: target.model)
      return PanelRow([
        scene.mark(.unknown, .unknown), Span(" " + columns.name(id)),
        Span(" not probed: seen in traffic; name it under probes", .unknown),
      ])
    }
  }

  /// As many series as fit have rows of their own; the other capabilities of a platform share one.
  static func rows(_ scene: Scene, size: Size) -> [PanelRow] {
    let others = scene.state.series.contains { !$0.id.capability.speaksForTraffic }
    guard others, scene.state.series.count > size.height else { return rows(scene, width: size.width) }
    let unwatched = unprobed(scene, Columns(scene, width: size.width))
    let traffic = folded(scene, size) { $0.speaksForTraffic } + unwatched
    return traffic.count <= size.height ? traffic : folded(scene, size) { $0 == .messages } + unwatched
  }

  /// Says what a column and the full height stand for.
  static func note(_ scene: Scene, width: Int) -> String {
    guard !scene.state.series.isEmpty else { return "" }
    let columns = Columns(scene, width: width)
    let shown = columns.bucket * Double(columns.spark)
    let height = "0\(scene.glyphs[.dash])\(TimeWords.length(scene.digest.ceiling))"
    return "last \(TimeWords.length(shown)), \(TimeWords.length(columns.bucket)) a column, \(height)"
  }

  static func row(
    _ series: SeriesState, _ standing: Standing, _ scene: Scene, _ columns: Columns
  ) -> PanelRow {
    let name = [scene.mark(standing.glyph, standing.role), Span(" " + columns.name(series.id))]
    if case .notProbed(let reason) = standing {
      return PanelRow(name + [Span(" not probed: \(reason)", .unknown)])
    }
    let history = ProbeHistory.columns(
      series, count: columns.spark, bucket: columns.bucket, ceiling: scene.digest.ceiling, at: scene.now)
    return PanelRow(
      name, drawing: .sparkline(history, width: columns.spark),
      right: numbers(series, standing, scene, columns))
  }

  /// The last word, then numbers; a long word takes the place of the numbers behind it.
  private static func numbers(
    _ series: SeriesState, _ standing: Standing, _ scene: Scene, _ columns: Columns
  ) -> [Span] {
    let word = word(series, standing)
    if let telling = ProbeTelling.words(series, standing) {
      return [Span(word, standing.role == .ok ? .text : standing.role), Span("  \(telling)", .dim)]
    }
    var parts = columns.parts[...]
    var room = Columns.word
    while TextWidth.columns(word) > room, let lost = parts.popFirst() { room += lost.width }
    let role: Role = standing.role == .ok ? .text : standing.role
    return [Span(word.padded(room), role)] + parts.flatMap { number($0, series, scene) }
  }

  private static func number(_ part: Columns.Part, _ series: SeriesState, _ scene: Scene) -> [Span] {
    let figures = scene.digest.objectives?.figures(for: series.id)
    let unknown = String(scene.glyphs[.dash])
    switch part {
    case .median:
      return [Span(" p50 ", .dim), Span((figures?.p50.map(TimeWords.latency) ?? unknown).padded(5))]
    case .p99:
      let p99 = figures?.p99.sayable.map(TimeWords.latency)
      return [Span(" p99 ", .dim), Span((p99 ?? unknown).padded(5), p99 == nil ? .dim : .text)]
    case .count: return [Span(" n\(figures?.p99.count ?? 0)".padded(5), .dim)]
    case .age:
      let age = series.last.map { TimeWords.age(scene.now - $0.startedAt) } ?? unknown
      return [Span(" \(age)".padded(4), .dim)]
    }
  }

  static func word(_ series: SeriesState, _ standing: Standing) -> String {
    switch standing {
    case .notProbed: "not probed"
    case .waiting: "no answer yet"
    case .stale(let age): "stale \(TimeWords.clock(age))"
    // A model that is gone, a field that is refused: nothing that the vendor could mend.
    case .failing(.request, let word): "misconfigured \(word)"
    case .failing(_, let word): word
    case .ok: series.last?.latency.map(TimeWords.latency) ?? "ok"
    case .slow: "slow \(series.last?.latency.map(TimeWords.latency) ?? "")"
    }
  }

  /// What fits beside each other, the same for every row.
  struct Columns {
    enum Part {
      case median, p99, count, age

      var width: Int {
        switch self {
        case .median, .p99: 10
        case .count: 5
        case .age: 4
        }
      }
    }

    static let word = 8
    private(set) var parts: [Part] = [.median, .p99, .count, .age]
    private(set) var spark: Int
    private(set) var bucket: TimeSpan
    private let nameWidths: [Int]
    private var showsCapability = true

    init(_ scene: Scene, width: Int) {
      let ids = scene.state.series.map(\.id)
      let texts = ids.map(Columns.texts)
      nameWidths = (0..<3).map { index in texts.map { TextWidth.columns($0[index]) }.max() ?? 0 }
      spark = 0
      bucket = .seconds(10)
      // A longer history is worth more than a p99 that is mostly unsaid.
      let losses: [(least: Int, lose: (inout Columns) -> Void)] = [
        (24, { $0.parts.removeAll { $0 == .p99 } }), (12, { $0.parts.removeAll { $0 == .age } }),
        (12, { $0.parts.removeAll { $0 == .median } }), (12, { $0.parts.removeAll { $0 == .count } }),
        (12, { $0.showsCapability = false }),
      ]
      for (least, lose) in losses where room(width) < least { lose(&self) }
      spark = max(0, room(width))
      bucket = ProbeHistory.bucket(scene.state.series.map(\.plan), columns: spark)
    }

    var platformWidth: Int { nameWidths[0] }

    func name(_ id: SeriesID) -> String {
      let texts = Columns.texts(id)
      let shown = showsCapability ? 0..<3 : 0..<2
      return shown.map { texts[$0].padded(nameWidths[$0]) }.joined(separator: " ")
    }

    private static func texts(_ id: SeriesID) -> [String] {
      [id.platform.rawValue, id.model.shortName, id.capability.word]
    }

    private func room(_ width: Int) -> Int {
      let name = 2 + nameWidths[0] + 1 + nameWidths[1] + (showsCapability ? 1 + nameWidths[2] : 0)
      let numbers = parts.reduce(Columns.word) { $0 + $1.width }
      return width - name - numbers - 2
    }
  }
}

nonisolated extension Capability {
  var word: String {
    switch self {
    case .messages: "messages"
    case .streaming: "streaming"
    case .toolUse: "tools"
    case .vision: "vision"
    case .promptCaching: "caching"
    case .webUI: "web UI"
    case .models: "models"
    case .countTokens: "count"
    case .canary: "quality"
    case .reach: "reach"
    }
  }
}
