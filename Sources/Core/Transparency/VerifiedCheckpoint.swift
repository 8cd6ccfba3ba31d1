import Coding
import Signing

/// Whose word on a log's head is enough: the log's own, and that of some of its witnesses.
public struct CheckpointPolicy: Equatable, Sendable {
  /// Named like the log's origin.
  public let log: NoteKey
  public let witnesses: [NoteKey]
  /// How many witnesses must have cosigned.
  public let quorum: Int

  public init(log: NoteKey, witnesses: [NoteKey] = [], quorum: Int = 0) throws(NoteError) {
    // A key under two names would count twice.
    for (index, witness) in witnesses.enumerated() {
      let others = [log] + witnesses[..<index]
      if others.contains(where: { $0.key == witness.key }) { throw .duplicateKey(witness.name) }
      guard witness.kind == .cosignatureV1 else { throw .wrongKind(witness.name) }
    }
    guard log.kind == .ed25519 else { throw .wrongKind(log.name) }
    guard (0...witnesses.count).contains(quorum) else {
      throw .impossibleQuorum(needed: quorum, witnesses: witnesses.count)
    }
    self.log = log
    self.witnesses = witnesses
    self.quorum = quorum
  }
}

/// A log's head that its log has signed and enough witnesses have cosigned.
public struct VerifiedCheckpoint: Equatable, Sendable {
  public let checkpoint: Checkpoint
  /// The witnesses' claims, true: who saw the head, and when.
  public let cosignatures: [SignedNote.Claim]

  /// - Parameter verified: whether a signature fits its message and key.
  public init(
    discharging note: SignedNote, policy: CheckpointPolicy, verified: (SignatureCheck) -> Bool
  ) throws(NoteError) {
    let checkpoint = try Checkpoint(parsing: note.text)
    guard checkpoint.origin == policy.log.name else {
      throw .wrongOrigin(expected: policy.log.name, found: checkpoint.origin)
    }
    let verifiedNote = try VerifiedNote(
      discharging: note, keys: [policy.log] + policy.witnesses, verified: verified)
    guard verifiedNote.claims.contains(where: { $0.key == policy.log }) else {
      throw .notSignedByLog(policy.log.name)
    }
    let cosignatures = verifiedNote.claims.filter { $0.key != policy.log }
    guard cosignatures.count >= policy.quorum else {
      throw .tooFewWitnesses(needed: policy.quorum, found: cosignatures.count)
    }
    self.checkpoint = checkpoint
    self.cosignatures = cosignatures
  }
}
