import SitrepCore

/// The first words of a client.
package struct Hello: Hashable, Codable, Sendable {
  /// Version of the frames and messages; see `AttachProtocol`.
  package var `protocol`: Int
  /// Version of the state that the client can read; nil when it will ask for none, as `sitrep stop`.
  package var foldVersion: Int?
  package var version: String
  package var readOnly: Bool
  /// Who looks, for the engine's list of viewers.
  package var name: String

  package init(
    name: String, version: String, readOnly: Bool, foldVersion: Int? = State.foldVersion,
    protocol: Int = AttachProtocol.version
  ) {
    self.protocol = `protocol`
    self.foldVersion = foldVersion
    self.version = version
    self.readOnly = readOnly
    self.name = name
  }
}

/// The engine's answer to a hello that it takes.
package struct Welcome: Hashable, Codable, Sendable {
  package var `protocol`: Int
  package var foldVersion: Int
  package var version: String
  package var pid: Int
  package var readOnly: Bool
}

package enum AttachProtocol {
  /// Grows when a message changes its meaning; both sides must speak the same.
  package static let version = 1
}

/// What a client sends; `id` comes back with the answer.
enum ClientMessage: Codable, Sendable {
  case hello(Hello)
  /// Asks for updates; once more asks for a fresh checkpoint.
  case subscribe
  case perform(id: Int, request: ActionRequest)
  case state(id: Int)
  case events(id: Int, from: Int64, to: Int64)
  case stop(id: Int, reason: String)
  case ping(id: Int)
}

/// What an engine sends.
enum ServerMessage: Codable, Sendable {
  case welcome(Welcome)
  /// The hello is not taken, or the connection ends; the sentence says why.
  case goodbye(String)
  case checkpoint(State)
  case events([Event])
  /// Why the journal cannot be written; nil when it can again.
  case trouble(CleanText?)
  case reply(id: Int, reply: ActionReply)
  case state(id: Int, state: State)
  /// A part of the events asked for; `more` follow under the same id.
  case history(id: Int, events: [Event], more: Bool)
  case done(id: Int)
  case failed(id: Int, reason: String)
}
