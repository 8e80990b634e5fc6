/// One key that `config.yaml` may have.
package struct ConfigurationKey: Hashable, Sendable {
  package enum Kind: String, Hashable, Sendable {
    case text
    case url = "URL"
    case urls = "URL or list of URLs"
    case keySource = "env:NAME, file:PATH or command:PROGRAM ARG…"
    case keySources = "env:NAME, file:PATH or command:PROGRAM ARG…, or a list of them"
    case platform
    case platforms = "list of platforms"
    case capabilities = "list of capabilities"
    case feedKind = "statuspage, aws, gcp, checkly, rss, json or link"
    case pointer = "JSON pointer, as /data/0/name"
    case texts = "text or list of texts"
    case flag = "true or false"
    case controlKind = "resolver, directResolver, neutralHost, clock or scheduler"
    case duration
    case durations = "list of durations"
    case count
    case counts = "list of counts"
    case share = "share, as 5% or 0.05"
    case dollars
    case address = "HOST:PORT"
    case utcOffset = "offset from UTC, as +01:00"
    case weekdays = "list of weekdays"
    case hours = "HH:MM-HH:MM"
    case dates = "list of dates"
    case models = "list of model names"
    case statuses = "list of HTTP statuses"
    case profile = "runbook or traffic"
    case rates = "list, as [50% of 20 in 15s, 50% of 20 in last 100]"
    case factor = "number from 1 to 10"
    case modelNames = "caller's model: {platform: its name there}"
  }

  /// Names from the top, joined by dots; `[]` stands for each element of a list, `*` for a platform's name.
  package var path: String
  package var kind: Kind
  /// As it would be written; nil when there is none and the key may be absent.
  package var standard: String?
  package var isRequired: Bool
  package var help: String

  init(
    _ path: String, _ kind: Kind, standard: String? = nil, isRequired: Bool = false, help: String
  ) {
    self.path = path
    self.kind = kind
    self.standard = standard
    self.isRequired = isRequired
    self.help = help
  }
}

