import Coding
import Platform
import Signing
import Synchronization
import Transparency

/// One log as a witness knows it: its key, and the last head that was cosigned, on disk before anybody is told.
///
/// The file is the note itself with both signatures, so that what is read back proves what it says.
final class WitnessedLog: Sendable {
  let key: NoteKey
  private let witness: NoteKey
  private let signingKey: SigningKey
  private let file: String
  /// Check, write and answer are one step: no two requests come between one another.
  private let last: Mutex<Last?>

  struct Last: Sendable {
    let note: SignedNote
    let checkpoint: Checkpoint
    /// When it was cosigned, seconds of Unix time.
    let time: UInt64
  }

  init(_ key: NoteKey, in directory: WitnessDirectory, as witness: NoteKey, _ signingKey: SigningKey) throws(WitnessError) {
    self.key = key
    self.witness = witness
    self.signingKey = signingKey
    file = directory.file(ofLog: key.name)
    last = Mutex(try Self.read(file, log: key, witness: witness))
  }

  /// The last head that was cosigned, a note; nil before the first.
  var note: SignedNote? { last.withLock { $0?.note } }

  var checkpoint: Checkpoint? { last.withLock { $0?.checkpoint } }

  /// Cosigns a head that continues the last one.
  func cosign(_ request: CosigningRequest, now: UInt64) throws(CosigningRefusal) -> NoteSignature {
    let checkpoint = try signedCheckpoint(of: request.note)
    guard request.oldSize <= checkpoint.size else { throw .backwards }
    return try last.withLock { (last) throws(CosigningRefusal) in
      guard request.oldSize == last?.checkpoint.size ?? 0 else { throw .otherSize(last?.checkpoint.size ?? 0) }
      try requireContinuation(of: last?.checkpoint, to: checkpoint, request.hashes)
      // Time does not go backwards for this log, whatever the clock does.
      let next = cosigned(request.note, checkpoint, at: max(now, last?.time ?? 0, 1))
      do throws(StorageError) {
        try File.replace(file, with: next.note.bytes, permissions: 0o644)
      } catch {
        throw .storage(error)
      }
      last = next
      return next.note.signatures.last!
    }
  }

  private func signedCheckpoint(of note: SignedNote) throws(CosigningRefusal) -> Checkpoint {
    let checkpoint: Checkpoint
    do throws(NoteError) {
      checkpoint = try Checkpoint(parsing: note.text)
    } catch {
      throw .malformed(error)
    }
    do throws(NoteError) {
      let policy = try CheckpointPolicy(log: key)
      return try VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify).checkpoint
    } catch {
      if case .wrongOrigin = error { throw .unknownLog(checkpoint.origin) }
      throw .notSigned(error)
    }
  }

  private func requireContinuation(
    of old: Checkpoint?, to new: Checkpoint, _ hashes: [Digest]
  ) throws(CosigningRefusal) {
    if new.size == 0, new.root != MerkleTree.emptyRoot {
      throw .inconsistent("a log without entries has the root of the empty tree")
    }
    if let old, old.size == new.size, old.root != new.root {
      throw .inconsistent("another root of the same size has been cosigned: the log has two histories")
    }
    let (oldSize, oldRoot) = (old?.size ?? 0, old?.root ?? MerkleTree.emptyRoot)
    guard let proof = ConsistencyProof(offering: hashes, from: oldSize, to: new.size) else {
      throw .inconsistent("a consistency proof from \(oldSize) to \(new.size) entries has another number of hashes")
    }
    do throws(ProofError) {
      try proof.verify(oldRoot: oldRoot, newRoot: new.root)
    } catch {
      throw .inconsistent(error.description)
    }
  }

  private func cosigned(_ note: SignedNote, _ checkpoint: Checkpoint, at time: UInt64) -> Last {
    var kept = SignedNote(text: note.text)
    for signature in note.signatures where signature.keyID == key.id && signature.name == key.name { kept.add(signature) }
    kept.cosign(as: witness, at: time) { signingKey.sign($0) }
    return Last(note: kept, checkpoint: checkpoint, time: time)
  }

  private static func read(_ file: String, log: NoteKey, witness: NoteKey) throws(WitnessError) -> Last? {
    guard Directory.exists(file) else { return nil }
    let bytes: [UInt8]
    do throws(StorageError) {
      bytes = try File.contents(of: file, limit: SignedNote.maximumByteCount)
    } catch {
      throw .storage(error)
    }
    do throws(NoteError) {
      let note = try SignedNote(parsing: bytes)
      let policy = try CheckpointPolicy(log: log, witnesses: [witness], quorum: 1)
      let verified = try VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify)
      return Last(note: note, checkpoint: verified.checkpoint, time: verified.cosignatures.first?.time ?? 0)
    } catch {
      // Beginning anew would be forgetting what was promised.
      throw .damaged(
        "\(file) is not the last checkpoint of \(log.name) as this witness cosigned it: \(error.description); put the file "
          + "back from a copy that is not older, or make a new witness")
    }
  }
}
