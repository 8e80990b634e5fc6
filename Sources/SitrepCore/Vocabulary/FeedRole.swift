/// What a page is to us when it is not the vendor's own.
package enum FeedRole: String, Codable, Sendable {
  /// A third party that watches the vendor: shown and told, but no word of the vendor's.
  case witness
  /// Never read: an address for people.
  case link
}
