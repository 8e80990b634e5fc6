import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepSimulator

/// Sends probes as `PlatformProber` does and reads answers with the same parsers, on a clock that is told.
struct DrillProber: Sendable {
  let access: [PlatformAccess]
  let limits = ProbeLimits.interactive

  /// What one probe came to, and when it was over.
  func probe(
    _ plan: ProbePlan, purpose: ProbePurpose, at now: Instant, _ vendors: inout DrillVendors
  ) -> (observation: Observation, endedAt: Instant) {
    let series = plan.series
    let candidates = access.filter { $0.platform == series.platform }
    let door = candidates.first { $0.region == series.region } ?? candidates.first
    let reading = ProbeReading(
      ProbeContext(
        series: series, purpose: purpose, startedAt: now, key: door?.credential.fingerprint,
        slowAfter: limits.slowAfter))
    guard let door else {
      return (reading.unsent("no access to \(series.platform.rawValue) is configured"), now)
    }
    do throws(ProbeShapeError) {
      let request = try ProbeRequestShape.request(
        for: series, access: door, timeouts: HTTPTimeouts(), now: now)
      let reach = vendors.send(request, at: now)
      let playback = Playback(reading: reading, limits: limits, timeout: plan.timeout, startedAt: now)
      return switch reach {
      case .unresolved: playback.failed(.resolve, at: .milliseconds(20))
      case .answered(let answer): playback.play(answer, isStream: series.capability == .streaming)
      }
    } catch {
      return (reading.unsent(error.description), now)
    }
  }
}

extension DrillProber {
  /// What becomes of a probe whose connection did not outlive a suspension.
  func interrupted(_ plan: ProbePlan, _ observation: Observation, at now: Instant) -> Observation {
    let reading = ProbeReading(
      ProbeContext(
        series: plan.series, purpose: observation.purpose, startedAt: observation.startedAt,
        key: observation.key, slowAfter: limits.slowAfter))
    let playback = Playback(
      reading: reading, limits: limits, timeout: plan.timeout, startedAt: observation.startedAt)
    return playback.failed(.reset, at: now - observation.startedAt).observation
  }
}

/// One answer, as a patient but bounded caller gets it.
private struct Playback {
  typealias Result = (observation: Observation, endedAt: Instant)

  let reading: ProbeReading
  let limits: ProbeLimits
  let timeout: TimeSpan
  let startedAt: Instant

  private var firstByteLimit: TimeSpan { min(limits.firstByte, timeout) }

  func play(_ answer: VendorAnswer, isStream: Bool) -> Result {
    switch answer {
    case .reset(let after) where after < firstByteLimit: return failed(.reset, at: after)
    case .reset, .hang: return failed(.timeoutFirstByte, at: firstByteLimit)
    case .reply(let reply):
      guard reply.delay < firstByteLimit else { return failed(.timeoutFirstByte, at: firstByteLimit) }
      if isStream, reading.isStream(reply.head) { return follow(reply) }
      return whole(reply, isStream: isStream)
    }
  }

  private func whole(_ reply: VendorReply, isStream: Bool) -> Result {
    switch reply.body {
    case .whole(let bytes):
      let phases = Phases(firstByte: reply.delay, total: reply.delay)
      let end = startedAt + reply.delay
      let observation =
        isStream
        ? reading.answeredWithoutStream(reply.head, body: bytes, phases: phases, now: end)
        : reading.answered(reply.head, body: bytes, phases: phases, now: end)
      return (observation, end)
    case .pieces(_, .cut(let cut)) where cut < timeout: return failed(.reset, at: cut)
    case .pieces(let pieces, .complete) where (pieces.last?.at ?? reply.delay) < timeout:
      let total = pieces.last?.at ?? reply.delay
      return (
        reading.answered(
          reply.head, body: reply.body.bytes, phases: Phases(firstByte: reply.delay, total: total),
          now: startedAt + total), startedAt + total
      )
    case .pieces: return failed(.timeoutTotal, at: timeout)
    }
  }

  /// A stream: content progress decides, as in the real prober.
  private func follow(_ reply: VendorReply) -> Result {
    guard case .pieces(let pieces, let ending) = reply.body else { return whole(reply, isStream: true) }
    var decoder = StreamDecoder(for: reading.context.series.platform)
    for piece in pieces {
      let deadline = decoder.reading.deadline(limits.stall)
      if piece.at > deadline { return ended(reply, decoder, decoder.reading.stall, at: deadline) }
      decoder.take(piece.bytes, at: piece.at)
      if decoder.isBroken { return ended(reply, decoder, .badFrame, at: piece.at) }
      if decoder.reading.error != nil { return ended(reply, decoder, .complete, at: piece.at) }
    }
    let last = pieces.last?.at ?? reply.delay
    if decoder.reading.isDone { return ended(reply, decoder, .complete, at: last) }
    let deadline = decoder.reading.deadline(limits.stall)
    switch ending {
    case .complete: return ended(reply, decoder, decoder.reading.end, at: last)
    case .cut(let cut) where cut <= deadline:
      return failed(.reset, at: cut, head: reply.head, reading: decoder.reading, firstByte: reply.delay)
    case .cut, .silence: return ended(reply, decoder, decoder.reading.stall, at: deadline)
    }
  }

  private func ended(
    _ reply: VendorReply, _ decoder: StreamDecoder, _ end: AnswerEnd, at moment: TimeSpan
  ) -> Result {
    let phases = Phases(firstByte: reply.delay, total: moment)
    return (
      reading.streamed(reply.head, decoder.reading, end: end, phases: phases, now: startedAt + moment),
      startedAt + moment
    )
  }

  func failed(
    _ code: HTTPError.Code, at moment: TimeSpan, head: HTTPResponseHead? = nil,
    reading stream: StreamReading? = nil, firstByte: TimeSpan? = nil
  ) -> Result {
    let error = HTTPError(
      code: code, operation: "POST", detail: "simulated \(reading.context.series.platform.rawValue)")
    return (
      reading.failed(
        error, head: head, reading: stream, phases: Phases(firstByte: firstByte, total: moment),
        now: startedAt + moment), startedAt + moment
    )
  }
}
