import Dispatch
import SitrepAdapters
import SitrepCore
import SitrepDashboard
import SitrepTerminal

/// A dashboard on a terminal: one stream of keys, signals, ticks and snapshots, drawn after each.
@MainActor
final class DashboardHost {
  private let screen: Screen
  private let context: Context
  private let link: Link
  private var model: DashboardModel
  private let inbox: AsyncStream<Inbox>.Continuation
  private let mail: AsyncStream<Inbox>
  private var isOver = false
  private var farewell: String?

  /// What wakes the loop.
  private enum Inbox: Sendable {
    case input
    case event(DashboardEvent)
    case snapshot(Mirror.Snapshot)
    case signal(Signal)
  }

  init(screen: Screen, context: Context, link: Link, readOnly: Bool, theme: String) {
    self.screen = screen
    self.context = context
    self.link = link
    model = DashboardModel(
      now: context.clock.now(), size: screen.size, salt: String(SystemRandom.word(), radix: 36),
      loginName: Host.user, access: readOnly ? .readOnly : .observer,
      glyphs: screen.glyphs, themeName: theme)
    if let notice = screen.capabilities.notice { _ = update(&model, .said(notice)) }
    (mail, inbox) = AsyncStream.makeStream(of: Inbox.self, bufferingPolicy: .unbounded)
    takeMarks()
  }

  /// Runs until the person leaves or the terminal is gone; the terminal is restored by then.
  func run() async -> String? {
    let input = DispatchSource.makeReadSource(fileDescriptor: 0, queue: .main)
    input.setEventHandler { [inbox] in inbox.yield(.input) }
    input.activate()
    defer { input.cancel() }
    await withDiscardingTaskGroup { group in
      group.addTask { await self.watchSignals() }
      group.addTask { await self.tick() }
      group.addTask { await self.follow() }
      // The first state is a few milliseconds away; an empty frame before it would cost a whole paint.
      var isWaiting = true
      for await item in mail {
        await take(item, in: &group)
        if isOver { break }
        if case .event(.tick) = item { isWaiting = false }
        if model.state != nil || !isWaiting { draw() }
      }
      group.cancelAll()
      await link.close()
    }
    screen.restore()
    leaveMark()
    return farewell
  }

  // MARK: Who was here

  private var marks: SeenMarks { SeenMarks(link.named) }

  /// This terminal and this login; whoever arms the screen has a mark of their own.
  private var ownNames: [String] {
    [Host.terminalName(0).map { "terminal \($0)" }, "login \(Host.user)"].compactMap(\.self)
  }

  private func takeMarks() {
    let seen = marks.all.mapValues { Seen(at: $0.at, sequence: $0.sequence) }
    model.remember(seen, own: ownNames)
  }

  private func leaveMark() {
    guard let seen = model.seen else { return }
    marks.note(.init(at: seen.at, sequence: seen.sequence), as: ownNames + model.people)
  }

  // MARK: What wakes it

  private func watchSignals() async {
    let kinds: Set<Signal> = [.terminate, .hangUp, .interrupt, .windowChanged, .continue]
    for await kind in Signals.watch(kinds) { inbox.yield(.signal(kind)) }
  }

  /// Once a second, shortly after the wall's second begins, so that the clock on screen is right.
  private func tick() async {
    while !Task.isCancelled {
      let now = context.clock.now()
      let next = Instant(seconds: now.wholeSeconds + 1) + .milliseconds(5)
      do { try await context.clock.sleep(until: next) } catch { return }
      inbox.yield(.event(.tick(context.clock.now())))
    }
  }

  private func follow() async {
    let (snapshots, shown) = AsyncStream.makeStream(
      of: Mirror.Snapshot.self, bufferingPolicy: .bufferingNewest(1))
    let mirror = Mirror(clock: context.clock, snapshots: shown)
    await withDiscardingTaskGroup { group in
      group.addTask { for await snapshot in snapshots { await self.deliver(snapshot) } }
      await link.follow(mirror) { change in
        switch change {
        case .lost: self.inbox.yield(.event(.connectionLost(self.context.clock.now())))
        case .silent(let since):
          self.inbox.yield(.event(.engineSilent(since: since, self.context.clock.now())))
        case .restored: self.inbox.yield(.event(.connectionRestored(self.context.clock.now())))
        case .said(let text): self.inbox.yield(.event(.said(text)))
        case .stopped(let reason): self.leave(reason)
        }
      }
      group.cancelAll()
    }
  }

  private func deliver(_ snapshot: Mirror.Snapshot) {
    inbox.yield(.snapshot(snapshot))
  }

  private func leave(_ reason: String) {
    farewell = reason
    isOver = true
    inbox.yield(.input)
  }

  // MARK: What it does

  private func take(_ item: Inbox, in group: inout DiscardingTaskGroup) async {
    switch item {
    case .input:
      for key in screen.readKeys() {
        if key == .closed { return finish() }
        let commands = update(&model, .key(key))
        await perform(commands, in: &group)
        // What was typed ahead of a preview must not confirm it, also when it came in the same read.
        if isOver || commands.contains(.flushInput) { break }
      }
    case .event(let event): await perform(update(&model, event), in: &group)
    case .snapshot(let snapshot):
      await perform(update(&model, .trouble(snapshot.trouble)), in: &group)
      await perform(update(&model, .state(snapshot.state, context.clock.now())), in: &group)
    case .signal(let kind): await take(kind, in: &group)
    }
  }

  private func take(_ kind: Signal, in group: inout DiscardingTaskGroup) async {
    switch kind {
    case .terminate, .hangUp, .interrupt: finish()
    case .windowChanged: await perform(update(&model, .resize(screen.resize())), in: &group)
    case .continue: screen.redraw()
    default: break
    }
  }

  private func finish() {
    isOver = true
  }

  private func perform(_ commands: [Command], in group: inout DiscardingTaskGroup) async {
    for command in commands {
      switch command {
      case .perform(let request):
        group.addTask { await self.send(request) }
      case .readPostmortem(let path): read(path)
      case .edit(let path): await edit(path, in: &group)
      case .flushInput: screen.flushInput()
      case .bell: screen.beep()
      case .detach:
        farewell = link.ownFarewell ?? (model.connection == .live ? Link.farewell(model.state) : "detached")
        finish()
      case .suspend:
        screen.suspend()
        screen.redraw()
      case .redraw: screen.redraw()
      }
    }
  }

  private func send(_ request: ActionRequest) async {
    let reply = await link.perform(request)
    inbox.yield(.event(.reply(reply, for: request, context.clock.now())))
  }

  /// Longest postmortem shown, in bytes.
  private static let longestDocument = 4 << 20

  private func read(_ path: String) {
    do {
      let bytes = try SafeFile.read(path, limit: DashboardHost.longestDocument)
      inbox.yield(.event(.postmortemText(path: path, text: String(decoding: bytes, as: UTF8.self))))
    } catch {
      inbox.yield(.event(.said("\(error)")))
    }
  }

  private func edit(_ path: String, in group: inout DiscardingTaskGroup) async {
    let editor = ProcessLauncher.editor(environment: context.environment)
    do {
      try await screen.withTerminalReleased {
        _ = try await ProcessLauncher.runInForeground(
          editor.program, editor.arguments + [path], environment: context.environment)
      }
    } catch {
      inbox.yield(.event(.said("\(editor.program) did not run: \(error)")))
    }
    await perform(update(&model, .editorReturned), in: &group)
  }

  private func draw() {
    screen.acceptPastes(model.wantsText)
    screen.present(view(model, screen.size))
  }
}
