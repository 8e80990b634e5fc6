package import SitrepCore

/// An event as the journal holds it: its canonical bytes and its place in the hash chain.
package struct StoredEvent: Sendable {
  package var event: Event
  package var body: [UInt8]
  package var previousHash: [UInt8]
  package var hash: [UInt8]
}
