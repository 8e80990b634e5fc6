import SitrepCore

/// Whether a well-formed answer proves what was probed.
struct ProbeCriterion {
  let series: SeriesID
  /// When the question was made.
  let askedAt: Instant

  /// What is wrong with an answer; nil when it is right.
  func complaint(_ json: LooseJSON) -> String? {
    switch series.capability {
    case .toolUse: tool(json)
    case .vision: colour(ModelAnswer(json, series.platform).text)
    case .canary: number(ModelAnswer(json, series.platform).text)
    case .countTokens: count(json)
    case .models: list(json)
    case .messages, .streaming, .promptCaching, .webUI, .reach: nil
    }
  }

  /// The right tool with arguments that its schema allows, and the right ones.
  private func tool(_ json: LooseJSON) -> String? {
    let answer = ModelAnswer(json, series.platform)
    guard let call = answer.calls.first else { return "no tool was called: \(answer.text)" }
    guard call.name == ProbeQuestion.tool else {
      return "called \(call.name) instead of \(ProbeQuestion.tool)"
    }
    let excerpt = call.arguments.map(ProbeCriterion.written) ?? "nothing that can be read"
    guard case .object(let fields)? = call.arguments, Set(fields.keys) == ["a", "b"],
      let a = ProbeCriterion.whole(fields["a"]), let b = ProbeCriterion.whole(fields["b"])
    else { return "arguments do not fit the schema: \(excerpt)" }
    let wanted = [ProbeQuestion.addends.a, ProbeQuestion.addends.b]
    return [a, b].sorted() == wanted.sorted() ? nil : "wrong arguments: \(excerpt)"
  }

  private func colour(_ text: String) -> String? {
    let wanted = ProbeImage(at: askedAt).colour
    let words = text.lowercased().split { !$0.isLetter }
    let named = ProbeImage.Colour.allCases.filter { words.contains(Substring($0.rawValue)) }
    return named == [wanted] ? nil : "saw \"\(text)\" where the image is \(wanted.rawValue)"
  }

  private func number(_ text: String) -> String? {
    let numbers = text.split { !$0.isNumber }
    return numbers.contains { $0 == ProbeQuestion.canaryAnswer }
      ? nil : "answered \"\(text)\" where \(ProbeQuestion.canaryAnswer) is right"
  }

  private func count(_ json: LooseJSON) -> String? {
    let found = json["input_tokens"] ?? json["inputTokens"] ?? json["totalTokens"]
    let isCount = found?.integer.map { $0 > 0 } ?? false
    return isCount ? nil : "no count of tokens: \(ProbeCriterion.written(json))"
  }

  private func list(_ json: LooseJSON) -> String? {
    let items = (json["data"] ?? json["models"] ?? json["modelSummaries"])?.items ?? []
    return items.isEmpty ? "no model in the list: \(ProbeCriterion.written(json))" : nil
  }

  /// A JSON number without a fraction; a text of digits is none.
  private static func whole(_ json: LooseJSON?) -> Int? {
    guard case .number(let number)? = json else { return nil }
    return Int(exactly: number)
  }

  private static func written(_ json: LooseJSON) -> String {
    String(decoding: (json.bytes ?? []).prefix(200), as: UTF8.self)
  }
}
