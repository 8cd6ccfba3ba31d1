import Model
import Platform
import RecordEncryption
import Records
import Signing

/// Looks sealed bytes up by digest.
///
/// A vault is written in the order in which blocks name its records, so it is read along with the journal, from front
/// to back, and nothing of it is kept in memory. Only where something is not in its place is all of it indexed.
struct VaultReader {
  /// Why the vault could not be read to its end. A torn end that no block names is no damage.
  private(set) var damage: Finding?
  /// Why its keys cannot be read, where there are records.
  private(set) var keysDamage: Finding?
  private let files: FileSet
  private var keys: KeyReader?
  private var walk: VaultWalk
  private var ahead: VaultWalk.Record?
  /// Where each record is; made only where one is not in its place.
  private var places: [Digest: VaultPlace]?
  private var erasures: Set<Digest>?
  /// The last record of those that blocks named one after the other from the vault's beginning.
  private var lastInOrder: VaultPlace?
  /// Those that were named after the order was first lost.
  private var named: Set<Digest> = []

  /// - Parameter master: what the records' keys are wrapped with; nil leaves all of them closed.
  init(_ folder: String, network: NetworkID, master: (any KeyWrapping)?) throws(Finding) {
    files = try FileSet(folder, .vault, network: network)
    walk = VaultWalk(files)
    do throws(Finding) {
      keys = try KeyReader(folder + "/" + FileNames.keys, network: network, master: master)
    } catch {
      keysDamage = files.hasFiles ? error : nil
    }
  }

  var hasFiles: Bool { files.hasFiles }

  enum Content {
    case sealed(Sealed)
    case erased
    case missing
    /// It is there, and nobody gave the key that opens it.
    case closed
    /// There are bytes, but not those of the digest.
    case altered(Finding.Place)
  }

  /// What the vault has under a digest.
  mutating func content(_ digest: Digest) -> Content {
    guard let record = inOrder(digest) ?? anywhere(digest) else { return .missing }
    if let bytes = try? keys?.open(record), SHA256.acceleratedHash(bytes) == digest, let sealed = Sealed(bytes: bytes) {
      return .sealed(sealed)
    }
    if !(keys?.isOpen ?? false), isWhole(record) { return .closed }
    return isErased(digest) ? .erased : .altered(record.place.place(in: files))
  }

  /// Whether nothing but a key is wanting to look into a record.
  private mutating func isWhole(_ record: VaultWalk.Record) -> Bool {
    keys?.isWhole(record) ?? record.encrypted.withUnsafeBytes { record.frame.holds($0) }
  }

  /// Whether the vault says that the record was erased. Reads all of it.
  mutating func isErased(_ digest: Digest) -> Bool {
    if erasures == nil { scan(keepingPlaces: false) }
    return erasures?.contains(digest) ?? false
  }

  /// The next record, if it is the one.
  private mutating func inOrder(_ digest: Digest) -> VaultWalk.Record? {
    if ahead == nil { ahead = try? walk.nextSealed() }
    guard let record = ahead, record.digest == digest else { return nil }
    ahead = nil
    if places == nil { lastInOrder = record.place } else { named.insert(digest) }
    return record
  }

  /// The record wherever it is; from there the reading goes on in order.
  private mutating func anywhere(_ digest: Digest) -> VaultWalk.Record? {
    if places == nil { scan(keepingPlaces: true) }
    guard let place = places?[digest] else { return nil }
    named.insert(digest)
    walk = VaultWalk(files, at: place)
    ahead = nil
    return try? walk.nextSealed()
  }

  /// Reads all of the vault once for what is erased, and where everything is.
  private mutating func scan(keepingPlaces: Bool) {
    var places: [Digest: VaultPlace] = [:]
    var erasures: Set<Digest> = []
    var all = VaultWalk(files)
    do throws(Finding) {
      while let record = try all.next() {
        switch record.frame.kind {
        case .sealed: if keepingPlaces, places[record.digest] == nil { places[record.digest] = record.place }
        case .erasure: erasures.insert(record.digest)
        }
      }
    } catch {
      damage = error
    }
    self.erasures = erasures
    if keepingPlaces { self.places = places }
  }
}

// MARK: - Once every block has been read

extension VaultReader {
  struct Remainder {
    /// Records with a key or bytes left, though their erasure is on the log.
    var unforgotten: [(digest: Digest, place: Finding.Place)] = []
    /// Records that no block names: of a block that was lost when the node stopped, or put there by somebody.
    var unnamed: UInt64 = 0
  }

  /// Looks at every record there is: a digest may have several.
  ///
  /// - Parameter commanded: what the log erases.
  mutating func remainder(commanded: Set<Digest>) -> Remainder {
    var remainder = Remainder()
    var all = VaultWalk(files)
    do throws(Finding) {
      while let record = try all.nextSealed() {
        if commanded.contains(record.digest) {
          if record.encrypted.firstNonZero() != nil {
            remainder.unforgotten.append((record.digest, record.place.place(in: files)))
          } else if let keys, keySlot(record) != .gone {
            remainder.unforgotten.append((record.digest, keys.place(record.frame.slot)))
          }
        }
        if !isNamed(record) { remainder.unnamed += 1 }
      }
    } catch {
      damage = error
    }
    return remainder
  }

  private mutating func keySlot(_ record: VaultWalk.Record) -> KeySlot? { keys?.slot(record.frame.slot) }

  /// A torn end of the newest file is what a node leaves that was stopped; anywhere else damage hides records.
  var isDamageTorn: Bool { damage?.place.file == files.path(files.count) && files.gap == nil }

  private func isNamed(_ record: VaultWalk.Record) -> Bool {
    if let lastInOrder, record.place <= lastInOrder { return true }
    return named.contains(record.digest)
  }
}
