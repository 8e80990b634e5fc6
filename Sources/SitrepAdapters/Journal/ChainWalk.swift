import SitrepCore

/// What a walk over the hash chain found.
package struct ChainReport: Hashable, Sendable, CustomStringConvertible {
  /// Events whose hash is right, up to the first bad one.
  package var sound: Int
  /// Hash of the newest sound event in hexadecimal; what an export may quote.
  package var tip: String
  package var firstBad: Fault?

  package struct Fault: Hashable, Sendable {
    package var sequence: Int64
    package var reason: String
  }

  package var isSound: Bool { firstBad == nil }

  package var description: String {
    guard let firstBad else { return "\(sound) events, chain unbroken, tip \(tip)" }
    return "E\(firstBad.sequence) \(firstBad.reason); the \(sound) events before it are sound"
  }
}

/// Follows the chain event by event; pure, so that what counts as tampering is in one place.
struct ChainWalk {
  struct Row {
    var sequence: Int64
    var at: Int64
    var kind: String
    var body: [UInt8]
    var previous: [UInt8]
    var hash: [UInt8]
  }

  /// Where a run of events was pruned: the hash before it and the hash of its last.
  struct Anchor {
    var last: Int64
    var previous: [UInt8]
    var hash: [UInt8]
  }

  private let chain: HashChain
  /// By the hash before them: a year's journal has tens of thousands.
  private let anchors: [[UInt8]: Anchor]
  private var tip = HashChain.origin
  private var sound = 0
  private var firstBad: ChainReport.Fault?

  init(chain: HashChain, anchors: [Anchor]) {
    self.chain = chain
    self.anchors = Dictionary(anchors.map { ($0.previous, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var isBroken: Bool { firstBad != nil }

  var report: ChainReport {
    let digits = tip.map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    return ChainReport(sound: sound, tip: digits.joined(), firstBad: firstBad)
  }

  mutating func take(_ row: Row, as event: Event?) {
    if row.previous != tip { passAnchors(before: row.sequence, to: row.previous) }
    if let reason = fault(in: row, as: event) {
      firstBad = ChainReport.Fault(sequence: row.sequence, reason: reason)
      return
    }
    tip = row.hash
    sound += 1
  }

  private mutating func passAnchors(before sequence: Int64, to wanted: [UInt8]) {
    var passed = 0
    while passed < anchors.count, let anchor = anchors[tip], anchor.last < sequence {
      tip = anchor.hash
      if tip == wanted { return }
      passed += 1
    }
  }

  private func fault(in row: Row, as event: Event?) -> String? {
    if row.previous != tip { return "does not follow the event before it: one was removed, added or changed" }
    if chain.hash(after: row.previous, row.body) != row.hash { return "was changed after it was written" }
    guard let event else { return nil }
    let agrees =
      event.sequence == row.sequence && event.at.nanoseconds == row.at && event.body.kind == row.kind
    return agrees ? nil : "has columns that contradict its content"
  }
}
