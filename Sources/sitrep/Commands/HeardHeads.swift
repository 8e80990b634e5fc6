import SitrepCore
import SitrepHTTP
import Synchronization

/// The newest answer's header of each probed series, for a support ticket; kept for one command only.
final class HeardHeads: Sendable {
  private let heads = Mutex<[SeriesID: HTTPResponseHead]>([:])

  func note(_ series: SeriesID, _ head: HTTPResponseHead) {
    heads.withLock { $0[series] = head }
  }

  /// Raw lines of the limit, retry and request-id headers; nothing else, as others may say too much.
  func lines(of series: SeriesID) -> [String] {
    guard let head = heads.withLock({ $0[series] }) else { return [] }
    let wanted = head.headers.fields.filter { HeadroomHeaders.isWorthShowing($0.name) }
    return wanted.prefix(60).map { field in
      "\(CleanText(field.name, limit: 80)): \(CleanText(KeyMask.masked(field.value), limit: 200))"
    }
  }
}
