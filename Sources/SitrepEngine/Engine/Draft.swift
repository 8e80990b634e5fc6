import SitrepCore

/// An event before the journal gave it a sequence and a time.
struct Draft: Sendable {
  var source: Event.Source
  var actor: Operator?
  var cause: Int64?
  var request: String?
  var body: EventBody

  init(
    _ body: EventBody, source: Event.Source, actor: Operator? = nil, cause: Int64? = nil,
    request: String? = nil
  ) {
    self.body = body
    self.source = source
    self.actor = actor
    self.cause = cause
    self.request = request
  }
}

/// Work waiting for the one writer, in the order in which it came.
enum Waiting {
  /// Measurements and reports; nobody waits for them.
  case drafts([Draft])
  /// Events that must be on disk before whoever waits goes on.
  case durable([Draft], CheckedContinuation<Bool, Never>)
  /// A person's wish, decided on the newest state.
  case request(ActionRequest, CheckedContinuation<ActionReply, Never>)
  /// Time has passed: let policy look.
  case tick
}
