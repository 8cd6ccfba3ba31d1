import Platform
import Records
import Signing
import Storage

/// Saved states, one file a height. The newest good one, and the blocks after it, give the state back.
public struct SnapshotStore: Sendable {
  public let directory: String
  public let network: NetworkID
  let disk: Disk

  private static let suffix = ".snapshot"

  public init(_ directory: String, network: NetworkID) throws(StorageError) {
    try self.init(directory, network: network, disk: .real)
  }

  package init(_ directory: String, network: NetworkID, disk: Disk) throws(StorageError) {
    self.directory = directory
    self.network = network
    self.disk = disk
    try Directory.create(directory)
  }

  /// The heights there are snapshots of, newest first. Whether they are good is not known yet.
  public func heights() throws(StorageError) -> [UInt64] {
    try Directory.names(in: directory).compactMap(Self.height(of:)).sorted(by: >)
  }

  /// Starts a snapshot of the state after the block of a height. It exists once the writer has finished. What unfinished
  /// ones have left goes first: one is written at a time.
  public func writer(height: UInt64) throws(StorageError) -> SnapshotWriter {
    try removeUnfinished()
    let path = path(height)
    let file = try StoredFile(path + StoredFile.temporarySuffix, .createOrUpdate, disk: disk)
    return SnapshotWriter(file, finishingAs: path, height: height, network: network, disk: disk)
  }

  public func reader(height: UInt64) throws(SnapshotError) -> SnapshotReader {
    try SnapshotReader(path(height), height: height, network: network)
  }

  /// The newest snapshot up to a height that is as it was written, from the beginning, and those found damaged on the
  /// way to it.
  ///
  /// Each candidate is read whole, so that a damaged one is known before anything is built from it.
  public func newestGood(
    upTo limit: UInt64 = .max
  ) throws(SnapshotError) -> (reader: SnapshotReader?, damaged: [SnapshotDamage]) {
    var damaged: [SnapshotDamage] = []
    for height in try onSnapshotDisk({ () throws(StorageError) in try heights() }) where height <= limit {
      do throws(SnapshotError) {
        let reader = try reader(height: height)
        var copy = reader
        try copy.verify()
        return (reader, damaged)
      } catch .damage(let damage) {
        damaged.append(damage)
      }
    }
    return (nil, damaged)
  }

  /// Keeps the newest `count` snapshots.
  public func prune(keeping count: Int = 2) throws(StorageError) {
    for height in try heights().dropFirst(count) { try disk.remove(path(height)) }
  }

  /// Removes what unfinished snapshots have left.
  public func removeUnfinished() throws(StorageError) {
    for name in try Directory.names(in: directory) {
      if let finished = StoredFile.nameWithoutTemporarySuffix(name), Self.height(of: finished) != nil {
        try disk.remove("\(directory)/\(name)")
      }
    }
  }

  /// Removes every snapshot of a state before the block of a height: they hold what has been erased since.
  public func removeAll(before height: UInt64) throws(StorageError) {
    for old in try heights() where old < height { try disk.remove(path(old)) }
  }

  private func path(_ height: UInt64) -> String { "\(directory)/\(height)\(Self.suffix)" }

  private static func height(of name: String) -> UInt64? {
    guard name.utf8.reversed().starts(with: suffix.utf8.reversed()) else { return nil }
    return UInt64(name.dropLast(suffix.count))
  }
}
