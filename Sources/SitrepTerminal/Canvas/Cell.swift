/// One place on a canvas, in eight bytes: what stands there, how wide it is, and what it means.
nonisolated struct Cell: Hashable, Sendable {
  /// A scalar, or `Cell.clusterFlag` with an index into the canvas's clusters.
  var code: UInt32
  /// 1 or 2; 0 for the second half of a wide one.
  var width: UInt8
  var role: Role
  var emphasis: Emphasis

  static let clusterFlag: UInt32 = 0x8000_0000
  static let blank = Cell(code: 0x20, width: 1, role: .text, emphasis: [])

  var isCluster: Bool { code & Cell.clusterFlag != 0 }
}
