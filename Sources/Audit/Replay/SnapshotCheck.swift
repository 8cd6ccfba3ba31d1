import Model

/// Whether saved states from before an erasure, which still hold what was erased, are gone in time.
struct SnapshotCheck {
  /// The blocks that erased something.
  private var erasures: [(height: UInt64, time: BlockTime)] = []

  /// How long the law gives a node to forget its old copies too.
  static let grace = 30 * BlockTime.day

  mutating func erased(at height: UInt64, _ time: BlockTime) { erasures.append((height, time)) }

  /// - Parameter now: the ledger's time at the end.
  /// - Returns: what is overdue, and how many copies have still to go.
  func finish(_ folder: FolderCheck, now: BlockTime) -> (findings: [Finding], waiting: UInt64) {
    var findings: [Finding] = []
    var waiting: UInt64 = 0
    for height in folder.snapshotHeights() {
      guard let erasure = erasures.first(where: { $0.height > height }) else { continue }
      if now.milliseconds - erasure.time.milliseconds > Self.grace {
        findings.append(
          Finding(
            .snapshotNotForgotten, Finding.Place(file: folder.snapshotPath(height)),
            "block \(erasure.height) erased something more than 30 days ago"))
      } else {
        waiting += 1
      }
    }
    return (findings, waiting)
  }
}
