import SitrepCore

/// Messages to bytes and back; a value, so that every connection has its own.
struct AttachCodec: Sendable {
  func encode(_ message: some Encodable) throws(AttachError) -> [UInt8] {
    do {
      let bytes = try CanonicalJSON.encode(message)
      guard bytes.count <= Frame.longestFromEngine else {
        throw AttachError(.garbled, "an answer of \(bytes.count) bytes is too long to send")
      }
      return bytes
    } catch let error as AttachError {
      throw error
    } catch {
      throw AttachError(.garbled, "an answer could not be encoded: \(error)")
    }
  }

  func decode<Message: Decodable>(_ type: Message.Type, _ payload: [UInt8]) throws(AttachError) -> Message {
    do {
      return try QuickJSON.decode(type, from: payload)
    } catch {
      throw AttachError(.garbled, "a message could not be understood")
    }
  }
}
