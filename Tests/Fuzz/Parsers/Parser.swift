import FoundationEssentials
import SitrepAdapters
import SitrepCore
import SitrepHTTP
import SitrepTerminal

/// Everything of ours that reads bytes from outside: fuzzed by `make fuzz`, and by mutations in the tests.
package enum Parser: String, CaseIterable, Sendable {
  case statuspage
  case awsEvents
  case google
  case checkly
  case syndication
  case anyJSON
  case serverSentEvents
  case eventStreamFrames
  case answers
  case limitHeaders
  case configuration
  case journal
  case keys
  case tokenAnswers
  case iniFiles

  /// Files of the recorded payloads that this parser is made for.
  package var seeds: [String] {
    switch self {
    case .statuspage: ["statuspage-status-operational.json"]
    case .awsEvents: ["aws-currentevents-bedrock-degraded.json", "aws-currentevents-empty.utf16be.bin"]
    case .google: []
    case .checkly: ["mistral-checkly-unresolved-incidents.json", "mistral-checkly-maintenance-windows.json"]
    case .syndication: ["aws-bedrock-rss-degraded.xml", "aws-bedrock-rss-resolved.xml"]
    case .anyJSON: ["batch-object.json", "statuspage-status-operational.json"]
    case .serverSentEvents: ["real-sse-text.sse", "sse-crlf-comments-and-multiline-data.sse"]
    case .eventStreamFrames: ["bedrock-eventstream-ok.bin", "bedrock-eventstream-throttled-midstream.bin"]
    case .answers: ["message-response.json", "vertex-error-429-array.json", "error-429-input-tokens.json"]
    case .limitHeaders:
      ["headers-429-rate-limit.txt", "headers-bedrock-429.txt", "real-headers-openai-200.txt"]
    case .tokenAnswers: ["vertex-metadata-token.json"]
    case .configuration, .journal, .keys, .iniFiles: []
    }
  }

  /// Beginnings that no recorded payload gives.
  package var samples: [String] {
    switch self {
    case .statuspage:
      [
        """
        {"page":{"name":"C","updated_at":"2026-11-20T01:02:03.456-08:00"},"status":{"indicator":"minor"},
        "components":[{"id":"g","name":"G","group":true,"components":["c"]},
        {"id":"c","name":"API","status":"partial_outage","group_id":"g","updated_at":"2026-11-20T01:02:03Z"}],
        "incidents":[{"id":"i","name":"Errors","status":"identified","impact":"major","incident_updates":[
        {"id":"u","status":"identified","body":"<p>a &amp; b</p>","display_at":"2026-11-20T01:02:03Z",
        "affected_components":[{"code":"c"}]}]}]}
        """
      ]
    case .google:
      [
        """
        [{"id":"a","begin":"2026-11-01T10:00:00+00:00","end":null,"modified":"2026-11-01T11:00:00+00:00",
        "external_desc":"Vertex AI errors","status_impact":"SERVICE_OUTAGE",
        "affected_products":[{"title":"Vertex AI","id":"s"}],"currently_affected_locations":[{"id":"global"}],
        "updates":[{"when":"2026-11-01T10:05:00+00:00","text":"## Summary","status":"SERVICE_OUTAGE"}]}]
        """
      ]
    case .configuration:
      [
        """
        theme: "light"
        platforms: {anthropic: {key: [env:A, file:/b]}}
        feeds:
          - {vendor: w, kind: json, url: "https://w", json: {state: /a}, cadence: 1m30s}
        probes:
          - platform: bedrock
            model: >-
              a
              b
        severity: {total_share: 90%}
        failback: {ramp: [10, 100]}

        """, "a: &x [1]\nb: *x\n",
      ]
    case .journal:
      [
        #"{"seq":7,"id":"E7","at":1795200000000000000,"source":"person","actor":{"name":"ab"},"kind":"note-added","v":1,"body":{"text":"hi"}}"#,
        #"{"seq":8,"at":1795200000000000000,"source":"feed","kind":"feed-read","v":1,"body":{"vendor":"claude","fetchedAt":1795200000000000000,"result":{"unchanged":{}}}}"#,
      ]
    case .keys: ["\u{1B}[1;5A\u{1B}OPq\u{1B}[200~pasted\u{1B}[201~\u{1B}[?2026;2$y\u{1B}[27u日本"]
    case .iniFiles: ["[profile a]\naws_access_key_id = AKID ; c\nregion=us-east-1\n  nested = 1\n[b]\n"]
    default: []
    }
  }
}
