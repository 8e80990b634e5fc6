/// What went wrong below HTTP.
///
/// The raw value is also the error type that an observation keeps.
package enum TransportFailure: String, Codable, CaseIterable, Sendable {
  case dns
  case proxy
  case connect
  /// The host itself said that nothing listens there: the network in between works.
  case refused
  case tls
  case reset
  case connectTimeout = "connect-timeout"
  case firstByteTimeout = "first-byte-timeout"
  case totalTimeout = "total-timeout"
  /// The answer was longer than we read.
  case tooLarge = "answer-too-large"
  /// The answer was not HTTP.
  case malformed = "malformed-http"
  /// We stopped waiting; says nothing about anybody.
  case cancelled
  /// Our own side could not even try: a bad URL, no descriptors left.
  case local
}

/// How an answer that began with a good status ended.
///
/// The raw value is also kept as an error type.
package enum AnswerEnd: String, Codable, CaseIterable, Sendable {
  case complete
  /// No content within the limit for the first one.
  case noFirstContent = "no-first-content"
  /// Content began, then none came within the limit between two.
  case stalled
  /// The stream closed without its end mark.
  case truncated
  /// A frame that cannot be read: bad checksum, bad length.
  case badFrame = "bad-frame"
  /// The body is not what the interface promises.
  case unreadable
}

/// Everything known about one attempt that decides what kind of failure it is.
package struct FailureEvidence: Hashable, Sendable {
  package var transport: TransportFailure?
  package var status: Int?
  /// The vendor's error type, as in `error.type`, `error.status` or `x-amzn-ErrorType`.
  package var errorType: String?
  /// A finer code beside the type, as in `error.code` or `error.details.error_code`.
  package var errorCode: String?
  package var message: String?
  package var end: AnswerEnd?

  package init(
    transport: TransportFailure? = nil, status: Int? = nil, errorType: String? = nil,
    errorCode: String? = nil,
    message: String? = nil, end: AnswerEnd? = nil
  ) {
    self.transport = transport
    self.status = status
    self.errorType = errorType
    self.errorCode = errorCode
    self.message = message
    self.end = end
  }

  /// The evidence that an observation kept, so that a recorded failure can be explained later.
  package init(_ observation: Observation) {
    let type = observation.errorType?.text
    self.init(
      transport: type.flatMap(TransportFailure.init(rawValue:)), status: observation.status, errorType: type,
      errorCode: type, message: observation.message?.text, end: type.flatMap(AnswerEnd.init(rawValue:)))
  }
}
