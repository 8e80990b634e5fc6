/// Keys inside text that others wrote: a vendor or a proxy may quote the key it refuses.
package enum KeyMask {
  /// How keys and tokens of the platforms begin (facts of each platform; `eyJ` is any signed web token).
  private static let beginnings = ["sk-", "AKIA", "ASIA", "ABSK", "AIza", "ya29.", "eyJ"]
  /// Shorter words with such a beginning are words.
  private static let shortest = 16

  /// The text with whatever looks like a key, and the `known` secrets, as fingerprints.
  ///
  /// Do it before the text is cut to a length: half a key is not recognised.
  package static func masked(_ text: String, known: [Secret] = []) -> String {
    var masked = text
    for secret in known where secret.reveal().count >= 8 {
      masked = masked.split(separator: secret.reveal(), omittingEmptySubsequences: false)
        .joined(separator: secret.fingerprint)
    }
    guard beginnings.contains(where: { masked.contains($0) }) else { return masked }
    return maskedWords(masked)
  }

  private static func maskedWords(_ text: String) -> String {
    var result = ""
    var word = ""
    for scalar in text.unicodeScalars {
      if isPartOfKey(scalar) {
        word.unicodeScalars.append(scalar)
      } else {
        result += fingerprint(word)
        word = ""
        result.unicodeScalars.append(scalar)
      }
    }
    return result + fingerprint(word)
  }

  private static func fingerprint(_ word: String) -> String {
    guard word.count >= shortest, beginnings.contains(where: word.hasPrefix) else { return word }
    return Secret(word).fingerprint
  }

  private static func isPartOfKey(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", "_", ".", "/", "+", "=": true
    default: false
    }
  }
}
