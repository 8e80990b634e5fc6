import Glibc
import SitrepHTTP
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LoopTests {
  @Test func `submitted work runs on the loop's thread in its order`() async throws {
    let loop = try EventLoop(name: "test-order")
    defer { loop.stop() }
    let order = Mutex<[Int]>([])
    let done = Signal()
    #expect(!loop.isCurrent)
    for number in 0..<1000 {
      loop.submit {
        if loop.isCurrent { order.withLock { $0.append(number) } }
        if number == 999 { done.raise() }
      }
    }
    await done.wait()
    #expect(order.withLock { $0 } == Array(0..<1000))
  }

  @Test func `work submitted from the loop itself runs as well`() async throws {
    let loop = try EventLoop(name: "test-self")
    defer { loop.stop() }
    for _ in 0..<100 {
      let done = Signal()
      loop.submit { loop.submit { loop.submit { loop.soon { loop.submit { done.raise() } } } } }
      await done.wait()
    }
  }

  @Test func `timers run by deadline, and cancelled ones not at all`() async throws {
    let loop = try EventLoop(name: "test-timers")
    defer { loop.stop() }
    let order = Mutex<[UInt64]>([])
    let done = Signal()
    loop.submit {
      for delay in [9, 3, 7, 1, 5] as [UInt64] {
        loop.schedule(after: delay * 1_000_000) { order.withLock { $0.append(delay) } }
      }
      // Enough cancelled ones to be swept out of the heap.
      let cancelled = (0..<500).map { delay in
        loop.schedule(after: UInt64(delay) * 10_000) { order.withLock { $0.append(0) } }
      }
      for timer in cancelled { loop.cancel(timer) }
      loop.schedule(after: 12_000_000) { done.raise() }
    }
    await done.wait()
    #expect(order.withLock { $0 } == [1, 3, 5, 7, 9])
  }

  @Test func `a watch reports until it is taken away`() async throws {
    let loop = try EventLoop(name: "test-watch")
    defer { loop.stop() }
    let (reader, writer) = try makePipe()
    defer {
      close(reader)
      close(writer)
    }
    let bytes = Mailbox<UInt8>()
    loop.submit {
      try? loop.watch(reader, for: .read) { fd, events in
        var byte: UInt8 = 0
        if events.contains(.read), unsafe read(fd, &byte, 1) == 1 { bytes.put(byte) }
        if byte == 2 {
          loop.unwatch(fd)
          loop.schedule(after: 5_000_000) { bytes.put(0) }
        }
      }
    }
    for byte in [1, 2, 3] as [UInt8] {
      unsafe withUnsafePointer(to: byte) { _ = unsafe write(writer, $0, 1) }
    }
    #expect(await bytes.take() == 1)
    #expect(await bytes.take() == 2)
    #expect(await bytes.take() == 0)
  }

  @Test func `a stopped loop takes no more work`() throws {
    let loop = try EventLoop(name: "test-stopped")
    #expect(loop.submit {})
    loop.stop()
    #expect(!loop.submit {})
    loop.stop()
  }

  private func makePipe() throws -> (Int32, Int32) {
    var ends: [Int32] = [0, 0]
    try #require(unsafe pipe(&ends) == 0)
    return (ends[0], ends[1])
  }
}
