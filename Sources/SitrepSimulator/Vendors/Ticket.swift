import SitrepCore

/// Everything that is decided for one answer before its bytes are written.
struct Ticket {
  var call: Call
  var stamp: Stamp
  var times: AnswerTimes
  /// Absent where the drill keeps no limits.
  var levels: Buckets?

  /// The same answer, wrong where the fault has anything to spoil.
  func spoiled(by fault: Fault) -> Ticket {
    var ticket = self
    ticket.call = call.spoiled(by: fault) ?? call
    return ticket
  }
}

/// The ids and the moment of one answer.
struct Stamp {
  let now: Instant
  /// 20 characters, as after "req_011C".
  let request: String
  /// 24 characters, as after "msg_".
  let message: String
  let uuid: String
  let ray: String
  /// Lengths of the padding of pieces.
  let padding: [Int]

  init(_ seed: UInt64, _ purpose: String, _ number: UInt64, now: Instant) {
    var draw = Draw(seed: seed, "ids " + purpose, number)
    self.now = now
    request = draw.text(20, of: Draw.base58)
    message = "01" + draw.text(22, of: Draw.base58)
    let parts = [8, 4, 3, 3, 12].map { draw.text($0, of: Draw.hex) }
    uuid = "\(parts[0])-\(parts[1])-4\(parts[2])-a\(parts[3])-\(parts[4])"
    ray = draw.text(16, of: Draw.hex) + "-FRA"
    padding = (0..<8).map { _ in draw.below(16) }
  }
}

/// When the parts of an answer come, since the request's arrival.
struct AnswerTimes {
  var answer: TimeSpan
  var firstToken: TimeSpan
  /// From one content to the next, by its number.
  var gaps: [TimeSpan]

  init(_ pace: Pace, _ conditions: Conditions, _ draw: inout Draw, pieces: Int) {
    let factor = conditions.latency
    answer = pace.answer * (factor * draw.logNormal(spread: pace.spread))
    firstToken = pace.firstToken * (factor * draw.logNormal(spread: pace.spread))
    gaps = (0..<pieces).map { _ in pace.gap * (factor * conditions.gap * draw.logNormal(spread: pace.spread))
    }
  }

  /// All times by one factor.
  func scaled(_ factor: Double) -> AnswerTimes {
    var times = self
    times.answer = answer * factor
    times.firstToken = firstToken * factor
    return times
  }

  /// Headers and the opening of a stream come before its first content.
  var opening: TimeSpan { firstToken * 0.7 }
}
