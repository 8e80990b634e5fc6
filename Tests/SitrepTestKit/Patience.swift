/// How long tests wait for what must come.
package enum Patience {
  /// Only a broken program meets it, however slow and busy the machine is.
  package static let standard = Duration.seconds(120)
}
