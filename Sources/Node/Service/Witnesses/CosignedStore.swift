import Engine
import Platform
import Synchronization
import Transparency

/// Keeps the newest cosigned head on disk for the next start. It may be lost: the witnesses are asked again.
final class CosignedStore: Sendable {
  private let replica: Replica
  private let witnesses: [NoteKey]
  private let quorum: Int
  private let state = Mutex(State())

  private struct State {
    var isStale = false
    var writtenAt: UInt64 = 0
  }

  struct Kept: Sendable {
    let note: SignedNote
    let size: UInt64
    let cosigners: [NoteKey]
  }

  init(_ replica: Replica, witnesses: [NoteKey], quorum: Int) {
    self.replica = replica
    self.witnesses = witnesses
    self.quorum = quorum
  }

  /// Whether there is a newer head than the one on disk.
  var isStale: Bool {
    get { state.withLock { $0.isStale } }
    set { state.withLock { $0.isStale = newValue } }
  }

  /// Every few seconds is often enough: clients accept an older head for minutes.
  func isDue(evenIfRecent: Bool) -> Bool {
    state.withLock { state in
      state.isStale && (evenIfRecent || MonotonicClock.nowNanoseconds() - state.writtenAt > 10_000_000_000)
    }
  }

  func write(_ note: [UInt8]) {
    state.withLock { $0 = State(isStale: false, writtenAt: MonotonicClock.nowNanoseconds()) }
    try? File.replace(replica.directory.cosignedFile, with: note, permissions: 0o644)
  }

  /// The head as it was kept, if it is cosigned as it should be and one of this log's.
  func read(_ head: PublishedHead) -> Kept? {
    let file = replica.directory.cosignedFile
    guard Directory.exists(file), let bytes = try? File.contents(of: file, limit: SignedNote.maximumByteCount),
      let note = try? SignedNote(parsing: bytes), let log = try? NoteKey(verifierKey: replica.genesis.logKey.string),
      let policy = try? CheckpointPolicy(log: log, witnesses: witnesses, quorum: quorum),
      let verified = try? VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify)
    else { return nil }
    let checkpoint = verified.checkpoint
    guard checkpoint.size <= head.size, head.log.root(size: checkpoint.size) == checkpoint.root else { return nil }
    return Kept(note: note, size: checkpoint.size, cosigners: verified.cosignatures.map(\.key))
  }
}
