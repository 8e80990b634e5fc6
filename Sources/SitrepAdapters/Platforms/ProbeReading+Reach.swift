package import SitrepCore
package import SitrepHTTP

/// Probes that ask no model anything.
extension ProbeReading {
  /// The way to a platform without a key: being refused, in the API's own words, is the success.
  package func reached(
    _ head: HTTPResponseHead, body: [UInt8], phases: Phases, now: Instant
  ) -> Observation {
    guard head.status < 500, head.status != 429 else {
      return answered(head, body: body, phases: phases, now: now)
    }
    // A page of an edge or a proxy stands where the API should.
    guard LooseJSON(body) != nil else { return unreadable(head, body: body, phases: phases, now: now) }
    return proven(head, phases: phases, now: now)
  }

  /// A page for people.
  package func loaded(
    _ head: HTTPResponseHead, body: [UInt8], page: ProbeWebPage, phases: Phases, now: Instant
  ) -> Observation {
    if let complaint = page.complaint(head) {
      guard head.status < 400 else {
        return observation(
          FailureEvidence(status: head.status), head, phases: phases, now: now, message: CleanText(complaint))
      }
      return wrong(complaint, head, phases: phases, now: now)
    }
    guard !body.isEmpty else { return unreadable(head, body: body, phases: phases, now: now) }
    return proven(
      head, phases: phases, now: now,
      message: ProbeWebPage.isChallenge(head)
        ? "the edge asks for a browser; the page behind it is unseen" : nil)
  }

  private func proven(
    _ head: HTTPResponseHead, phases: Phases, now: Instant, message: CleanText? = nil
  ) -> Observation {
    var seen = observation(
      FailureEvidence(status: 200, end: .complete), head, phases: phases, now: now, message: message)
    // What the refusal says of limits is nobody's.
    seen.limits = []
    return seen
  }
}
