import Signing

extension LogTree {
  /// The tiles of hashes that a log of `newSize` entries has and one of `oldSize` does not have in the same width:
  /// what to publish when the log grew.
  public static func tiles(from oldSize: UInt64, to newSize: UInt64) -> [Tile] {
    var tiles: [Tile] = []
    for level in 0..<UInt8(8) {
      let shift = UInt64(Tile.heightBits) * UInt64(level)
      let (oldNodes, newNodes) = (oldSize >> shift, newSize >> shift)
      guard newNodes > oldNodes else { break }
      let width = UInt64(Tile.fullWidth)
      for index in oldNodes / width...(newNodes - 1) / width {
        tiles.append(Tile(.hashes(level: level), index: index, logSize: newSize)!)
      }
    }
    return tiles
  }

  /// The hashes of a tile, 32 bytes each; nil if the log does not have all of them, or the tile is one of entries.
  public func data(of tile: Tile) -> [UInt8]? {
    guard case .hashes(let level) = tile.content else { return nil }
    let treeLevel = Tile.heightBits * Int(level)
    guard tile.range.upperBound <= nodeCount(level: treeLevel) else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(tile.width * Digest.byteCount)
    forEachRun(level: treeLevel, tile.range) { bytes.append(contentsOf: $0) }
    return bytes
  }
}
