/// What people do to keys, said before it is done.
enum KeyActions {
  static func preview(
    _ key: KeyName, _ word: KeyOrder.Word, _ state: State, at now: Instant
  ) -> [String] {
    let standing = state.keys.first { $0.name == key && $0.standing.bars(at: now) }?.standing ?? .ok
    switch word {
    case .quarantined:
      let barred = Set(state.barredKeys(of: key.platform, at: now).map(\.name))
      let left = state.knownKeys.filter { $0.platform == key.platform && $0 != key && !barred.contains($0) }
      let rest =
        left.isEmpty
        ? "no other key of \(key.platform.rawValue) is left: its calls go elsewhere or are refused"
        : "\(key.platform.rawValue) goes on with \(left.map(\.fingerprint).joined(separator: ", "))"
      return ["\(key): \(standing.word) → quarantined until released", rest, "the key itself stays valid"]
    case .released: return ["\(key): \(standing.word) → ok; the next calls use it"]
    }
  }

  /// A word for everything that a preview rests on.
  static func basis(_ state: State) -> [String] {
    state.keys.map { "\($0.name.word)=\($0.standing.word)" }
  }
}

extension ActionTable {
  static func keyTarget(_ key: KeyName, _ state: State) -> ActionTarget {
    let all = state.keys.filter { $0.name == key }
    let standing = (all.first { $0.model == nil } ?? all.first)?.standing ?? .ok
    return ActionTarget(value: key.word, label: "\(key)  \(standing.word)")
  }

  /// The key that a request names: "anthropic:sk-ant-…3fQA", or as much of the fingerprint as only one has.
  static func key(_ request: ActionRequest, _ state: State) throws(Refusal) -> KeyName {
    let known = state.knownKeys
    let names = known.map(\.word).joined(separator: ", ")
    guard let word = request.target else { throw Refusal("name a key: \(names)") }
    if let exact = known.first(where: { $0.word == word || $0.fingerprint == word }) { return exact }
    let alike = known.filter { word.count >= 4 && $0.fingerprint.hasSuffix(word) }
    guard alike.count == 1 else {
      throw Refusal(
        "\(KeyMask.masked(CleanText(word, limit: 60).text)) is no key that is known; there are \(names)")
    }
    return alike[0]
  }
}

extension Narrative {
  /// A limit that comes back within this long is told once.
  private static let sameLimit = TimeSpan.minutes(5)

  static func tell(_ change: KeyChange, _ state: State, at now: Instant) -> [(TimelineEntry.Tone, String)] {
    let known = state.keys.first { $0.name == change.key && $0.model == change.model }
    switch change.standing {
    // The person's own act has told it.
    case .quarantined(nil): return []
    case .cooling:
      if let until = known?.standing.until, now - until < sameLimit, now - until > -sameLimit { return [] }
    case .ok, .exhausted, .quarantined: break
    }
    return [line(change, at: now)]
  }

  private static func line(_ change: KeyChange, at now: Instant) -> (TimelineEntry.Tone, String) {
    let model = change.model.map { " for \($0.shortName)" } ?? ""
    let limited = change.limitedUntil.map { "; no key left until \(Timestamp.clock($0))" } ?? ""
    switch change.standing {
    case .ok: return (.good, "\(change.key) ok: \(change.reason)")
    case .cooling(let until):
      return (
        .warning,
        "\(change.key) cools \((until - now).wholeSeconds) s\(model): \(change.reason)\(limited)"
      )
    case .exhausted: return (.bad, "\(change.key) exhausted: \(change.reason)")
    case .quarantined(let until):
      let again = until.map { "; tried again \(Timestamp.clock($0))" } ?? ""
      return (until == nil ? .person : .bad, "\(change.key) quarantined: \(change.reason)\(again)")
    }
  }
}
