import Coding
import Model
import Platform
import RecordEncryption
import Records

/// A node's data directory as evidence: what is read once, before the blocks.
struct Evidence: Sendable {
  let directory: String
  let genesis: Genesis

  var journal: String { directory + "/" + FileNames.journal }
  var vault: String { directory + "/" + FileNames.vault }
  var snapshots: String { directory + "/" + FileNames.snapshots }
  var access: String { directory + "/" + FileNames.access }
  var genesisFile: String { directory + "/" + FileNames.genesis }

  init(_ directory: String) throws(AuditError) {
    self.directory = directory
    let path = directory + "/" + FileNames.genesis
    let bytes: [UInt8]
    do throws(StorageError) {
      bytes = try File.contents(of: path, limit: Genesis.maximumBytes)
    } catch {
      throw error.kind == .notFound ? .noNode(directory) : .storage(error)
    }
    do throws(CodingError) {
      genesis = try Genesis(encoded: bytes)
    } catch {
      throw .finding(Finding(.genesisUnreadable, Finding.Place(file: path, offset: error.offset), error.description))
    }
    guard BlockTime.calendar.contains(genesis.time) else {
      throw .finding(Finding(.genesisUnreadable, Finding.Place(file: path), "its time lies outside the calendar"))
    }
  }

  /// How far the journal was promised; nil before the first block.
  func acknowledgement(blocks: Bool) throws(Finding) -> Acknowledgement? {
    let path = journal + "/" + FileNames.acknowledged
    guard Directory.exists(path) else {
      if blocks { throw Finding(.fileMissing, Finding.Place(file: path)) }
      return nil
    }
    let bytes = try reading(path) { () throws(StorageError) in
      try File.contents(of: path, limit: 2 * AlternatingSlots.slotByteCount)
    }
    guard let contents = AlternatingSlots.newest(in: bytes) else {
      throw Finding(.acknowledgementUnreadable, Finding.Place(file: path), "neither slot is whole")
    }
    do throws(CodingError) {
      let acknowledgement = try Acknowledgement(encoded: contents.value)
      guard acknowledgement.network == genesis.network else {
        throw CodingError(.invalid("it is another network's"), at: 0)
      }
      return acknowledgement
    } catch {
      throw Finding(.acknowledgementUnreadable, Finding.Place(file: path), error.description)
    }
  }
}

extension BlockTime {
  /// Moments a block may carry: 1970 to 9999. Beyond, sums of times would not fit.
  static let calendar = BlockTime(milliseconds: 0)...BlockTime(milliseconds: 253_402_300_799_999)
}

/// Why there was nothing to audit.
public enum AuditError: Error, Sendable {
  /// No genesis document there.
  case noNode(String)
  case storage(StorageError)
  /// The master key that was given is not the vault's, or does not answer.
  case vaultKey(MasterKeyError)
  /// The document everything begins with is not one.
  case finding(Finding)
  /// An entry that the log does not have.
  case noSuchEntry(UInt64, size: UInt64)
  /// The entry is no disbursement of a cycle whose decisions were kept then.
  case noDecision(UInt64)
}
