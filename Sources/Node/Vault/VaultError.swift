import Platform
import RecordEncryption
import Records
import Signing

public enum VaultError: Error, Equatable, Sendable {
  /// The disk refused.
  case storage(StorageError)
  /// What is on the disk is not what was written there.
  case damage(VaultDamage)
  /// Nothing was ever sealed under this digest, or it is lost: what a block of the journal names must be here.
  case missing(Digest)
  /// The master key is another one than the vault's, or its holder does not answer.
  case masterKey(MasterKeyError)
}

/// What is wrong with the vault's files, and where.
public struct VaultDamage: Error, Equatable, Sendable {
  public let file: String
  /// Byte offset in the file of what is at fault.
  public let offset: Int
  public let reason: Reason

  public enum Reason: Equatable, Sendable {
    case frame(FrameError)
    case otherNetwork(found: NetworkID, expected: NetworkID)
    case missing
    case number(found: UInt64, expected: UInt64)
    /// There are bytes where only zeros may be.
    case notZero
    /// The sealed bytes are not those of their digest.
    case digest
    /// The key of another record is named.
    case slotNumber(found: UInt64, expected: UInt64)
    /// A key's slot is not as it was written.
    case slot
    /// A key was not wrapped by the master key.
    case key
    /// A key is gone, though its record was never erased.
    case keyGone
    /// The encrypted bytes do not open with their key at their place.
    case encryption
    /// An erasure of what is not here.
    case unknownErasure(Digest)
    /// It ends before what was made durable.
    case truncated
    case unreadableSynced
  }
}

extension VaultError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .storage(let error): error.description
    case .damage(let damage): damage.description
    case .missing(let digest):
      "the vault has nothing under \(digest), and it was not erased: the vault is not the one of this journal"
    case .masterKey(let error): error.description
    }
  }
}

extension VaultDamage: CustomStringConvertible {
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

extension VaultDamage.Reason: CustomStringConvertible {
  public var description: String {
    switch self {
    case .frame(let error): error.description
    case .otherNetwork(let found, let expected): "it belongs to the network \(found), not to \(expected)"
    case .missing: "it is not there, though others of the vault are"
    case .number(let found, let expected): "it is file \(found) of the vault and stands in the place of \(expected)"
    case .notZero: "there are bytes between or after the records, where only zeros belong"
    case .digest: "the sealed bytes are not those of their digest"
    case .slotNumber(let found, let expected): "the record names key \(found), where key \(expected) belongs"
    case .slot: "the key here does not match its checksum, or is another record's"
    case .key: "the key here was not wrapped by the vault's master key"
    case .keyGone: "the key here is gone, though its record was never erased"
    case .encryption: "the record does not open with its key: one of them was altered, or comes from another place"
    case .unknownErasure(let digest): "it erases \(digest), which is not in the vault"
    case .truncated: "the vault ends here, before what was made durable"
    case .unreadableSynced: "how far the vault was made durable cannot be read"
    }
  }
}

/// Runs work on the disk and passes its error on as the vault's.
func onDisk<Result>(_ body: () throws(StorageError) -> Result) throws(VaultError) -> Result {
  do throws(StorageError) {
    return try body()
  } catch {
    throw .storage(error)
  }
}
