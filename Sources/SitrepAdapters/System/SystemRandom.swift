/// Randomness for whoever is handed it: keys of requests, jitter, seeds.
package enum SystemRandom {
  package static func word() -> UInt64 { UInt64.random(in: 0 ... .max) }

  /// 128 bits in hexadecimal, for idempotency keys and temporary names.
  package static func token() -> String {
    [word(), word()].map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }
}
