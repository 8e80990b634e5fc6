import SitrepCore

/// A dangerous act as it is shown before Enter: what would change, and from which state that was seen.
struct Confirmation {
  let draft: Draft
  private(set) var lines: [String]
  private(set) var basis: String?
  /// Why it cannot be done now.
  private(set) var refusal: String?
  /// Lines that differ from those read before; while there are any, Enter only takes note of them.
  private(set) var changed: [String] = []
  var scroll = 0

  init(_ draft: Draft, _ preview: Result<ActionPreview, Refusal>) {
    self.draft = draft
    lines = []
    take(preview)
  }

  var canConfirm: Bool { refusal == nil && changed.isEmpty && basis != nil }

  /// Looks again; true when what was read is no longer what would happen.
  mutating func refresh(_ preview: Result<ActionPreview, Refusal>) -> Bool {
    let (oldLines, oldBasis, oldRefusal) = (lines, basis, refusal)
    take(preview)
    guard basis != oldBasis || refusal != oldRefusal else { return false }
    let news = lines.filter { !oldLines.contains($0) }
    changed = news.isEmpty ? ["the state it was computed from"] : news
    scroll = 0
    return true
  }

  mutating func acceptChange() { changed = [] }

  private mutating func take(_ preview: Result<ActionPreview, Refusal>) {
    switch preview {
    case .success(let preview):
      lines = preview.lines
      basis = preview.basis
      refusal = nil
    case .failure(let refusal):
      self.refusal = refusal.reason
      basis = nil
    }
  }
}
