/// One question for the address of a name, and the judgement of its answer (RFC 1035).
package struct DNSQuery: Hashable, Sendable {
  package let id: UInt16
  package let name: String

  package init(id: UInt16, name: String) {
    self.id = id
    self.name = name
  }

  /// The question on the wire; nil when the name cannot be asked for.
  package var bytes: [UInt8]? {
    let labels = name.split(separator: ".", omittingEmptySubsequences: true)
    guard !labels.isEmpty, name.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.utf8.count) })
    else {
      return nil
    }
    // Recursion desired, one question, type A, class IN.
    let head: [UInt8] = [UInt8(id >> 8), UInt8(id & 0xFF), 1, 0, 0, 1, 0, 0, 0, 0, 0, 0]
    let question = labels.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    return head + question + [0, 0, 1, 0, 1]
  }

  private static let codes = [
    "no error", "format error", "server failure", "no such name", "not implemented", "refused",
  ]

  /// Why `answer` is no good; nil when it gives an address.
  ///
  /// Nil also for `other`, when it answers another question.
  package func problem(in answer: [UInt8]) -> Verdict {
    guard answer.count >= 12, answer[0] == UInt8(id >> 8), answer[1] == UInt8(id & 0xFF),
      answer[2] & 0x80 != 0
    else { return .notOurs }
    let code = Int(answer[3] & 0x0F)
    guard code == 0 else { return .refused(code < Self.codes.count ? Self.codes[code] : "code \(code)") }
    return answer[6] == 0 && answer[7] == 0 ? .refused("no address") : .found
  }

  package enum Verdict: Hashable, Sendable {
    case found
    case refused(String)
    /// A stray packet, to be passed over.
    case notOurs
  }
}
