import Model
import Platform
import Records
import Signing

/// Looks sealed bytes up by digest.
///
/// A vault is written in the order in which blocks name its records, so it is read along with the journal, from front
/// to back, and nothing of it is kept in memory. Only where something is not in its place is all of it indexed.
struct VaultReader {
  /// Why the vault could not be read to its end. A torn end that no block names is no damage.
  private(set) var damage: Finding?
  private let files: FileSet
  private var walk: VaultWalk
  private var ahead: VaultWalk.Record?
  private var index: Index?

  private struct Index {
    var places: [Digest: VaultPlace] = [:]
    var erasures: Set<Digest> = []
  }

  init(_ folder: String, network: NetworkID) throws(Finding) {
    files = try FileSet(folder, .vault, network: network)
    walk = VaultWalk(files)
  }

  var hasFiles: Bool { files.hasFiles }

  enum Content {
    case sealed(Sealed)
    case erased
    case missing
    /// There are bytes, but not those of the digest.
    case altered(Finding.Place)
  }

  /// What the vault has under a digest.
  mutating func content(_ digest: Digest) -> Content {
    guard let record = inOrder(digest) ?? anywhere(digest) else { return .missing }
    if SHA256.acceleratedHash(record.sealed) == digest, let sealed = Sealed(bytes: record.sealed) {
      return .sealed(sealed)
    }
    return isErased(digest) ? .erased : .altered(record.place.place(in: files))
  }

  /// Whether the vault says that the record was erased. Reads all of it.
  mutating func isErased(_ digest: Digest) -> Bool { indexed().erasures.contains(digest) }

  /// Whether the bytes are still there.
  mutating func holds(_ digest: Digest) -> Bool {
    anywhere(digest).map { SHA256.acceleratedHash($0.sealed) == digest } ?? false
  }

  /// The next record, if it is the one.
  private mutating func inOrder(_ digest: Digest) -> VaultWalk.Record? {
    if ahead == nil { ahead = try? walk.nextSealed() }
    guard let record = ahead, record.digest == digest else { return nil }
    ahead = nil
    return record
  }

  /// The record wherever it is; from there the reading goes on in order.
  private mutating func anywhere(_ digest: Digest) -> VaultWalk.Record? {
    guard let place = indexed().places[digest] else { return nil }
    walk = VaultWalk(files, at: place)
    ahead = nil
    return try? walk.nextSealed()
  }

  private mutating func indexed() -> Index {
    if let index { return index }
    var index = Index()
    var all = VaultWalk(files)
    do throws(Finding) {
      while let record = try all.next() {
        switch record.kind {
        case .sealed: if index.places[record.digest] == nil { index.places[record.digest] = record.place }
        case .erasure: index.erasures.insert(record.digest)
        }
      }
    } catch {
      damage = error
    }
    self.index = index
    return index
  }
}
