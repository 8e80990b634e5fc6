import SitrepTestKit

/// What a person does again and again.
extension PseudoTerminal {
  /// Waits until every probed series has answered and nothing is wrong.
  @discardableResult
  func waitForCalm() async throws -> ScreenSnapshot {
    try await wait(for: "all series ok") { screen in
      screen.rows[0].contains("all ") && screen.rows[0].contains(" series ok")
    }
  }

  /// Waits until the incident is open and its breaker shut.
  @discardableResult
  func waitForOutage() async throws -> ScreenSnapshot {
    try await wait(for: "INC-1 in the first line") { screen in
      screen.rows[0].contains("P1") && screen.rows[0].contains("FAILING")
        && screen.rows[0].contains("INC-1")
    }
  }

  /// Answers who acts.
  func arm(as initials: String) async throws {
    try await wait(for: "initials or name")
    send("\u{15}\(initials)\r")
    try await wait(for: "ARMED \(initials)")
  }

  /// A line of the timeline, whichever part of the screen tells it.
  @discardableResult
  func waitForTimeline(_ text: String, within limit: Duration = Patience.standard) async throws
    -> ScreenSnapshot
  {
    try await wait(for: "a timeline with \"\(text)\"", within: limit) { screen in
      screen.rows.contains { $0.contains("Z ") && $0.contains(text) }
    }
  }
}
