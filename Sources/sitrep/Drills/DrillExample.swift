import SitrepSimulator

/// A drill that uses everything that drills know, with a comment on each: the reference of their grammar.
package enum DrillExample {
  package static let yaml = String(decoding: EmbeddedDrills.example, as: UTF8.self)
}
