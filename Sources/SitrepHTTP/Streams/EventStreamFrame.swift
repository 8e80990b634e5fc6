/// A value in the header of an AWS event-stream frame.
package enum EventStreamValue: Sendable, Equatable {
  case bool(Bool)
  case int8(Int8)
  case int16(Int16)
  case int32(Int32)
  case int64(Int64)
  case bytes([UInt8])
  case string(String)
  /// Milliseconds since 1970.
  case timestamp(Int64)
  /// Sixteen bytes.
  case uuid([UInt8])
}

/// One frame of an AWS event stream, its checksums found right.
package struct EventStreamFrame: Sendable, Equatable {
  /// A name and its value.
  package struct Header: Sendable, Equatable {
    package let name: String
    package let value: EventStreamValue

    package init(name: String, value: EventStreamValue) {
      self.name = name
      self.value = value
    }
  }

  package let headers: [Header]
  package let payload: [UInt8]

  package init(headers: [Header], payload: [UInt8]) {
    self.headers = headers
    self.payload = payload
  }

  /// The text under this name; nil when absent or not a text.
  package subscript(name: String) -> String? {
    for header in headers where header.name == name {
      if case .string(let text) = header.value { return text }
    }
    return nil
  }

  /// "event", "exception" or "error".
  package var messageType: String? { self[":message-type"] }
  package var eventType: String? { self[":event-type"] }
  package var exceptionType: String? { self[":exception-type"] }
}
