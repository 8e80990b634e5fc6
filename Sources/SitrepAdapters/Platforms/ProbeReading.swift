package import SitrepCore
package import SitrepHTTP

/// What is known of a probe before its answer.
package struct ProbeContext: Sendable {
  package var series: SeriesID
  package var purpose: ProbePurpose
  package var startedAt: Instant
  /// Fingerprint of the key.
  package var key: String?
  /// What must not be repeated, should an answer quote it.
  package var secrets: [Secret] = []
  /// A success that takes longer is slow.
  package var slowAfter: TimeSpan

  package init(
    series: SeriesID, purpose: ProbePurpose, startedAt: Instant, key: String? = nil,
    slowAfter: TimeSpan = .seconds(10)
  ) {
    self.series = series
    self.purpose = purpose
    self.startedAt = startedAt
    self.key = key
    self.slowAfter = slowAfter
  }
}

/// Turns what came back, or did not, into an observation.
///
/// Pure: the same answer gives the same reading.
package struct ProbeReading: Sendable {
  package var context: ProbeContext

  package init(_ context: ProbeContext) {
    self.context = context
  }

  /// A whole answer without streaming.
  package func answered(
    _ head: HTTPResponseHead, body: [UInt8], phases: Phases, now: Instant
  ) -> Observation {
    guard (200..<300).contains(head.status) else {
      let error = VendorError(body: body, typeHeader: head.headers["x-amzn-errortype"])
      return failed(head, error: error, phases: phases, now: now)
    }
    guard let json = LooseJSON(body), !json["type"].isError else {
      let error = LooseJSON(body).map { VendorError(json: $0) }
      return error.map { failed(head, error: $0, phases: phases, now: now) }
        ?? unreadable(head, body: body, phases: phases, now: now)
    }
    guard isAnswer(json) else { return unreadable(head, body: body, phases: phases, now: now) }
    return observation(
      FailureEvidence(status: head.status, end: .complete), head, phases: phases, now: now,
      usage: Usage(vendor: json["usage"] ?? json["usageMetadata"]))
  }

  /// Whether the head announces the stream that was asked for.
  package func isStream(_ head: HTTPResponseHead) -> Bool {
    guard (200..<300).contains(head.status) else { return false }
    let type = head.headers["content-type"]?.lowercased() ?? ""
    return type.isEmpty || type.contains("event-stream") || type.contains("eventstream")
  }

  /// A whole body where a stream was asked for: an error, or something unreadable, never a success.
  package func answeredWithoutStream(
    _ head: HTTPResponseHead, body: [UInt8], phases: Phases, now: Instant
  ) -> Observation {
    let read = answered(head, body: body, phases: phases, now: now)
    return read.outcome.isFailure ? read : unreadable(head, body: body, phases: phases, now: now)
  }

  /// A stream that ended as `end` says, or with the error that its reading holds.
  package func streamed(
    _ head: HTTPResponseHead, _ reading: StreamReading, end: AnswerEnd, phases: Phases, now: Instant
  ) -> Observation {
    var phases = phases
    phases.take(reading)
    if let error = reading.error {
      return failed(head, error: error, phases: phases, now: now, usage: reading.usage)
    }
    return observation(
      FailureEvidence(status: head.status, end: end), head, phases: phases, now: now, usage: reading.usage)
  }

  /// No answer, or one that broke off: `head` is there when it had begun.
  package func failed(
    _ error: HTTPError, head: HTTPResponseHead? = nil, reading: StreamReading? = nil, phases: Phases,
    now: Instant
  ) -> Observation {
    var phases = phases
    if let reading { phases.take(reading) }
    var evidence = FailureEvidence(transport: error.transportFailure, status: head?.status)
    if evidence.transport == nil { evidence.end = error.answerEnd }
    if evidence.transport == nil, evidence.end == nil {
      evidence.errorType = "transport"
      evidence.status = nil
    }
    return observation(
      evidence, head, phases: phases, now: now, message: CleanText(error.description), usage: reading?.usage)
  }

  /// The request could not be made at all.
  package func unsent(_ reason: String) -> Observation {
    observation(
      FailureEvidence(transport: .local), nil, phases: Phases(), now: context.startedAt,
      message: CleanText(reason))
  }

  // MARK: Parts

  private func failed(
    _ head: HTTPResponseHead, error: VendorError, phases: Phases, now: Instant, usage: Usage? = nil
  ) -> Observation {
    let evidence = FailureEvidence(
      status: head.status, errorType: error.type ?? (head.status < 300 ? "unknown" : nil),
      errorCode: error.code, message: error.message?.text)
    return observation(
      evidence, head, phases: phases, now: now, vendor: error, message: error.message, usage: usage)
  }

  private func unreadable(
    _ head: HTTPResponseHead, body: [UInt8], phases: Phases, now: Instant
  ) -> Observation {
    observation(
      FailureEvidence(status: head.status, end: .unreadable), head, phases: phases, now: now,
      message: VendorError.excerpt(body) ?? "empty body")
  }

  private func observation(
    _ evidence: FailureEvidence, _ head: HTTPResponseHead?, phases: Phases, now: Instant,
    vendor: VendorError? = nil, message: CleanText? = nil, usage: Usage? = nil
  ) -> Observation {
    let lookup = { (name: String) in head?.headers[name] }
    let ours = evidence.transport?.rawValue ?? (evidence.end == .complete ? nil : evidence.end?.rawValue)
    let type = ours.map { CleanText($0) } ?? vendor?.word ?? evidence.errorType.map { CleanText($0) }
    return Observation(
      series: context.series, purpose: context.purpose, startedAt: context.startedAt, phases: phases,
      outcome: outcome(evidence, phases), status: head?.status, errorType: type.map(masked),
      message: message.map(masked), requestID: (requestID(lookup) ?? vendor?.requestID).map(masked),
      limits: HeadroomHeaders.parse(lookup: lookup, now: now),
      retryAfter: RetryAfter.parse(lookup: lookup, now: now) ?? vendor?.retryDelay, usage: usage,
      key: context.key)
  }

  private func masked(_ text: CleanText) -> CleanText {
    CleanText(KeyMask.masked(text.text, known: context.secrets))
  }

  private func outcome(_ evidence: FailureEvidence, _ phases: Phases) -> Outcome {
    if let rule = FailureTable.classify(evidence) { return .failed(rule.failure) }
    let latency = phases.firstToken ?? phases.total ?? .zero
    return latency > context.slowAfter ? .slow : .ok
  }

  private func requestID(_ lookup: (String) -> String?) -> CleanText? {
    let names = [
      "request-id", "x-amzn-requestid", "x-request-id", "mistral-correlation-id", "x-kong-request-id",
    ]
    return names.lazy.compactMap(lookup).first { !$0.isEmpty }.map { CleanText($0, limit: 120) }
  }

  /// Whether a good status carries what this platform promises.
  private func isAnswer(_ json: LooseJSON) -> Bool {
    switch context.series.platform {
    case .anthropic, .bedrock, .vertex: json["type"]?.text == "message" && json["content"]?.isArray == true
    case .openai, .mistral: json["choices"]?.items.isEmpty == false
    case .gemini: json["candidates"]?.isArray == true
    }
  }
}

