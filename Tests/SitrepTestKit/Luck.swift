/// Random numbers that can be had again: a failure prints the seed, `SEED=n` repeats it.
///
/// SplitMix64.
package struct Luck: RandomNumberGenerator, CustomStringConvertible {
  package let seed: UInt64
  private var state: UInt64

  package init(seed: UInt64? = nil) {
    self.seed = seed ?? Environment.number("SEED") ?? UInt64.random(in: 0...UInt64(UInt32.max))
    state = self.seed
  }

  package var description: String { "SEED=\(seed)" }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
