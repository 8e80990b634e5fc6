import SitrepCore

/// Spans and moments as the screen writes them; what need not change each second does not.
nonisolated enum TimeWords {
  /// "02:14:07Z".
  static func clock(_ moment: Instant) -> String {
    let second = secondOfDay(moment)
    return "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))Z"
  }

  /// "02:14Z".
  static func minute(_ moment: Instant) -> String {
    let second = secondOfDay(moment)
    return "\(two(second / 3600)):\(two(second / 60 % 60))Z"
  }

  /// An age in steps: "now", then every 5 s, every minute, every hour, every day.
  static func age(_ span: TimeSpan) -> String {
    let seconds = max(0, span.wholeSeconds)
    return switch seconds {
    case ..<5: "now"
    case ..<60: "\(seconds / 5 * 5)s"
    case ..<3600: "\(seconds / 60)m"
    case ..<86_400: "\(seconds / 3600)h"
    default: "\(seconds / 86_400)d"
    }
  }

  /// What is left, in the steps of `age`: "<5s", "40s", "4m".
  static func left(_ span: TimeSpan) -> String {
    span < .seconds(5) ? "<5s" : age(span)
  }

  /// "00:42", or "1:02:03" from an hour on: for clocks that run.
  static func clock(_ span: TimeSpan) -> String {
    let seconds = max(0, span.wholeSeconds)
    let rest = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return seconds < 3600 ? rest : "\(seconds / 3600):\(rest)"
  }

  /// "04s", "12m04s", "1h02m", "3d04h".
  static func elapsed(_ span: TimeSpan) -> String {
    let seconds = max(0, span.wholeSeconds)
    return switch seconds {
    case ..<60: "\(two(seconds))s"
    case ..<3600: "\(seconds / 60)m\(two(seconds % 60))s"
    case ..<86_400: "\(seconds / 3600)h\(two(seconds / 60 % 60))m"
    default: "\(seconds / 86_400)d\(two(seconds / 3600 % 24))h"
    }
  }

  /// A stretch in its largest whole unit: "10s", "1m", "15m", "8m50s".
  static func length(_ span: TimeSpan) -> String {
    let seconds = max(0, span.wholeSeconds)
    if seconds >= 3600, seconds % 3600 == 0 { return "\(seconds / 3600)h" }
    if seconds >= 60, seconds % 60 == 0 { return "\(seconds / 60)m" }
    return seconds < 60 ? "\(seconds)s" : elapsed(span)
  }

  /// "40ms", "0.8s", "12s".
  static func latency(_ span: TimeSpan) -> String {
    let milliseconds = max(0, span.wholeMilliseconds)
    if milliseconds < 100 { return "\(milliseconds)ms" }
    let tenths = (milliseconds + 50) / 100
    return tenths < 100 ? "\(tenths / 10).\(tenths % 10)s" : "\((milliseconds + 500) / 1000)s"
  }

  private static func secondOfDay(_ moment: Instant) -> Int64 {
    let second = moment.wholeSeconds % 86_400
    return second < 0 ? second + 86_400 : second
  }

  private static func two(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}

/// Numbers as the screen writes them.
nonisolated enum NumberWords {
  /// A share as percent with one decimal where it matters: "97.1", "99.95", "100".
  static func percent(_ share: Double) -> String {
    let hundredths = Int((share * 10_000).rounded(.down))
    let (whole, rest) = (hundredths / 100, hundredths % 100)
    if rest == 0 { return "\(whole)" }
    if rest % 10 == 0 { return "\(whole).\(rest / 10)" }
    return whole >= 99 ? "\(whole).\(rest < 10 ? "0" : "")\(rest)" : "\(whole).\(rest / 10)"
  }
}
