extension PseudoTerminal {
  /// What was waited for did not come; says what was on the screen instead.
  package struct Timeout: Error, CustomStringConvertible {
    package let awaited: String
    package let screen: String
    package let exitCode: Int32?

    package var description: String {
      let end = exitCode.map { "the program ended with \($0)" } ?? "the program runs"
      return "waited in vain for \(awaited); \(end); the screen:\n\(screen)"
    }
  }

  /// Waits for a text on the screen.
  @discardableResult
  package func wait(for text: String, within limit: Duration = Patience.standard) async throws
    -> ScreenSnapshot
  {
    try await wait(for: "\"\(text)\"", within: limit) { $0.contains(text) }
  }

  /// Waits for anything that can be seen.
  ///
  /// - Parameters:
  ///   - what: Words for the failure.
  ///   - limit: How long at most.
  ///   - condition: Called on the reader's thread after every portion of output.
  /// - Returns: The screen for which the condition held.
  /// - Throws: `Timeout`, with the screen there was instead.
  @discardableResult
  package func wait(
    for what: String, within limit: Duration = Patience.standard,
    until condition: @escaping @Sendable (ScreenSnapshot) -> Bool
  ) async throws -> ScreenSnapshot {
    let (snapshot, holds) = await wire.wait(until: .now + limit) { snapshot, _ in condition(snapshot) }
    guard holds else { throw Timeout(awaited: what, screen: snapshot.text, exitCode: wire.exitCode) }
    return snapshot
  }

  /// Waits for the end of the program: its exit code, or 128 + the signal that ended it.
  @discardableResult
  package func waitForExit(within limit: Duration = Patience.standard) async throws -> Int32 {
    let (snapshot, _) = await wire.wait(until: .now + limit) { _, exitCode in exitCode != nil }
    guard let code = wire.exitCode else {
      throw Timeout(awaited: "the program's end", screen: snapshot.text, exitCode: nil)
    }
    return code
  }
}