extension LooseJSON? {
  fileprivate var isError: Bool { self?.text == "error" }
}

extension HTTPError {
  /// What this is in the words of the failure table; nil when it is about the answer, or unknown.
  package var transportFailure: TransportFailure? {
    switch code {
    case .resolve: .dns
    case .connect: .connect
    case .refused: .refused
    case .tls: .tls
    case .timeoutConnect: .connectTimeout
    case .timeoutFirstByte: .firstByteTimeout
    case .timeoutTotal: .totalTimeout
    case .reset: .reset
    case .tooLarge: .tooLarge
    case .protocolError: .malformed
    case .cancelled: .cancelled
    case .badRequest, .system: .local
    default: nil
    }
  }

  /// How the answer ended, where that is what failed.
  package var answerEnd: AnswerEnd? {
    switch code {
    case .stalled: .stalled
    case .truncated: .truncated
    default: nil
    }
  }
}

extension Phases {
  /// Our clock starts a moment before curl's, so the first token is not let past the total.
  fileprivate mutating func take(_ reading: StreamReading) {
    firstToken = reading.firstContent.map { min($0, total ?? $0) }
    largestGap = reading.largestGap
  }

  /// curl measures each part from the start; here each of dns, connect and tls is its own span.
  package init(_ http: HTTPPhases) {
    func span(_ end: Duration?, after start: Duration?) -> TimeSpan? {
      end.map { TimeSpan(max(.zero, $0 - (start ?? .zero))) }
    }
    self.init(
      dns: span(http.dns, after: nil), connect: span(http.connect, after: http.dns),
      tls: span(http.tls, after: http.connect), firstByte: span(http.firstByte, after: nil),
      total: span(http.total, after: nil))
  }
}
