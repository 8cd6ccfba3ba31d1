import Coding

/// A piece of a log as it is served: up to 256 neighbouring hashes of one of the levels 0, 8, 16, … of its tree, or
/// the bundle of the entries under such a piece of level 0 (C2SP tlog-tiles).
public struct Tile: Equatable, Sendable {
  public enum Content: Equatable, Sendable {
    /// The roots of complete subtrees of 256ⁿ leaves.
    case hashes(level: UInt8)
    case entries
  }

  public let content: Content
  /// The tile's place among those of its level.
  public let index: UInt64
  /// How many hashes or entries it has: 256, or fewer at the right edge.
  public let width: Int

  public static let fullWidth = 256
  /// Enough for 2⁵⁶ entries, and no arithmetic on leaf numbers overflows.
  public static let maximumIndex: UInt64 = 1 << 48 - 1
  static let heightBits = 8

  /// Nil unless 1 ≤ `width` ≤ 256, the level is at most 63 and the index at most `maximumIndex`.
  public init?(_ content: Content, index: UInt64, width: Int = fullWidth) {
    guard (1...Tile.fullWidth).contains(width), index <= Tile.maximumIndex, Tile.tileLevel(content) < 64 else {
      return nil
    }
    self.content = content
    self.index = index
    self.width = width
  }

  /// The tile as it is for a log of `size` entries; nil if that log does not have it.
  public init?(_ content: Content, index: UInt64, logSize size: UInt64) {
    let nodes = size >> UInt64(Tile.heightBits * Tile.tileLevel(content))
    guard index <= nodes >> UInt64(Tile.heightBits) else { return nil }
    self.init(content, index: index, width: Int(min(nodes - index << UInt64(Tile.heightBits), UInt64(Tile.fullWidth))))
  }

  public var isFull: Bool { width == Tile.fullWidth }

  /// The nodes it shows, counted along their level of the tree; for a bundle, the entries.
  public var range: Range<UInt64> {
    let start = index << UInt64(Tile.heightBits)
    return start..<start + UInt64(width)
  }

  static func tileLevel(_ content: Content) -> Int {
    switch content {
    case .hashes(let level): Int(level)
    case .entries: 0
    }
  }
}
