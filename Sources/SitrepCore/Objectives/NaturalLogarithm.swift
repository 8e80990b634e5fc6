/// The logarithm that sketches and latency steps count in; this room has no mathematics library.
extension Double {
  /// ln of a positive finite number, to within a few units in the last place; NaN for anything else.
  package var naturalLogarithm: Double {
    guard self > 0, isFinite else { return .nan }
    var exponent = Double(self.exponent)
    var mantissa = significand
    if mantissa > 1.414_213_562_373_095 {
      mantissa /= 2
      exponent += 1
    }
    // ln m = 2 artanh s; with s² under 0.03, eleven terms are more than a Double holds.
    let s = (mantissa - 1) / (mantissa + 1)
    let square = s * s
    var sum = 0.0
    for term in stride(from: 21.0, through: 1, by: -2) { sum = sum * square + 1 / term }
    return exponent * 0.693_147_180_559_945_3 + 2 * s * sum
  }
}
