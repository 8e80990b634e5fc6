/// Waiting for what no descriptor tells of: looks again and again until it is so, or the time is up.
package enum Eventually {
  package struct Timeout: Error, CustomStringConvertible {
    package let awaited: String
    package let last: String

    package var description: String { "waited in vain for \(awaited); last seen: \(last)" }
  }

  /// Between two looks.
  private static let pause = Duration.milliseconds(20)

  /// Waits until a condition holds.
  package static func holds(
    _ what: String, within limit: Duration = Patience.standard, _ condition: () async throws -> Bool
  ) async throws {
    _ = try await gives(what, within: limit) { try await condition() ? true : nil }
  }

  /// Waits until there is a value.
  package static func gives<Value>(
    _ what: String, within limit: Duration = Patience.standard, seen: () -> String = { "" },
    _ value: () async throws -> Value?
  ) async throws -> Value {
    let deadline = ContinuousClock.now + limit
    while true {
      if let value = try await value() { return value }
      guard ContinuousClock.now < deadline else { throw Timeout(awaited: what, last: seen()) }
      try await Task.sleep(for: pause)
    }
  }
}
