/// A value that only the loop's own thread may touch, carried by objects that any thread may hold.
///
/// `@unchecked Sendable` is sound because every access goes through `value`, which stops the program
/// when it is not on the loop's thread; so there is never more than one thread inside.
package struct LoopConfined<Value>: @unchecked Sendable {
  private let loop: EventLoop
  private let confined: Value

  package init(_ value: Value, to loop: EventLoop) {
    self.loop = loop
    self.confined = value
  }

  package var value: Value {
    loop.requireCurrent()
    return confined
  }
}
