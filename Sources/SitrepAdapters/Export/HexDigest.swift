import COpenSSL

/// SHA-256 over bytes in memory, in hexadecimal.
enum HexDigest {
  static func sha256(_ bytes: [UInt8]) -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    let isDone = unsafe EVP_Digest(bytes, bytes.count, &digest, nil, EVP_sha256(), nil) == 1
    precondition(isDone, "SHA-256 over memory cannot fail")
    return text(of: digest)
  }

  static func text(of digest: [UInt8]) -> String {
    digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
