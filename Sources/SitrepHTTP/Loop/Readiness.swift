/// What a descriptor can be ready for, in the kernel's own bits.
package struct Readiness: OptionSet, Sendable {
  package let rawValue: UInt32

  package init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Bytes or a connection are waiting, or the end was reached.
  package static let read = Readiness(rawValue: 0x001)
  /// Bytes can be written.
  package static let write = Readiness(rawValue: 0x004)
  /// An error is pending; always reported.
  package static let error = Readiness(rawValue: 0x008)
  /// Both directions are closed; always reported.
  package static let hangup = Readiness(rawValue: 0x010)
  /// The peer will send no more.
  package static let peerClosed = Readiness(rawValue: 0x2000)
  /// Report a change once, not for as long as it lasts.
  package static let edgeTriggered = Readiness(rawValue: 1 << 31)
}
