import COpenSSL

/// An RSA key made for one run: the private half for whoever plays the account, the public one for its vendor.
package struct RSAPair: Hashable, Sendable {
  /// PKCS#8 in PEM, as in a service account's file.
  package var privatePEM: String
  package var publicKey: RSAPublicKey

  /// 1024 bits take 15 ms to make, 2048 ten times as long; what it opens lives on loopback for minutes.
  private static let bits: Int32 = 1024

  /// Nil when libcrypto makes none.
  package init?() {
    guard let context = unsafe EVP_PKEY_CTX_new_id(EVP_PKEY_RSA, nil) else { return nil }
    defer { unsafe EVP_PKEY_CTX_free(context) }
    var key: OpaquePointer?
    guard unsafe EVP_PKEY_keygen_init(context) == 1,
      unsafe EVP_PKEY_CTX_set_rsa_keygen_bits(context, RSAPair.bits) == 1,
      unsafe EVP_PKEY_keygen(context, &key) == 1, let key = unsafe key
    else { return nil }
    defer { unsafe EVP_PKEY_free(key) }
    guard let pem = unsafe RSAPair.pem(of: key) else { return nil }
    var der: UnsafeMutablePointer<UInt8>?
    let length = unsafe Int(i2d_PUBKEY(key, &der))
    guard length > 0, let start = unsafe der else { return nil }
    defer { unsafe CRYPTO_free(start, nil, 0) }
    privatePEM = pem
    publicKey = RSAPublicKey(der: unsafe Array(UnsafeBufferPointer(start: start, count: length)))
  }

  private static func pem(of key: OpaquePointer) -> String? {
    guard let buffer = unsafe BIO_new(BIO_s_mem()) else { return nil }
    defer { unsafe BIO_free(buffer) }
    guard unsafe PEM_write_bio_PKCS8PrivateKey(buffer, key, nil, nil, 0, nil, nil) == 1 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 16 << 10)
    let count = unsafe BIO_read(buffer, &bytes, Int32(bytes.count))
    return count > 0 ? String(decoding: bytes.prefix(Int(count)), as: UTF8.self) : nil
  }
}

/// The public half of an RSA key, as SubjectPublicKeyInfo in DER.
package struct RSAPublicKey: Hashable, Sendable {
  package var der: [UInt8]

  /// Whether a signature is PKCS#1 v1.5 over SHA-256 of these bytes, by this key's other half.
  func verifies(_ signature: [UInt8], of bytes: [UInt8]) -> Bool {
    let key: OpaquePointer? = unsafe der.withUnsafeBufferPointer { buffer in
      var start = buffer.baseAddress
      return unsafe d2i_PUBKEY(nil, &start, buffer.count)
    }
    guard let key = unsafe key, let context = unsafe EVP_MD_CTX_new() else { return false }
    defer {
      unsafe EVP_MD_CTX_free(context)
      unsafe EVP_PKEY_free(key)
      ERR_clear_error()
    }
    guard unsafe EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, key) == 1 else { return false }
    return unsafe EVP_DigestVerify(context, signature, signature.count, bytes, bytes.count) == 1
  }
}
