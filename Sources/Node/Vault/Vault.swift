import Coding
import Model
import Platform
import RecordEncryption
import Records
import Signing
import Storage
import Synchronization

/// Personal data, sealed beside the commands that commit to it: kept by digest, encrypted, and erasable without breaking
/// a proof.
///
/// Every record has a key of its own, which lies in a second file, wrapped by the master key. Copies of the records are
/// worth nothing without that file, and copies of both nothing without the master key.
///
/// What blocks name must be durable here before they are in the journal: `put`, `synchronise`, then the journal.
public final class Vault: Sendable {
  public let directory: String
  public let network: NetworkID
  /// What opening it had to leave out.
  public let recovery: VaultRecovery
  private let lock: DirectoryLock
  private let state: Mutex<State>

  /// Bytes reserved for a file.
  public static let fileSize = 64 << 20

  /// Opens the vault in a directory, which is made if need be, and takes the directory for this process alone.
  ///
  /// Records at the end that had not been made durable when the node stopped may be torn, and are then cut off and
  /// reported. Anything else that is not as it was written is `VaultError.damage`; another master key than the vault's is
  /// not damage, but `MasterKeyError.wrong`.
  public convenience init(
    _ directory: String, network: NetworkID, master: any KeyWrapping
  ) throws(VaultError) {
    try self.init(directory, network: network, master: master, fileSize: Self.fileSize, disk: .real)
  }

  package init(
    _ directory: String, network: NetworkID, master: any KeyWrapping, fileSize: Int, disk: Disk
  ) throws(VaultError) {
    precondition(fileSize >= FileHeader.byteCount + VaultFrame.byteCount(length: VaultFrame.maximumLength))
    self.directory = directory
    self.network = network
    lock = try onDisk { () throws(StorageError) in
      try Directory.create(directory)
      return try DirectoryLock(directory)
    }
    let opening = try VaultOpening(
      names: NumberedFiles(directory, .vault), network: network, master: master, fileSize: fileSize, disk: disk)
    recovery = opening.recovery
    state = Mutex(State(opening))
  }

  struct State: Sendable {
    var files: VaultFiles
    var index: VaultIndex
    var slots: SlotFile
    /// What made a write fail. From then on nothing is accepted.
    var failure: StorageError?

    init(_ opening: VaultOpening) {
      files = opening.files
      slots = opening.slots
      index = opening.index
    }
  }

  /// Records it holds, erased ones too.
  public var count: Int { state.withLock { $0.index.count } }

  // MARK: Keeping

  /// Takes sealed bytes. They are durable after the next `synchronise`. What is already there, or has been erased,
  /// stays as it is; slots without content are passed over.
  public func put(_ slots: some Sequence<SealedSlot>) throws(VaultError) {
    try change { (state) throws(VaultError) in
      for slot in slots {
        if let sealed = slot.content { try put(sealed, slot.digest, in: &state) }
      }
      try onDisk { () throws(StorageError) in try state.files.flush() }
    }
  }

  private func put(_ sealed: Sealed, _ digest: Digest, in state: inout State) throws(VaultError) {
    guard try state.find(digest) == nil else { return }
    state.index.insert(digest, at: try state.files.append(sealed, digest))
  }

  /// Returns when everything that was put would outlast a power cut.
  public func synchronise() throws(VaultError) {
    try change { (state) throws(VaultError) in try state.synchronise(network) }
  }

  // MARK: Looking up

  public enum Content: Equatable, Sendable {
    case sealed(Sealed)
    case erased
    /// Never put here, or lost.
    case missing
  }

  /// What is kept under a digest.
  public func get(_ digest: Digest) throws(VaultError) -> Content {
    try state.withLock { (state) throws(VaultError) in try state.content(digest) }
  }

