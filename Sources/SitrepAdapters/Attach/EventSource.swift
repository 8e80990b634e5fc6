import Dispatch

/// Calls a handler on a queue while a descriptor can be read or written; ends with its owner.
final class EventSource {
  private let source: any DispatchSourceProtocol

  enum Interest {
    case reading
    case writing
  }

  init(
    _ interest: Interest, _ descriptor: Descriptor, on queue: DispatchQueue,
    handler: @escaping @Sendable () -> Void
  ) {
    source =
      interest == .reading
      ? DispatchSource.makeReadSource(fileDescriptor: descriptor.number, queue: queue)
      : DispatchSource.makeWriteSource(fileDescriptor: descriptor.number, queue: queue)
    source.setEventHandler(handler: handler)
    // The descriptor stays open until Dispatch has let go of it.
    source.setCancelHandler { withExtendedLifetime(descriptor) {} }
    source.resume()
  }

  deinit {
    source.cancel()
  }
}
