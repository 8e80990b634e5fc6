import COpenSSL

/// Hashes of libcrypto, for what vendors check.
enum Digest {
  static func sha256(_ bytes: [UInt8]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    unsafe bytes.withUnsafeBufferPointer { input in
      unsafe digest.withUnsafeMutableBufferPointer { output in
        _ = unsafe SHA256(input.baseAddress, input.count, output.baseAddress)
      }
    }
    return digest
  }

  static func hmac(_ message: String, key: [UInt8]) -> [UInt8] {
    let bytes = Array(message.utf8)
    var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
    var length: UInt32 = 0
    unsafe code.withUnsafeMutableBufferPointer { output in
      _ = unsafe HMAC(
        EVP_sha256(), key, Int32(clamping: key.count), bytes, bytes.count, output.baseAddress, &length)
    }
    return code
  }

  static func hex(_ bytes: [UInt8]) -> String {
    String(decoding: bytes.flatMap { [Draw.hex[Int($0 >> 4)], Draw.hex[Int($0 & 15)]] }, as: UTF8.self)
  }
}
