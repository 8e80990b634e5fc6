import SitrepAdapters
import SitrepCore
import Testing

@Suite struct AttachTests {
  @Test func `A client acts, reads history and stops the engine as if in-process`() async throws {
    try await withServer { engine, path in
      await engine.publish(SampleEvents.notes(1...2500))
      let connection = try await AttachClient.connect(path: path, hello: hello())
      #expect(await connection.welcome?.pid == 4711)
      #expect(await connection.ping())
      #expect(await connection.state() == engine.state())
      let history = try await connection.events(from: 3, to: .max)
      #expect(history == SampleEvents.notes(3...2500))
      #expect(await connection.perform(request("k1")) == .done(sequence: 1, said: "done k1"))
      #expect(await engine.performed == [request("k1")])
      await connection.stop(reason: "maintenance")
      #expect(await engine.stopReason == "maintenance")
    }
  }

  @Test func `Two viewers get the same events, and end with the engine`() async throws {
    try await withServer { engine, path in
      await engine.publish(SampleEvents.notes(1...3))
      let first = try await AttachClient.connect(path: path, hello: hello())
      let second = try await AttachClient.connect(path: path, hello: hello(readOnly: true))
      let updates = [await first.subscribe(), await second.subscribe()]
      await eventually { await engine.subscriberCount == 2 }
      await engine.publish(SampleEvents.notes(4...5))
      await engine.publish(SampleEvents.notes(6...6))
      await engine.stop(reason: "done")
      let expected = await engine.state()
      for stream in updates {
        var state: State?
        for await update in stream { fold(update, into: &state) }
        #expect(state == expected)
      }
      #expect(await first.ending?.description == "the engine has stopped")
    }
  }

  @Test func `A read-only connection cannot act or stop, whatever it sends`() async throws {
    try await withServer { engine, path in
      let connection = try await AttachClient.connect(path: path, hello: hello(readOnly: true))
      #expect(await connection.welcome?.readOnly == true)
      let reply = await connection.perform(request("k1"))
      #expect(
        reply
          == .refused(Refusal("this connection is read-only; attach without --read-only to act")))
      await connection.stop(reason: "mischief")
      #expect(await engine.performed.isEmpty)
      #expect(await engine.stopReason == nil)
    }
  }

  @Test func `Another protocol or form of state is refused, but may still stop`() async throws {
    try await withServer { engine, path in
      let future = Hello(name: "ab", version: "9.0", readOnly: false, protocol: 2)
      let error = await #expect(throws: AttachError.self) {
        try await AttachClient.connect(path: path, hello: future)
      }
      #expect(
        error
          == AttachError(
            .refused,
            "the engine is sitrep 1.0, this is sitrep 9.0, and they speak different protocols; "
              + "run sitrep stop, then sitrep"))
      let reader = Hello(name: "ab", version: "0.9", readOnly: false, foldVersion: State.foldVersion + 1)
      let other = await #expect(throws: AttachError.self) {
        try await AttachClient.connect(path: path, hello: reader)
      }
      #expect(other?.code == .refused)
      let stopper = Hello(name: "ab", version: "0.9", readOnly: false, foldVersion: nil)
      try await AttachClient.connect(path: path, hello: stopper).stop(reason: "upgrade")
      #expect(await engine.stopReason == "upgrade")
    }
  }

  @Test func `A client that does not read holds nobody up and is caught up later`() async throws {
    try await withServer { engine, path in
      let sleeper = try RawClient(path: path)
      let form = State.foldVersion
      sleeper.send(
        #"{"hello":{"_0":{"protocol":1,"foldVersion":\#(form),"version":"1","readOnly":false,"name":"s"}}}"#)
      #expect(await sleeper.receiveLater()?.hasPrefix(#"{"welcome""#) == true)
      sleeper.send(#"{"subscribe":{}}"#)
      await eventually { await engine.subscriberCount == 1 }
      let brisk = try await AttachClient.connect(path: path, hello: hello())
      var updates = await brisk.subscribe().makeAsyncIterator()
      await eventually { await engine.subscriberCount == 2 }
      let text = String(repeating: "the queue is long ", count: 15)
      var state: State?
      for batch in Int64(0)..<130 {
        await engine.publish((1...100).map { SampleEvents.note(batch * 100 + $0, text) })
        while state?.sequence ?? 0 < (batch + 1) * 100, let update = await updates.next() {
          fold(update, into: &state)
        }
      }
      #expect(state == (await engine.state()))
      var seen: State?
      var checkpoints = 0
      var frames = 0
      while seen?.sequence != 13_000, let frame = await sleeper.receiveLater() {
        frames += 1
        if frame.hasPrefix(#"{"checkpoint""#) { checkpoints += 1 }
        fold(try AttachFrames.update(frame), into: &seen)
      }
      #expect(checkpoints == 2)
      #expect(frames < 130)
      #expect(seen == (await engine.state()))
    }
  }

  @Test func `Garbage and half frames end only the connection they came on`() async throws {
    try await withServer { _, path in
      let good = try await AttachClient.connect(path: path, hello: hello())
      let cases: [[UInt8]] = [
        Array("GET / HTTP/1.1\r\n\r\n".utf8), [0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 1],
        [0, 0, 0, 2, 0x7B, 0x7D],
        [0, 0, 0, 9] + Array(#"{"ping":{"#.utf8), [0, 0],
      ]
      for bytes in cases {
        let client = try RawClient(path: path)
        client.sendRaw(bytes)
        client.endSending()
        while let frame = await client.receiveLater() { #expect(frame.hasPrefix(#"{"goodbye""#)) }
        #expect(await good.ping())
      }
    }
  }

  @Test func `An engine that dies in mid-message ends stream and questions`() async throws {
    let directory = TemporaryDirectory()
    let server = try RawServer(path: directory.file("attach.sock"))
    async let connecting = AttachClient.connect(path: server.path, hello: hello())
    let client = try await server.accept()
    _ = await client.receiveLater()
    client.send(
      #"{"welcome":{"_0":{"protocol":1,"foldVersion":1,"version":"1","pid":1,"readOnly":false}}}"#)
    let connection = try await connecting
    var updates = await connection.subscribe().makeAsyncIterator()
    async let answer = connection.perform(request("k1"))
    client.sendRaw([0, 0, 1, 0, 0x7B, 0x22])
    for _ in 1...2 { _ = await client.receiveLater() }
    client.close()
    #expect(await updates.next() == nil)
    #expect(
      await answer
        == .refused(Refusal("the engine went away; look at the timeline before trying again")))
  }

  @Test func `Where no engine runs, the error says so`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.file("attach.sock")
    let error = await #expect(throws: AttachError.self) {
      try await AttachClient.connect(path: path, hello: hello())
    }
    #expect(error == AttachError(.absent, "no engine runs at \(path)"))
  }

  @Test func `The socket is its owner's only, and replaces a dead one`() async throws {
    let directory = TemporaryDirectory()
    let path = directory.file("attach.sock")
    do { _ = try RawServer(path: path) }
    #expect(FileFacts.mode(path) != nil)
    try await withServer(in: directory) { _, path in
      #expect(FileFacts.mode(path) == 0o600)
      _ = try await AttachClient.connect(path: path, hello: hello())
    }
    #expect(FileFacts.mode(path) == nil)
  }
}