  /// What travelled beside a command: of what has been erased, or is not here, only the digest. Beside a refused command
  /// nothing is kept; beside an accepted one, that something is missing is damage.
  public func slots(_ digests: [Digest]) throws(VaultError) -> (slots: [SealedSlot], missing: Digest?) {
    try state.withLock { (state) throws(VaultError) in
      var slots: [SealedSlot] = []
      var missing: Digest?
      slots.reserveCapacity(digests.count)
      for digest in digests {
        var content: Sealed?
        switch try state.content(digest) {
        case .sealed(let sealed): content = sealed
        case .erased: break
        case .missing: missing = missing ?? digest
        }
        slots.append(SealedSlot(digest: digest, content: content))
      }
      return (slots, missing)
    }
  }

  // MARK: Erasing

  /// Erases what is kept under the digests: their keys are overwritten, then the bytes where they lie, and what is left
  /// says that they were erased. Durable when it returns, and finished at the next opening if it does not.
  ///
  /// What has been erased before stays so. If one is missing the others are erased, and then it throws.
  public func erase(_ digests: [Digest]) throws(VaultError) {
    var missing: Digest?
    try change { (state) throws(VaultError) in
      var places: [VaultPlace] = []
      for digest in digests {
        let place = try state.index.erase(digest) { (place) throws(VaultError) in
          try state.files.isRecord(digest, at: place)
        }
        guard let place else {
          missing = missing ?? digest
          continue
        }
        if place.isErased { continue }
        try state.files.append(VaultFrame(erasing: digest, slot: try state.files.frame(at: place).slot))
        places.append(place)
      }
      guard !places.isEmpty else { return }
      // The erasures are durable, and known to be, before the keys and bytes they explain are gone.
      try state.synchronise(network)
      try state.files.destroy(places)
    }
    if let missing { throw .missing(missing) }
  }

  // MARK: Another master key

  /// Wraps every record's key by another master key. However it is interrupted, the vault opens with the old one or with
  /// the new one; once this returns, with the new one.
  public func rekey(to master: any KeyWrapping) throws(VaultError) {
    try change { (state) throws(VaultError) in
      try state.synchronise(network)
      try state.files.rewrapKeys(by: master)
    }
  }

  /// Runs a change unless an earlier one failed, and remembers if it fails.
  private func change(_ body: (inout State) throws(VaultError) -> Void) throws(VaultError) {
    try state.withLock { (state) throws(VaultError) in
      if let failure = state.failure { throw VaultError.storage(failure) }
      do throws(VaultError) {
        try body(&state)
      } catch {
        if case .storage(let failure) = error { state.failure = failure }
        throw error
      }
    }
  }
}

extension Vault.State {
  func find(_ digest: Digest) throws(VaultError) -> VaultPlace? {
    try index.find(digest) { (place) throws(VaultError) in try files.isRecord(digest, at: place) }
  }

  func content(_ digest: Digest) throws(VaultError) -> Vault.Content {
    guard let place = try find(digest) else { return .missing }
    if place.isErased { return .erased }
    let bytes = try files.sealed(digest, at: place)
    guard SHA256.acceleratedHash(bytes) == digest, let sealed = Sealed(bytes: bytes) else {
      throw files.damage(.digest, at: place)
    }
    return .sealed(sealed)
  }

  /// Records become durable, then that they are: a fault in them can from now on never pass for a torn write.
  mutating func synchronise(_ network: NetworkID) throws(VaultError) {
    do throws(StorageError) {
      try files.synchronise()
      if let end = files.next {
        try slots.write(SyncedPlace(network: network, place: end).encoded, durably: true)
      }
    } catch {
      throw .storage(error)
    }
  }
}

/// What was found when the vault was opened.
public struct VaultRecovery: Equatable, Sendable {
  /// Records that had not been made durable were torn, and were cut off.
  public internal(set) var cut: VaultDamage?
  /// Erasures that had been interrupted, and were finished.
  public internal(set) var finishedErasures = 0
  /// The last write of `synced` was torn; the one before it counted.
  public internal(set) var tornSynced = false
}
