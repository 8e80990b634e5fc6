import COpenSSL

/// The chain over the journal: each event's hash is SHA-256 of the hash before it and the event's bytes.
@safe
final class HashChain {
  /// Hash before the first event.
  static let origin = [UInt8](repeating: 0, count: 32)

  private let context: OpaquePointer
  private let digest: OpaquePointer

  init() {
    guard let context = unsafe EVP_MD_CTX_new(), let digest = unsafe EVP_MD_fetch(nil, "SHA256", nil) else {
      preconditionFailure("libcrypto always offers SHA-256")
    }
    unsafe self.context = context
    unsafe self.digest = digest
  }

  deinit {
    unsafe EVP_MD_free(digest)
    unsafe EVP_MD_CTX_free(context)
  }

  func hash(after previous: [UInt8], _ bytes: [UInt8]) -> [UInt8] {
    var result = Self.origin
    var isDone = unsafe EVP_DigestInit_ex(context, digest, nil) == 1
    isDone = unsafe EVP_DigestUpdate(context, previous, previous.count) == 1 && isDone
    isDone = unsafe EVP_DigestUpdate(context, bytes, bytes.count) == 1 && isDone
    isDone = unsafe EVP_DigestFinal_ex(context, &result, nil) == 1 && isDone
    precondition(isDone, "SHA-256 over memory cannot fail")
    return result
  }
}
