import Glibc

/// What whoever runs the tests may set.
package enum Environment {
  /// A variable that holds a whole number.
  package static func number(_ name: String) -> UInt64? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe UInt64(String(cString: value))
  }
}
