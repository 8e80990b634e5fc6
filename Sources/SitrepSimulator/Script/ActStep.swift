package import SitrepCore

/// What a person does at an offset, by the same actions as the keys.
package struct ActStep: Hashable, Sendable {
  package var at: TimeSpan
  package var by: String
  package var action: ActionID
  /// A platform, an incident, a severity: as on the command line.
  package var target: String?
  package var text: String?
  package var duration: TimeSpan?
  /// The drill expects sitrep to refuse it.
  package var isRefused: Bool

  package init(
    at: TimeSpan, by: String, action: ActionID, target: String? = nil, text: String? = nil,
    duration: TimeSpan? = nil, isRefused: Bool = false
  ) {
    self.at = at
    self.by = by
    self.action = action
    self.target = target
    self.text = text
    self.duration = duration
    self.isRefused = isRefused
  }

  /// As it goes to the engine; the key makes it one act however often it is sent.
  package func request(_ number: Int) -> ActionRequest {
    ActionRequest(
      action: action, target: target, text: text.map { CleanText($0) }, duration: duration,
      actor: Operator(by), key: "drill-act-\(number)")
  }
}

extension ActStep: CustomStringConvertible {
  package var description: String {
    ([by, action.rawValue] + [target].compactMap(\.self)).joined(separator: " ")
  }
}

extension ActStep: Decodable {
  package init(from decoder: any Decoder) throws {
    let map = try StrictMap(
      decoder, of: "an act",
      keys: ["at", "by", "act", "target", "on", "text", "reason", "for", "refused"])
    at = (try map.require("at", SpanText.expected) as SpanText).span
    by = try map.find("by", "who acts") ?? "drill"
    let words = (try map.require("act", "an action such as pin or acknowledge") as String)
      .split(separator: " ", maxSplits: 1).map(String.init)
    guard let word = words.first, let action = ActStep.action(word) else {
      let known = oneOf(ActionID.allCases.map(\.rawValue))
      throw map.refusal("act", "found \"\(words.first ?? "")\"; expected \(known)")
    }
    self.action = action
    let named = try map.texts(["target", "on"], "what it is about").first
    target = named ?? words.dropFirst().first
    text = try map.texts(["text", "reason"], "a reason or the text of a note").first
    duration = (try map.find("for", SpanText.expected) as SpanText?)?.span
    isRefused = try map.find("refused", "true or false") ?? false
  }

  /// The action's own word, or one that people say instead; case and hyphens do not matter.
  private static func action(_ word: String) -> ActionID? {
    let wanted = plain(word)
    return ActionID.allCases.first { plain($0.rawValue) == wanted }
      ?? synonyms[wanted].flatMap { ActionID(rawValue: $0) }
  }

  private static func plain(_ word: String) -> String {
    word.lowercased().filter { $0 != "-" && $0 != "_" }
  }

  private static let synonyms = [
    "ack": "acknowledge", "switch": "pin", "isolate": "pin", "handover": "lead", "takelead": "lead",
    "take": "lead", "automatic": "unpin", "auto": "unpin", "forceopen": "trip", "order": "route",
    "close": "resolve", "open": "declare", "say": "note",
  ]
}
