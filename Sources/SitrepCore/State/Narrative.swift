/// Turns events into lines of the timeline.
package enum Narrative {
  /// The line for an event, or nil when it is not worth one.
  package static func entry(for event: Event, in state: State) -> TimelineEntry? { nil }
}
