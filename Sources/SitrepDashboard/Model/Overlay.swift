import SitrepCore
import SitrepTerminal

/// What lies over the panels and takes the keys; Esc leaves every one.
enum Overlay {
  case help(scroll: Int)
  /// Who acts, asked once; then the act goes on.
  case arm(PromptField, then: Intent)
  case choice(ChoiceList)
  case prompt(Draft, PromptField)
  case preview(Confirmation)
  case postmortem(PostmortemPane)
  case message(title: String, lines: [String])
}

/// What a person set out to do.
nonisolated enum Intent: Hashable, Sendable {
  case act(ActionID)
  /// A key that opens a list of acts: `t`, `s`, `i`.
  case menu(Character)
}

/// An act being put together.
nonisolated struct Draft: Hashable, Sendable {
  var action: ActionID
  var target: ActionTarget?
  var text: CleanText?
  var duration: TimeSpan?
  /// The incident this screen works on, when it chose one.
  var incident: Int?
  /// Idempotency key, the same however often it is sent.
  var key: String

  var spec: ActionSpec { ActionTable.spec(action) }

  func request(by actor: Operator, basis: String?) -> ActionRequest {
    ActionRequest(
      action: action, target: target?.value, text: text, duration: duration, actor: actor, key: key,
      basis: basis, incident: incident.map(String.init))
  }

  /// "trip breaker anthropic".
  var title: String {
    guard let target else { return spec.title }
    return "\(spec.title): \(target.label)"
  }
}

/// A postmortem on the screen.
struct PostmortemPane {
  var path: String
  var text: String
  var scroll: Int
}
