import COpenSSL
import FoundationEssentials
package import SitrepCore

/// A token signed with RSA and SHA-256 (RS256), as Google's token endpoint takes it (facts/vertex.md 5.1).
package enum JSONWebToken {
  /// Why a key cannot sign.
  package struct KeyError: Error, Hashable, Sendable {
    package var reason: CleanText
  }

  /// Signs header and claims, which are JSON, with a private key in PEM.
  package static func sign(header: [UInt8], claims: [UInt8], key: Secret) throws(KeyError) -> Secret {
    let head = base64URL(header) + "." + base64URL(claims)
    let signer = try RSAKey(pem: key)
    return Secret(head + "." + base64URL(try signer.signature(of: Array(head.utf8))))
  }

  /// Base64 for addresses, without padding.
  static func base64URL(_ bytes: [UInt8]) -> String {
    let text = Data(bytes).base64EncodedString()
    return String(
      text.compactMap { character -> Character? in
        switch character {
        case "+": "-"
        case "/": "_"
        case "=": nil
        default: character
        }
      })
  }
}

/// A private key of libcrypto, freed with its owner.
///
/// `@safe`: the pointer is made in `init`, never handed out, and freed once in `deinit`.
@safe
private struct RSAKey: ~Copyable {
  private let key: OpaquePointer

  /// Reads PKCS#8 or the older RSA form; a key behind a password is refused rather than asked for.
  init(pem: Secret) throws(JSONWebToken.KeyError) {
    let text = Array(pem.reveal().utf8)
    let parsed: OpaquePointer? = unsafe text.withUnsafeBytes { bytes in
      guard let buffer = unsafe BIO_new_mem_buf(bytes.baseAddress, Int32(clamping: bytes.count)) else {
        return nil
      }
      defer { unsafe BIO_free(buffer) }
      return unsafe PEM_read_bio_PrivateKey(buffer, nil, { _, _, _, _ in 0 }, nil)
    }
    ERR_clear_error()
    guard let parsed = unsafe parsed else {
      throw JSONWebToken.KeyError(reason: "private_key is no unencrypted key in PEM; download the file anew")
    }
    guard unsafe EVP_PKEY_get_base_id(parsed) == EVP_PKEY_RSA else {
      unsafe EVP_PKEY_free(parsed)
      throw JSONWebToken.KeyError(reason: "private_key is no RSA key")
    }
    unsafe key = parsed
  }

  deinit { unsafe EVP_PKEY_free(key) }

  /// PKCS#1 v1.5 over SHA-256.
  borrowing func signature(of bytes: [UInt8]) throws(JSONWebToken.KeyError) -> [UInt8] {
    let context = unsafe EVP_MD_CTX_new()
    defer { unsafe EVP_MD_CTX_free(context) }
    var signature = [UInt8](repeating: 0, count: Int(unsafe EVP_PKEY_get_size(key)))
    var length = signature.count
    guard unsafe EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      unsafe EVP_DigestSign(context, &signature, &length, bytes, bytes.count) == 1
    else {
      ERR_clear_error()
      throw JSONWebToken.KeyError(reason: "private_key could not sign")
    }
    return Array(signature.prefix(length))
  }
}
