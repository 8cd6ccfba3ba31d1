import Engine
import Platform
import Signing
import Synchronization
import Transparency
import Wallet

/// The log's heads as answers carry them: signed once a size, and beside them the newest one the witnesses cosigned.
final class HeadKeeper: Sendable {
  private let replica: Replica
  private let state = Mutex(State())

  private struct State {
    /// The newest few: answers of one block are still being written while the next one's begin.
    var signed: [(size: UInt64, note: [UInt8])] = []
    var cosigned: Cosigned?
  }

  /// A head that enough witnesses have cosigned.
  struct Cosigned: Sendable {
    let size: UInt64
    let note: [UInt8]
    /// When the last of as many witnesses as are needed did so, seconds of Unix time by its own clock.
    let time: UInt64?
  }

  init(_ replica: Replica) { self.replica = replica }

  /// The newest head with enough cosignatures, a note; nil before the first.
  var cosigned: Cosigned? { state.withLock { $0.cosigned } }

  /// Remembers a head that enough witnesses have cosigned.
  func setCosigned(_ note: SignedNote, size: UInt64, at time: UInt64?) {
    state.withLock { state in
      if size >= state.cosigned?.size ?? 0 { state.cosigned = Cosigned(size: size, note: note.bytes, time: time) }
    }
  }

  /// How far the witnesses are behind the log; nil where genesis names none.
  var witnessLag: WitnessLag? {
    guard !replica.genesis.witnesses.isEmpty else { return nil }
    let cosigned = cosigned
    let (size, now) = (replica.logSize, UInt64(clamping: SystemClock.nowMilliseconds() / 1_000))
    let seen = min(cosigned?.size ?? 0, size)
    return WitnessLag(entries: size - seen, age: cosigned?.time.map { now > $0 ? now - $0 : 0 })
  }

  /// The head of a log, for somebody who believes the one of `trusted` entries; nil where that is larger.
  func proof(of log: borrowing LogTree, size: UInt64, from trusted: UInt64) -> HeadProof? {
    guard trusted <= size else { return nil }
    let cosigned = cosigned.flatMap { $0.size <= size ? $0 : nil }
    return HeadProof(
      note: note(size: size, root: log.root(size: size)), cosigned: cosigned?.note,
      consistency: trusted == 0 ? nil : log.consistencyProof(from: trusted, to: size),
      cosignedConsistency: cosigned.map { log.consistencyProof(from: $0.size, to: size) })
  }

  private static let kept = 4

  private func note(size: UInt64, root: @autoclosure () -> Digest) -> [UInt8] {
    if let signed = state.withLock({ $0.signed.first { $0.size == size } }) { return signed.note }
    let note = replica.signedHead(size: size, root: root()).bytes
    state.withLock { state in
      guard !state.signed.contains(where: { $0.size == size }) else { return }
      if state.signed.count == Self.kept { state.signed.removeFirst() }
      state.signed.append((size, note))
    }
    return note
  }
}