/// Every key of `config.yaml`: the reader, `config init`, `config show` and the documentation use this table.
package enum ConfigurationTable {
  package static let all: [ConfigurationKey] =
    general + watched + breakers(under: "breaker", isOverride: false)
    + breakers(under: "platforms.*.breaker", isOverride: true) + judgement

  private static let general: [ConfigurationKey] = [
    ConfigurationKey("theme", .text, standard: "default", help: "Name of a theme, or the path of one."),
    ConfigurationKey(
      "platforms.*.base_url", .url, help: "Where requests go instead of the vendor's address."),
    ConfigurationKey("platforms.*.region", .text, help: "Region, for platforms that have them."),
    ConfigurationKey("platforms.*.project", .text, help: "Google Cloud project of vertex."),
    ConfigurationKey(
      "platforms.*.key", .keySources, help: "API key or bearer token; several are used in turn."),
    ConfigurationKey("platforms.*.access_key", .keySource, help: "AWS access key id of bedrock."),
    ConfigurationKey("platforms.*.secret_key", .keySource, help: "AWS secret access key of bedrock."),
    ConfigurationKey("platforms.*.session_token", .keySource, help: "AWS session token of bedrock."),
    ConfigurationKey(
      "platforms.*.credentials", .keySource,
      help: "AWS credentials of bedrock whole, as JSON that credential_process prints."),
    ConfigurationKey(
      "platforms.*.key_refresh", .duration,
      help: "How often commands for keys run again; 30m for vertex, else on SIGHUP alone, if absent."),
    ConfigurationKey(
      "platforms.*.models", .models,
      help: "Models to probe, one a family, the cheapest first; found by listing them if absent."),
    ConfigurationKey(
      "platforms.*.probe_key", .keySource, help: "A key for probes alone, apart from that of traffic."),
    ConfigurationKey(
      "route", .platforms, help: "Platforms in the order in which traffic prefers them."),
    ConfigurationKey(
      "gateway.listen", .address, help: "Where applications reach the gateway; absent for none."),
    ConfigurationKey(
      "gateway.token", .keySource, help: "What callers must send as their key; required beyond loopback."),
    ConfigurationKey(
      "gateway.models", .modelNames, help: "How other platforms spell the models that callers ask for."),
    ConfigurationKey(
      "http.listen", .address,
      help: "Where /api/health/claude, /healthz and /metrics are served; absent for nowhere."),
    ConfigurationKey(
      "http.token", .keySource, help: "What checkers must send as a bearer token; required beyond loopback."),
    ConfigurationKey(
      "consent.dollars_per_day", .dollars,
      help: "Price a day up to which paid probes are agreed to; absent asks on the screen first."),
    ConfigurationKey(
      "postmortem.template", .text,
      help: "Markdown with {{slots}} for postmortems; beside this file if not absolute."),
  ]

  private static let watched: [ConfigurationKey] = [
    ConfigurationKey("feeds[].vendor", .text, isRequired: true, help: "Whose page it is, in one word."),
    ConfigurationKey("feeds[].platform", .platform, help: "The platform whose trouble this page would tell."),
    ConfigurationKey("feeds[].kind", .feedKind, standard: "statuspage", help: "How the page is written."),
    ConfigurationKey("feeds[].url", .urls, isRequired: true, help: "Where the page is read; tried in order."),
    ConfigurationKey("feeds[].link", .url, help: "Where a person reads it; the first URL if absent."),
    ConfigurationKey(
      "feeds[].cadence", .duration, standard: "3m", help: "How often it is read; every minute in trouble."),
    ConfigurationKey(
      "feeds[].regions", .texts, help: "Regions that count, for aws and gcp; those of the platform if absent."
    ),
    ConfigurationKey(
      "feeds[].products", .texts,
      help: "What counts: services of aws, product titles of gcp, words in items of rss and json."),
    ConfigurationKey(
      "feeds[].witness", .flag, standard: "false",
      help: "A third party's page: shown, but no word of the vendor's."),
    ConfigurationKey("feeds[].json.state", .pointer, help: "Where a json feed says its state in a word."),
    ConfigurationKey("feeds[].json.items", .pointer, help: "Where it lists incidents."),
    ConfigurationKey("feeds[].json.id", .pointer, help: "Within an incident: what tells it from others."),
    ConfigurationKey("feeds[].json.title", .pointer, help: "Within an incident: its name."),
    ConfigurationKey("feeds[].json.time", .pointer, help: "Within an incident: when it was posted."),
    ConfigurationKey("feeds[].json.phase", .pointer, help: "Within an incident: a word such as resolved."),
    ConfigurationKey("feeds[].json.impact", .pointer, help: "Within an incident: how bad it is, in a word."),
    ConfigurationKey("feeds[].json.text", .pointer, help: "Within an incident: what was posted."),
    ConfigurationKey("controls[].name", .text, isRequired: true, help: "Name of a check of our own side."),
    ConfigurationKey("controls[].kind", .controlKind, isRequired: true, help: "What is checked."),
    ConfigurationKey(
      "controls[].target", .text, isRequired: true,
      help: "The name to resolve (NAME@SERVER past the system's resolver), or the URL to fetch."),
    ConfigurationKey("controls[].cadence", .duration, standard: "30s", help: "How often it is checked."),
    ConfigurationKey("probes[].platform", .platform, isRequired: true, help: "Where the probe is sent."),
    ConfigurationKey(
      "probes[].model", .text, isRequired: true, help: "The model's name as the platform spells it."),
    ConfigurationKey("probes[].region", .text, help: "Region; the platform's if absent."),
    ConfigurationKey("probes[].capabilities", .capabilities, standard: "[messages]", help: "What is probed."),
    ConfigurationKey(
      "probes[].cadence", .duration,
      help: "How often; 30s for messages, 5m for tools, 30m for caching if absent."),
    ConfigurationKey("probes[].timeout", .duration, standard: "30s", help: "When a probe is given up."),
    ConfigurationKey("web_ui.url", .url, standard: "https://claude.ai/", help: "The page for people."),
    ConfigurationKey(
      "web_ui.statuses", .statuses, standard: "[200]", help: "Statuses by which it counts as there."),
    ConfigurationKey(
      "probing.daily_cap", .dollars,
      help: "The most that probes may cost a day; the agreed price and a half if absent."),
    ConfigurationKey(
      "prices.*.input", .dollars, isRequired: true,
      help: "What a million input tokens cost, for models whose names have this part; estimated if absent."),
    ConfigurationKey(
      "prices.*.output", .dollars, isRequired: true, help: "What a million output tokens cost."),
    ConfigurationKey(
      "confirms", .durations, standard: "[3s, 8s, 20s]",
      help: "When a failed probe is repeated before it is believed."),
  ]

  private static let judgement: [ConfigurationKey] = [
    ConfigurationKey(
      "objectives.availability", .share, standard: "99.5%", help: "Share of attempts that must succeed."),
    ConfigurationKey(
      "objectives.error_rate", .share, standard: "1%", help: "Share of attempts that may fail."),
    ConfigurationKey("objectives.p95", .duration, standard: "5s", help: "95th percentile of latency."),
    ConfigurationKey("objectives.p99", .duration, standard: "10s", help: "99th percentile of latency."),
    ConfigurationKey(
      "objectives.longest_failure_run", .count, standard: "3", help: "Failures in a row that are allowed."),
    ConfigurationKey(
      "objectives.window", .duration, standard: "1h", help: "Over how long objectives are measured."),
    ConfigurationKey(
      "severity.total_share", .share, standard: "90%", help: "P1: share of attempts that fail."),
    ConfigurationKey("severity.total_attempts", .count, standard: "5", help: "P1: least number of attempts."),
    ConfigurationKey("severity.total_window", .duration, standard: "2m", help: "P1: within how long."),
    ConfigurationKey("severity.error_rate", .share, standard: "5%", help: "P2: share of attempts that fail."),
    ConfigurationKey("severity.error_count", .count, standard: "3", help: "P2: least number of failures."),
    ConfigurationKey(
      "severity.error_attempts", .count, standard: "20",
      help: "P2: least number of attempts, unless confirmed."),
    ConfigurationKey(
      "severity.slow_after", .duration, standard: "10s", help: "P2: a success that took longer is slow."),
    ConfigurationKey(
      "severity.slow_count", .count, standard: "3", help: "P2: least number of slow successes."),
    ConfigurationKey(
      "severity.slow_share", .share, standard: "2%", help: "P2: least share of slow successes."),
    ConfigurationKey("severity.window", .duration, standard: "1h", help: "P2 and P3: within how long."),
    ConfigurationKey(
      "severity.hold", .duration, standard: "1m", help: "How long a lower severity must hold to be believed."),
    ConfigurationKey(
      "incident.quiet_hold", .duration, standard: "10m",
      help: "Quiet time after which an unacknowledged incident resolves; an acknowledged one asks."),
    ConfigurationKey(
      "incident.update_every", .duration, standard: "30m", help: "How often people expect an update of a P2."),
    ConfigurationKey(
      "incident.update_every_p1", .duration, standard: "15m", help: "Of a P1; never slower than of a P2."),
    ConfigurationKey("incident.update_every_p3", .duration, standard: "2h", help: "Of a P3."),
    ConfigurationKey(
      "incident.reopen_within", .duration, standard: "10m",
      help: "The same trouble again within this time reopens the incident."),
    ConfigurationKey(
      "incident.ask_again", .duration, standard: "30m",
      help: "How long a quiet incident that was kept open waits before it asks again."),
    ConfigurationKey(
      "calendar.utc_offset", .utcOffset, standard: "\"+00:00\"",
      help: "Local time of those who answer a P4 by the end of the next business day."),
    ConfigurationKey(
      "calendar.days", .weekdays, standard: "[mon, tue, wed, thu, fri]", help: "Their working days."),
    ConfigurationKey("calendar.hours", .hours, standard: "09:00-17:00", help: "Their hours of work."),
    ConfigurationKey("calendar.holidays", .dates, standard: "[]", help: "Their days off."),
    ConfigurationKey(
      "failback.hold", .duration, standard: "2m", help: "How long a breaker is closed before traffic returns."
    ),
    ConfigurationKey(
      "failback.ramp", .counts, standard: "[10, 25, 50, 100]", help: "Percent of traffic at each step back."),
    ConfigurationKey("failback.ramp_step", .duration, standard: "30s", help: "How long each step takes."),
    ConfigurationKey(
      "latency_step.threshold", .count, standard: "10",
      help: "Sum of deviations at which a latency has stepped; less is quicker, with more false alarms."),
    ConfigurationKey(
      "latency_step.percent", .count, standard: "150",
      help: "A step is at least this many percent of the norm."),
  ]

  /// The key at `path`; the table is total over what the reader asks for, which a test proves.
  static func key(_ path: String) -> ConfigurationKey? {
    all.first { $0.path == path }
  }

  /// Names that may stand directly under `path` ("" for the top).
  static func names(under path: String) -> [String] {
    var names: [String] = []
    for key in all {
      var rest = Substring(key.path)
      if !path.isEmpty {
        guard rest.hasPrefix(path), rest.dropFirst(path.count).hasPrefix(".") else { continue }
        rest = rest.dropFirst(path.count + 1)
      }
      let name = String(rest.prefix { $0 != "." && $0 != "[" })
      if !names.contains(name) { names.append(name) }
    }
    return names
  }
}
