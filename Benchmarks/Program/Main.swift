import SitrepAdapters
import SitrepCore
import SitrepDashboard
import SitrepTerminal

/// Measures the parts that have no clock on the outside: `sitrep-bench JOURNAL SCRATCH-DIRECTORY`.
///
/// `sitrep-bench JOURNAL DIRECTORY year` writes a journal a year old into the directory instead, for an engine.
///
/// The events are those of a journal that a real run wrote, so that their mix and size are real.
/// Prints one `name<TAB>value` a line; `Benchmarks/bench` makes the table.
@main
enum Bench {
  @MainActor static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 || arguments.count == 4 && arguments[3] == "year" else {
      return print("usage: sitrep-bench JOURNAL DIRECTORY [year]")
    }
    let reader = try JournalReader(file: CommandLine.arguments[1])
    let recorded = try await reader.events(from: 1, to: .max)
    if arguments.count == 4 { return try await year(recorded, directory: arguments[2]) }
    let state = try await reader.state()
    try await journal(recorded, directory: CommandLine.arguments[2])
    fold(recorded)
    postmortem(recorded, state)
    try await longPostmortem(recorded, directory: CommandLine.arguments[2])
    frame(state)
  }

  // MARK: Journal

  private static let many = 200_000
  private static let batch = 200
  private static let durable = 200

  private static func journal(_ recorded: [Event], directory: String) async throws {
    let journal = try SQLiteJournal(file: directory + "/bench.db")
    let events = renumbered(recorded, count: many)
    let took = try await ContinuousClock().measure {
      for start in stride(from: 0, to: many, by: batch) {
        try await journal.append(Array(events[start..<start + batch]), durable: false)
      }
    }
    report("journal, events a second in batches of \(batch)", Double(many) / seconds(took))

    var samples: [Double] = []
    for index in 0..<durable {
      var event = recorded[index % recorded.count]
      event.sequence = Int64(many + index + 1)
      let one = event
      samples.append(
        seconds(try await ContinuousClock().measure { try await journal.append([one], durable: true) }))
    }
    report("journal, one durable event, p50 ms", quantile(samples, 0.5) * 1e3)
    report("journal, one durable event, p99 ms", quantile(samples, 0.99) * 1e3)
    try await reopening(journal, directory)
  }

  /// A checkpoint at the end of a long journal makes opening it independent of its length.
  private static func reopening(_ journal: SQLiteJournal, _ directory: String) async throws {
    var state = State()
    for event in try await journal.load().tail { state.fold(event) }
    try await journal.saveCheckpoint(state)
    let took = try await ContinuousClock().measure {
      let (checkpoint, tail) = try await SQLiteJournal(file: directory + "/bench.db").load()
      var state = checkpoint ?? State()
      for event in tail { state.fold(event) }
    }
    report("journal of \(many) events opened from its checkpoint, ms", seconds(took) * 1e3)
  }

  private static func renumbered(_ recorded: [Event], count: Int) -> [Event] {
    (0..<count).map { index in
      var event = recorded[index % recorded.count]
      event.sequence = Int64(index + 1)
      return event
    }
  }

  // MARK: Fold, postmortem, frame

  private static func fold(_ recorded: [Event]) {
    var state = State()
    let rounds = max(1, 20_000 / recorded.count)
    let took = ProcessorTime.measure {
      for _ in 0..<rounds { for event in recorded { state.fold(event) } }
    }
    report("fold, events a second of processor time", Double(rounds * recorded.count) / took)
  }

  private static func postmortem(_ recorded: [Event], _ state: State) {
    guard let incident = state.incidents.last else { return }
    var bytes = 0
    let took = ContinuousClock().measure {
      bytes =
        PostmortemDocument.render(incident: incident, events: recorded, state: state, now: state.at).utf8
        .count
    }
    report("postmortem of \(recorded.count) events (\(bytes) bytes), ms", seconds(took) * 1e3)
  }

  /// From the file to the document, as `sitrep postmortem` does it without an engine.
  private static func longPostmortem(_ recorded: [Event], directory: String) async throws {
    let file = directory + "/long.db"
    guard let long = try await LongIncident(recorded, into: try SQLiteJournal(file: file)) else { return }
    var (reading, whole, rendering): ([Double], [Double], [Double]) = ([], [], [])
    for _ in 0..<7 {
      let began = ContinuousClock().now
      let events = try await JournalReader(file: file).story(of: long.incident)
      reading.append(seconds(ContinuousClock().now - began))
      var document = ""
      rendering.append(
        ProcessorTime.measure {
          document = PostmortemDocument.render(
            incident: long.incident, events: events, state: long.state, now: long.now)
        })
      guard !document.isEmpty else { return }
      whole.append(seconds(ContinuousClock().now - began))
    }
    let what = "postmortem of 6 hours, \(LongIncident.count) events"
    report("\(what), of it reading the journal, ms", quantile(reading, 0.5) * 1e3)
    report("\(what), of it rendering, processor time, ms", quantile(rendering, 0.5) * 1e3)
    report("\(what), whole, ms", quantile(whole, 0.5) * 1e3)
  }

  private static func year(_ recorded: [Event], directory: String) async throws {
    let end = SystemClock.wall() - .minutes(1)
    let journal = try SQLiteJournal(file: directory + "/journal.db")
    let count = try await YearOld.write(recorded, to: journal, ending: end)
    report("journal a year old, events", Double(count))
  }

  @MainActor private static func frame(_ state: State) {
    let size = Size(200, 50)
    var model = DashboardModel(now: state.at, size: size, salt: "bench", loginName: "bench")
    _ = update(&model, .state(state, state.at))
    var samples: [Double] = []
    for tick in 1...2000 {
      let now = state.at + .seconds(Int64(tick % 60))
      samples.append(
        ProcessorTime.measure {
          _ = update(&model, .tick(now))
          _ = view(model, size)
        })
    }
    let what = "frame of 200×50 composed, \(state.series.count) series, processor time"
    report("\(what), p50 µs", quantile(samples, 0.5) * 1e6)
    report("\(what), p99 µs", quantile(samples, 0.99) * 1e6)
  }

  // MARK: Numbers

  private static func seconds(_ span: Duration) -> Double {
    Double(span.components.seconds) + Double(span.components.attoseconds) * 1e-18
  }

  private static func quantile(_ samples: [Double], _ share: Double) -> Double {
    let sorted = samples.sorted()
    return sorted[min(sorted.count - 1, Int(Double(sorted.count) * share))]
  }

  private static func report(_ name: String, _ value: Double) {
    let rounded = value >= 100 ? value.rounded() : (value * 100).rounded() / 100
    print("\(name)\t\(rounded)")
  }
}
