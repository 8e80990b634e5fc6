import SitrepCore
package import SitrepHTTP
import Synchronization

/// Callers in front of a gateway: a seeded mix of models and streams at a steady rate, counted as they see it.
package final class LoadGenerator: Sendable {
  /// What callers saw so far.
  package struct Counts: Hashable, Sendable {
    package var sent: Int
    package var ok: Int
    package var failed: Int
    /// Not sent, since too many were still waiting.
    package var heldBack: Int

    package init(sent: Int = 0, ok: Int = 0, failed: Int = 0, heldBack: Int = 0) {
      self.sent = sent
      self.ok = ok
      self.failed = failed
      self.heldBack = heldBack
    }
  }

  package let plan: LoadPlan
  private let client: HTTPClient
  private let baseURL: String
  private let state = Mutex(Counts())

  /// More calls than this do not wait at once.
  private static let mostWaiting = 64

  /// `baseURL` is the gateway's, without a path.
  package init(client: HTTPClient, baseURL: String, plan: LoadPlan) {
    self.client = client
    self.baseURL = baseURL
    self.plan = plan
  }

  package var counts: Counts { state.withLock { $0 } }

  /// Sends the plan's calls at their times; returns when the last is answered, or soon after cancellation.
  package func run(clock: some Clock<Duration> = ContinuousClock()) async {
    let start = clock.now
    await withDiscardingTaskGroup { group in
      for number in 0..<plan.calls {
        do {
          try await clock.sleep(until: start.advanced(by: plan.offset(of: number).duration), tolerance: nil)
        } catch {
          return group.cancelAll()
        }
        guard begin() else { continue }
        let request = request(number)
        group.addTask { [self] in finish(await isGood(request)) }
      }
    }
  }

  private func begin() -> Bool {
    state.withLock { counts in
      guard counts.sent - counts.ok - counts.failed < Self.mostWaiting else {
        counts.heldBack += 1
        return false
      }
      counts.sent += 1
      return true
    }
  }

  private func finish(_ isGood: Bool) {
    state.withLock { isGood ? ($0.ok += 1) : ($0.failed += 1) }
  }

  private func request(_ number: Int) -> HTTPRequest {
    let call = plan.call(number).request(baseURL: baseURL)
    return HTTPRequest(
      method: "POST", url: call.url,
      headers: HTTPHeaders(call.headers.map { (name: $0.name, value: $0.value) }), body: call.body,
      timeouts: HTTPTimeouts(firstByte: .seconds(30), total: .seconds(60), idle: .seconds(20)))
  }

  /// A stream is good when it came to its end.
  private func isGood(_ request: HTTPRequest) async -> Bool {
    guard let response = try? await client.send(request), response.status == 200 else { return false }
    guard response.headers["content-type"]?.hasPrefix("text/event-stream") == true else { return true }
    return response.body.firstRange(of: Array("event: message_stop".utf8)) != nil
  }
}
