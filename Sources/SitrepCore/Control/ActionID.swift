/// What a person can do.
///
/// One table, `ActionTable`, says everything about each.
package enum ActionID: String, Codable, CaseIterable, Sendable {
  case trip
  case reset
  case route
  case pin
  case unpin
  case acknowledge
  case note
  case item
  case dropItem = "drop-item"
  case undo
  case declare
  case severity
  case resolve
  case reopen
  case lead
  case role
  case handover
  case update
  case due
  case keep
  case merge
  case postmortem
  case consent
}

/// A wish of a person, as it comes over the attach socket.
package struct ActionRequest: Hashable, Codable, Sendable {
  package var action: ActionID
  /// A platform, an incident number, a severity: what `ActionTable.targets` offers.
  package var target: String?
  /// The incident that is meant, as "INC-3" or "3"; absent for the gravest that is open.
  package var incident: String?
  /// Reason, note text or title; what the action's `textPrompt` asks for.
  package var text: CleanText?
  /// How long it holds; absent for no expiry.
  package var duration: TimeSpan?
  package var actor: Operator
  /// Idempotency key: the same key twice is one act.
  package var key: String
  /// `ActionPreview.basis` of what the person confirmed; the act is refused when the world has moved on.
  package var basis: String?

  package init(
    action: ActionID, target: String? = nil, text: CleanText? = nil, duration: TimeSpan? = nil,
    actor: Operator,
    key: String, basis: String? = nil, incident: String? = nil
  ) {
    self.action = action
    self.target = target
    self.incident = incident
    self.text = text
    self.duration = duration
    self.actor = actor
    self.key = key
    self.basis = basis
  }
}

/// What would change, in sentences, and the state that this was computed from.
package struct ActionPreview: Hashable, Codable, Sendable {
  package var lines: [String]
  package var basis: String

  package init(lines: [String], basis: String) {
    self.lines = lines
    self.basis = basis
  }
}

/// Why an act is not carried out, in a sentence a person can act on.
package struct Refusal: Error, Hashable, Codable, Sendable, CustomStringConvertible {
  package var reason: String

  package init(_ reason: String) {
    self.reason = reason
  }

  package var description: String { reason }
}

/// The engine's answer to a request.
package enum ActionReply: Hashable, Codable, Sendable {
  /// Durable in the journal; `said` is the line that the timeline shows.
  case done(sequence: Int64, said: String)
  /// Nothing to journal, for example a postmortem's path.
  case answered(String)
  case refused(Refusal)
}
