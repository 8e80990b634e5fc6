/// Bytes written and not yet sent; taken from the front without moving the rest.
struct PendingBytes {
  private var bytes: [UInt8] = []
  private var start = 0

  var count: Int { bytes.count - start }

  mutating func append(_ append: (inout [UInt8]) -> Void) {
    // What was sent is dropped once it is the larger part, so a slow reader does not keep old bytes alive.
    if start > bytes.count / 2 {
      bytes.removeFirst(start)
      start = 0
    }
    append(&bytes)
  }

  mutating func takeAll() -> [UInt8] {
    let all = start == 0 ? bytes : Array(bytes[start...])
    bytes = []
    start = 0
    return all
  }

  mutating func take(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(buffer.count, self.count)
    unsafe bytes.withUnsafeBytes { source in
      unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: source[start..<start + count]))
    }
    start += count
    if start == bytes.count {
      bytes.removeAll(keepingCapacity: true)
      start = 0
    }
    return count
  }
}
