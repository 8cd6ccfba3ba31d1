import Coding
import Model
import Records
import Signing
import Transparency

/// All a client has to remember about a node to catch it lying: whose signatures count, and the last head it believed.
///
/// A head is believed when the log has signed it, enough witnesses have cosigned it or one it continues, not too long
/// ago, and it continues the last head believed here. Two signed heads of which neither continues the other are kept: they
/// convict whoever signed them.
public struct TrustedLog: Equatable, Sendable {
  public let network: NetworkID
  public let policy: CheckpointPolicy
  /// How old the witnesses' word may be, seconds.
  public let freshness: UInt64
  /// The last head believed, the note itself; nil before the first.
  public private(set) var last: Seen?

  public struct Seen: Equatable, Sendable {
    public let note: [UInt8]
    public let size: UInt64
    public let root: Digest

    init(_ note: [UInt8], _ checkpoint: Checkpoint) {
      self.note = note
      size = checkpoint.size
      root = checkpoint.root
    }
  }

  public static let defaultFreshness: UInt64 = 600

  public init(network: NetworkID, policy: CheckpointPolicy, freshness: UInt64 = TrustedLog.defaultFreshness) {
    self.network = network
    self.policy = policy
    self.freshness = freshness
  }

  /// From a network's own document, which names the log's key and the witnesses.
  ///
  /// - Parameter quorum: how many witnesses must have cosigned; all of them when left out.
  public init(
    genesis: Genesis, quorum: Int? = nil, freshness: UInt64 = TrustedLog.defaultFreshness
  ) throws(NoteError) {
    let witnesses = try genesis.witnesses.map { (key) throws(NoteError) in try NoteKey(verifierKey: key.string) }
    let log = try NoteKey(verifierKey: genesis.logKey.string)
    self.init(
      network: genesis.network,
      policy: try CheckpointPolicy(log: log, witnesses: witnesses, quorum: quorum ?? witnesses.count),
      freshness: freshness)
  }

  /// The size of the head to ask a node to continue from.
  public var lastSize: UInt64 { last?.size ?? 0 }

  /// Believes a node's head, and remembers it, or says why not.
  ///
  /// - Parameters:
  ///   - now: seconds of Unix time by the client's own clock.
  ///   - verified: whether a signature fits its message and key.
  public mutating func advance(
    to proof: HeadProof, now: UInt64, verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> TrustedHead {
    let newest = try believed(proof.note, quorum: 0, verified)
    let head = Seen(proof.note, newest.checkpoint)
    try requireContinuation(proof.consistency, to: head)
    let cosigned = try proof.cosigned.map { (note) throws(TrustError) in
      try witnessed(note, continuedBy: head, proof.cosignedConsistency, verified)
    }
    let witnessedAt = cosigned.flatMap { $0.time(quorum: policy.quorum) }
    if policy.quorum > 0 {
      guard let witnessedAt else { throw .notWitnessed }
      if now > witnessedAt && now - witnessedAt > freshness { throw .stale(seconds: now - witnessedAt) }
    }
    last = head
    return TrustedHead(
      size: head.size, root: head.root, cosignedSize: cosigned?.checkpoint.size ?? 0, witnessedAt: witnessedAt)
  }

  private func believed(
    _ bytes: [UInt8], quorum: Int, _ verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> VerifiedCheckpoint {
    do throws(NoteError) {
      let policy = try CheckpointPolicy(log: policy.log, witnesses: policy.witnesses, quorum: quorum)
      return try VerifiedCheckpoint(discharging: SignedNote(parsing: bytes), policy: policy, verified: verified)
    } catch {
      throw .note(error)
    }
  }

  /// The new head is the last one or goes on from it.
  private func requireContinuation(_ proof: ConsistencyProof?, to head: Seen) throws(TrustError) {
    guard let last else { return }
    let contradiction = TrustError.contradiction(Contradiction(earlier: last.note, later: head.note))
    if head.size == last.size {
      guard head.root == last.root else { throw contradiction }
      return
    }
    guard head.size > last.size else { throw .older(size: head.size, than: last.size) }
    guard let proof, proof.oldSize == last.size, proof.newSize == head.size else { throw contradiction }
    do throws(ProofError) {
      try proof.verify(oldRoot: last.root, newRoot: head.root)
    } catch {
      throw contradiction
    }
  }

  /// A head that enough witnesses have cosigned and the newest one continues.
  private func witnessed(
    _ note: [UInt8], continuedBy head: Seen, _ proof: ConsistencyProof?, _ verified: (SignatureCheck) -> Bool
  ) throws(TrustError) -> VerifiedCheckpoint {
    let cosigned = try believed(note, quorum: policy.quorum, verified)
    let (size, root) = (cosigned.checkpoint.size, cosigned.checkpoint.root)
    let contradiction = TrustError.contradiction(Contradiction(earlier: note, later: head.note))
    if size == head.size {
      guard root == head.root else { throw contradiction }
      return cosigned
    }
    guard let proof, proof.oldSize == size, proof.newSize == head.size else { throw contradiction }
    do throws(ProofError) {
      try proof.verify(oldRoot: root, newRoot: head.root)
    } catch {
      throw contradiction
    }
    return cosigned
  }
}

extension VerifiedCheckpoint {
  /// When the last of `quorum` witnesses to look at it did so, seconds of Unix time; nil where fewer did.
  fileprivate func time(quorum: Int) -> UInt64? {
    let times = cosignatures.compactMap(\.time).sorted(by: >)
    return quorum > 0 && times.count >= quorum ? times[quorum - 1] : times.first
  }
}

/// A log's head that a `TrustedLog` believes. Nothing else makes one.
public struct TrustedHead: Equatable, Sendable {
  public let size: UInt64
  public let root: Digest
  /// How far the witnesses have come: entries behind it are decided, and not cosigned yet.
  public let cosignedSize: UInt64
  /// When they said so, seconds of Unix time.
  public let witnessedAt: UInt64?

  init(size: UInt64, root: Digest, cosignedSize: UInt64, witnessedAt: UInt64?) {
    self.size = size
    self.root = root
    self.cosignedSize = cosignedSize
    self.witnessedAt = witnessedAt
  }
}

// MARK: - Keeping

/// `[1, network, log key, [witness key, …], quorum, freshness, last note or null]`
extension TrustedLog: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(7)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    w.text(policy.log.verifierKey)
    w.list(policy.witnesses) { $0.text($1.verifierKey) }
    w.unsigned(UInt64(policy.quorum))
    w.unsigned(freshness)
    w.optional(last) { $0.bytes($1.note) }
  }

  /// Reads what this client wrote itself.
  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 7)
    let network = try NetworkID(from: &r)
    let log = try r.text(max: 512)
    let witnesses = try r.list(max: 32) { (r) throws(CodingError) in try r.text(max: 512) }
    let quorum = try r.unsigned()
    let freshness = try r.unsigned()
    let note = try r.optional { (r) throws(CodingError) in try r.bytes(max: SignedNote.maximumByteCount) }
    do throws(NoteError) {
      let witnesses = try witnesses.map { (key) throws(NoteError) in try NoteKey(verifierKey: key) }
      let policy = try CheckpointPolicy(
        log: NoteKey(verifierKey: log), witnesses: witnesses, quorum: Int(exactly: quorum) ?? .max)
      self.init(network: network, policy: policy, freshness: freshness)
      last = try note.map { (note) throws(NoteError) in
        Seen(note, try Checkpoint(parsing: SignedNote(parsing: note).text))
      }
    } catch {
      throw r.invalid("what was remembered of the log cannot be read")
    }
  }
}
