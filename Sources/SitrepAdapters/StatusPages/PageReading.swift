package import SitrepCore

/// A page as it was read, with how new its newest word is.
package struct PageReading: Hashable, Sendable {
  package var page: PageSnapshot
  /// The newest time that the document itself names; nil when it names none that would tell its age.
  package var toldAt: Instant?

  package init(page: PageSnapshot, toldAt: Instant? = nil) {
    self.page = page
    self.toldAt = toldAt
  }

  /// A page whose newest word is older says nothing of today: it was abandoned, or is somebody's old copy.
  package static let longestSilence = TimeSpan.hours(24 * 365)

  /// This reading, unless it is years old.
  package func fresh(at now: Instant) throws(PageParseError) -> PageReading {
    if let toldAt, now - toldAt > PageReading.longestSilence { throw .abandoned(since: toldAt) }
    return self
  }
}
