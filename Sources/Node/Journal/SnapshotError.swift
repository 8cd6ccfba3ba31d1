import Platform

public enum SnapshotError: Error, Equatable, Sendable {
  /// The disk refused.
  case storage(StorageError)
  /// The snapshot is not as it was written. An older one, or the journal from its beginning, serves instead.
  case damage(SnapshotDamage)
}

/// What is wrong with a snapshot.
public struct SnapshotDamage: Error, Equatable, Sendable {
  public let file: String
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    case otherHeader
    case wrongSize
    case digest
  }
}

extension SnapshotError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .damage(let damage): damage.description
    }
  }
}

extension SnapshotDamage: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .otherHeader: "\(file) is not a snapshot of this network, height and format version"
    case .wrongSize: "\(file) is damaged: it has not the size its header says"
    case .digest: "\(file) is damaged: its bytes do not match their digest"
    }
  }
}

/// Runs work on the disk and passes its error on as the snapshot's.
func onSnapshotDisk<Result>(_ body: () throws(StorageError) -> Result) throws(SnapshotError) -> Result {
  do throws(StorageError) {
    return try body()
  } catch {
    throw .storage(error)
  }
}
