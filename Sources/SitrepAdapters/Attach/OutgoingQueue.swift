/// Messages that wait for room in the socket, the first of them perhaps half sent.
struct OutgoingQueue {
  private struct Entry {
    var frame: [UInt8]
    var isUpdate: Bool
  }

  private var entries: [Entry] = []
  private var head = 0
  /// Bytes of the first entry that are sent.
  private var offset = 0
  /// Unsent bytes.
  private(set) var bytes = 0

  /// The frame to send next, and how much of it is sent.
  var first: (frame: [UInt8], offset: Int)? {
    head < entries.count ? (entries[head].frame, offset) : nil
  }

  mutating func append(_ frame: [UInt8], isUpdate: Bool) {
    entries.append(Entry(frame: frame, isUpdate: isUpdate))
    bytes += frame.count
  }

  mutating func sent(_ count: Int) {
    bytes -= count
    offset += count
    guard head < entries.count, offset == entries[head].frame.count else { return }
    entries[head].frame = []
    head += 1
    offset = 0
    if head == entries.count || head >= 256 {
      entries.removeFirst(head)
      head = 0
    }
  }

  /// Drops what a checkpoint will replace; a frame of which a part is sent must go on.
  mutating func dropUpdates() {
    let kept = entries[head...].enumerated()
      .filter { !$0.element.isUpdate || ($0.offset == 0 && offset > 0) }
      .map(\.element)
    entries = kept
    head = 0
    bytes = kept.reduce(0) { $0 + $1.frame.count } - offset
  }
}
