/// One record per action: from it come dispatch, footer, help, palette, command line and documentation.
package struct ActionSpec: Hashable, Sendable {
  package var id: ActionID
  package var title: String
  /// The key on the dashboard; nil for those reached through a menu only.
  package var key: Character?
  /// Through which menu key it is reached, when it is (`i` opens the incident menu).
  package var menu: Character?
  /// The key that takes it from its menu, without moving the choice there.
  package var menuKey: Character? = nil
  /// A dangerous action shows its preview and wants a confirmation.
  package var isDangerous: Bool
  package var targets: Targets
  /// What the person is asked to type; nil for nothing.
  package var textPrompt: String?
  package var isTextRequired: Bool
  package var help: String

  package enum Targets: Hashable, Sendable {
    case none
    case platforms
    case severities
    case incidents
    case roles
    /// Two open incidents: the one that ends and the one that goes on.
    case pairs
    case acts
    /// Lines of the timeline, or none.
    case lines
    /// Action items of the incident.
    case items
  }
}

package enum ActionTable {
  package static let all: [ActionSpec] = [
    ActionSpec(
      id: .trip, title: "trip breaker", key: "t", menu: nil, isDangerous: true, targets: .platforms,
      textPrompt: "reason", isTextRequired: false,
      help: "Force a platform's circuit breaker open: no traffic goes there until it is reset."),
    ActionSpec(
      id: .reset, title: "reset breaker", key: nil, menu: "t", isDangerous: true, targets: .platforms,
      textPrompt: "reason", isTextRequired: false,
      help: "Take back a forced breaker; evidence decides again."),
    ActionSpec(
      id: .pin, title: "switch route", key: "s", menu: nil, isDangerous: true, targets: .platforms,
      textPrompt: "reason", isTextRequired: false,
      help: "Send all traffic to one platform and hold it there; it does not fail over by itself."),
    ActionSpec(
      id: .unpin, title: "automatic route", key: nil, menu: "s", isDangerous: true, targets: .none,
      textPrompt: "reason", isTextRequired: false,
      help: "Let go of a pinned route; breakers and the configured order decide again."),
    ActionSpec(
      id: .route, title: "set route order", key: nil, menu: nil, isDangerous: true, targets: .platforms,
      textPrompt: "reason", isTextRequired: false,
      help: "Put one platform first in the order; failover stays automatic."),
    ActionSpec(
      id: .acknowledge, title: "acknowledge", key: "a", menu: nil, isDangerous: false, targets: .none,
      textPrompt: nil, isTextRequired: false,
      help: "Say that you are on it: the response clock stops."),
    ActionSpec(
      id: .note, title: "note", key: "n", menu: nil, isDangerous: false, targets: .none,
      textPrompt: "note (start with 02:07 for an earlier time)", isTextRequired: true,
      help: "Write a line into the timeline."),
    ActionSpec(
      id: .undo, title: "undo", key: "u", menu: nil, isDangerous: true, targets: .acts,
      textPrompt: nil, isTextRequired: false,
      help: "Take back an act on breakers or route; your own last one is offered first."),
    ActionSpec(
      id: .declare, title: "declare incident", key: nil, menu: "i", menuKey: "d", isDangerous: false,
      targets: .severities,
      textPrompt: "what is wrong", isTextRequired: true,
      help: "Open an incident by hand."),
    ActionSpec(
      id: .severity, title: "change severity", key: nil, menu: "i", menuKey: "s", isDangerous: false,
      targets: .severities,
      textPrompt: "reason", isTextRequired: true,
      help: "Set the severity by hand; measured rules leave it alone from then on."),
    ActionSpec(
      id: .lead, title: "take the lead", key: nil, menu: "i", menuKey: "l", isDangerous: false,
      targets: .none,
      textPrompt: nil, isTextRequired: false,
      help: "Become incident lead; the hand-over is in the timeline."),
    ActionSpec(
      id: .role, title: "take a role", key: nil, menu: "i", menuKey: "o", isDangerous: false,
      targets: .roles, textPrompt: nil, isTextRequired: false,
      help: "Become lead, ops, comms or scribe of the incident."),
    ActionSpec(
      id: .handover, title: "hand over a role", key: nil, menu: "i", menuKey: "h", isDangerous: false,
      targets: .roles, textPrompt: "to whom (initials or name)", isTextRequired: true,
      help: "Give a role to somebody else; the timeline has both names."),
    ActionSpec(
      id: .update, title: "update sent", key: nil, menu: "i", menuKey: "u", isDangerous: false,
      targets: .none,
      textPrompt: "what was said", isTextRequired: true,
      help: "Record a status update; the next-update clock starts again."),
    ActionSpec(
      id: .due, title: "next update due", key: nil, menu: "i", menuKey: "n", isDangerous: false,
      targets: .none, textPrompt: "in how long (30m; the severity's own otherwise)", isTextRequired: false,
      help: "Say when people will hear of it next; a clock counts down to it."),
    ActionSpec(
      id: .resolve, title: "resolve incident", key: nil, menu: "i", menuKey: "r", isDangerous: false,
      targets: .none, textPrompt: "reason", isTextRequired: false,
      help: "Close the incident by hand, once nothing of it fails any more."),
    ActionSpec(
      id: .keep, title: "keep it open", key: nil, menu: "i", menuKey: "k", isDangerous: false, targets: .none,
      textPrompt: nil, isTextRequired: false,
      help: "Answer that a quiet incident is not over yet; it asks again later."),
    ActionSpec(
      id: .merge, title: "merge incidents", key: nil, menu: "i", menuKey: "m", isDangerous: true,
      targets: .pairs, textPrompt: "reason", isTextRequired: false,
      help: "Make one incident a part of another; it closes and points there."),
    ActionSpec(
      id: .reopen, title: "reopen incident", key: nil, menu: "i", menuKey: "e", isDangerous: false,
      targets: .incidents,
      textPrompt: "reason", isTextRequired: true,
      help: "Open a resolved incident again."),
    ActionSpec(
      id: .item, title: "pin action item", key: nil, menu: "i", menuKey: "i", isDangerous: false,
      targets: .lines,
      textPrompt: "what is to be done (end with @owner)", isTextRequired: true,
      help: "Pin a line of the timeline, or a text, as an action item of the postmortem."),
    ActionSpec(
      id: .dropItem, title: "drop action item", key: nil, menu: "i", menuKey: "x", isDangerous: false,
      targets: .items,
      textPrompt: nil, isTextRequired: false,
      help: "Take an action item back; the timeline keeps both."),
    ActionSpec(
      id: .postmortem, title: "postmortem", key: "p", menu: nil, isDangerous: false, targets: .none,
      textPrompt: nil, isTextRequired: false,
      help: "Draft the incident's postmortem as Markdown and show it."),
    ActionSpec(
      id: .consent, title: "probe for pay", key: "c", menu: nil, isDangerous: true, targets: .none,
      textPrompt: nil, isTextRequired: false,
      help: "Agree to the stated price of paid probes and start them."),
  ]

  /// The record of an action; the table is total, which a test proves.
  package static func spec(_ id: ActionID) -> ActionSpec {
    all.first { $0.id == id } ?? all[0]
  }
}

/// Something an action can be done to.
package struct ActionTarget: Hashable, Codable, Sendable {
  package var value: String
  package var label: String
  /// Why this one cannot be chosen now; nil when it can.
  package var refusal: String?

  package init(value: String, label: String, refusal: String? = nil) {
    self.value = value
    self.label = label
    self.refusal = refusal
  }
}
