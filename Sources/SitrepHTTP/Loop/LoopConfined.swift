/// A value that only the loop's own thread may touch, carried by objects that any thread may hold.
///
/// `@unchecked Sendable` is sound because every access goes through `value`, which stops the program
/// when it is not on the loop's thread; so there is never more than one thread inside.
struct LoopConfined<Value>: @unchecked Sendable {
  private let loop: EventLoop
  private let confined: Value

  init(_ value: Value, to loop: EventLoop) {
    self.loop = loop
    self.confined = value
  }

  var value: Value {
    loop.requireCurrent()
    return confined
  }
}
