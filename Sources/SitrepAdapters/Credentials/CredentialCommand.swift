package import SitrepCore

/// A program that is run for a credential: `credential_process` of a profile, or `gcloud`.
package struct CredentialCommand: Hashable, Sendable {
  package var words: [String]
  /// What it is called in messages; never its arguments, which may say too much.
  package var name: String
  package var span: TimeSpan

  package init(_ words: [String], name: String, within span: TimeSpan = .seconds(20)) {
    self.words = words
    self.name = name
    self.span = span
  }

  /// Longest answer in bytes; a session token takes about two thousand.
  private static let limit = 64 << 10

  /// What came of it, in bytes or in an answer that says why there are none.
  package enum Outcome: Sendable {
    case output([UInt8])
    case answer(CredentialAnswer)
  }

  package func run(_ environment: [String: String]) async -> Outcome {
    guard let program = words.first else { return .answer(.failed("\(name) names no program")) }
    let run: CapturedRun
    do throws(SystemError) {
      run = try await ProcessLauncher.capture(
        program, Array(words.dropFirst()), environment: environment, within: span,
        limit: CredentialCommand.limit)
    } catch {
      return .answer(
        error.isNotFound
          ? .absent("\(name): there is no program of that name")
          : .failed("\(name) could not be started (error \(error.errno))"))
    }
    switch run.cut {
    case .tooLong: return .answer(.failed("\(name) did not answer within \(span.wholeSeconds) s"))
    case .tooMuch: return .answer(.failed("\(name) wrote more than any credential has"))
    case .cancelled: return .answer(.failed("\(name) was given up"))
    case nil: break
    }
    guard run.status == 0 else {
      let said = Redaction.firstLine(run.errors)
      let words = said.text.isEmpty ? "" : ": \(said)"
      return .answer(.failed(CleanText("\(name) ended with status \(run.status)\(words)")))
    }
    return .output(run.output)
  }
}
