/// Which hosts may be asked for an instance's or a container's credentials: only those of this machine.
///
/// Such a request carries a token and brings back keys, so an address from the environment must not lead
/// it elsewhere.
enum MetadataHost {
  /// EKS pod identity and the instance service over IPv6, which are unique local addresses.
  private static let known: Set<String> = ["fd00:ec2::23", "fd00:ec2::254"]

  /// Loopback, link-local, or one of Amazon's own local addresses.
  static func isLocal(url: String) -> Bool {
    guard url.hasPrefix("http://") || url.hasPrefix("https://"), let location = RequestLocation(url) else {
      return false
    }
    return isLocal(host: bare(location.host))
  }

  static func isLocal(host: String) -> Bool {
    if host == "localhost" || host == "::1" || known.contains(host) { return true }
    if host.hasPrefix("fe80:") { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    guard parts.count == 4, !parts.contains(nil) else { return false }
    return parts[0] == 127 || (parts[0] == 169 && parts[1] == 254)
  }

  /// Without port and brackets.
  private static func bare(_ authority: String) -> String {
    guard authority.hasPrefix("[") else { return String(authority.prefix { $0 != ":" }) }
    return String(authority.dropFirst().prefix { $0 != "]" }).lowercased()
  }
}
