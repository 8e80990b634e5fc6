import SitrepCore

/// How one platform reads requests and words its answers.
protocol Dialect {
  var platform: Platform { get }

  func read(_ request: VendorRequest, _ served: ServedPlatform) -> Intake

  /// An answer to what the caller did wrong.
  func refusal(_ refusal: Refusal, _ stamp: Stamp) -> VendorReply

  /// An answer that is not a model call, such as the list of models.
  func notice(_ body: JSON, _ stamp: Stamp) -> VendorReply

  /// A failure with a status.
  ///
  /// Called only with faults that have one at this platform.
  func failure(_ fault: Fault, _ ticket: Ticket) -> VendorReply

  func limited(_ refusal: LimitRefusal, _ ticket: Ticket) -> VendorReply

  /// The answer to a call without a stream.
  func whole(_ ticket: Ticket) -> VendorReply

  /// Status and headers of a streamed answer; the body is framed by `frame`.
  func streamHead(_ ticket: Ticket) -> VendorReply

  /// The message object that opens a stream.
  func opening(_ ticket: Ticket) -> JSON

  func frame(_ events: [StreamEvent], _ ticket: Ticket) -> [VendorPiece]

  /// The piece that ends a stream by an error of the server.
  func streamError(at moment: TimeSpan, _ ticket: Ticket) -> VendorPiece
}

/// What a platform made of a request.
enum Intake {
  case call(Call)
  /// The call says what was asked instead of a model.
  case notice(JSON, Call)
  case refused(Refusal)
}

/// What the caller did wrong, in the platform's own words.
struct Refusal: Error {
  var status: Int
  /// The error's type, as the platform names it.
  var type: String
  var message: String
}
