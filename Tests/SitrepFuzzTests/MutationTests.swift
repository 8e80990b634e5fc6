import FoundationEssentials
import SitrepFuzz
import SitrepTestKit
import Testing

/// Ten thousand broken inputs for every parser: none may crash, and no text of a result may hold a control
/// character.
///
/// The luck is fixed, so that a crash can be had again; `SEED=n` tries other inputs.
@Suite struct `Mutated payloads` {
  private static let folder =
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().path
    + "/SitrepAdaptersTests/Payloads/"

  private func seeds(_ parser: Parser) throws -> [[UInt8]] {
    try parser.seeds.map { try Array(Data(contentsOf: URL(filePath: Self.folder + $0))) }
      + parser.samples.map { Array($0.utf8) }
  }

  @Test(arguments: Parser.allCases)
  func `crash nothing`(parser: Parser) throws {
    let luck = Luck(seed: Environment.number("SEED") ?? 20_261_121)
    var mutator = Mutator(try seeds(parser), luck: luck)
    for count in 0..<10_000 {
      let bytes = mutator.next()
      let told = parser.read(bytes)
      let leak = told.first { $0.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F } }
      guard let leak else { continue }
      Issue.record("\(luck), mutation \(count): \(leak.debugDescription)")
      return
    }
  }

  @Test(arguments: Parser.allCases)
  func `has a good beginning`(parser: Parser) throws {
    let seeds = try seeds(parser)
    #expect(!seeds.isEmpty)
    // Mutations of what is refused anyway would prove little.
    #expect(parser.read(seeds[0]) != parser.read([0x01]))
  }
}
