import Platform
import Records
import Signing

public enum JournalError: Error, Equatable, Sendable {
  /// The disk refused.
  case storage(StorageError)
  /// What is on the disk is not what was written there.
  case damage(JournalDamage)
}

/// What is wrong with the journal's files, and where. Nothing is ever repaired in silence.
public struct JournalDamage: Error, Equatable, Sendable {
  public let file: String
  /// Byte offset in the file of what is at fault.
  public let offset: Int
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    case frame(FrameError)
    case otherNetwork(found: NetworkID, expected: NetworkID)
    case missing
    case number(found: UInt64, expected: UInt64)
    case height(found: UInt64, expected: UInt64)
    case firstEntry(found: UInt64, expected: UInt64)
    /// There are bytes where only zeros may be.
    case notZero
    case endsBelowAcknowledged(last: UInt64?, acknowledged: UInt64)
    case endsBelowCheckpoint(size: UInt64, published: UInt64)
    case unreadableAcknowledgement
  }
}

extension JournalError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .damage(let damage): damage.description
    }
  }
}

extension JournalDamage: CustomStringConvertible {
  public var description: String {
    switch reason {
    case .otherNetwork(let found, let expected):
      "\(file) belongs to the network \(found), not to \(expected); choose the data directory of this network"
    case .frame(.unknownVersion(let version)):
      "\(file) has the format version \(version), which this program does not know; use the program that wrote it"
    default: "\(file) is damaged at byte \(offset): \(reason); nothing was changed, restore it from a copy"
    }
  }
}

extension JournalDamage.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .frame(let error): error.description
    case .otherNetwork(let found, let expected): "it belongs to the network \(found), not to \(expected)"
    case .missing: "it is not there, though others of the journal are"
    case .number(let found, let expected): "it is file \(found) of the journal and stands in the place of \(expected)"
    case .height(let found, let expected): "block \(found) stands where block \(expected) belongs"
    case .firstEntry(let found, let expected):
      "the block's entries begin at \(found), but the block before ends at \(expected)"
    case .notZero: "there are bytes between or after the blocks, where only zeros belong"
    case .endsBelowAcknowledged(let last, let acknowledged):
      "the journal ends \(last.map { "with block \($0)" } ?? "before its first block"), "
        + "but block \(acknowledged) was acknowledged"
    case .endsBelowCheckpoint(let size, let published):
      "the journal ends with \(size) entries, but a checkpoint over \(published) was published"
    case .unreadableAcknowledgement: "how far the journal was acknowledged cannot be read"
    }
  }
}
