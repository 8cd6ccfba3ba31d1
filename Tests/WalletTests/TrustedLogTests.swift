import Coding
import EngineSupport
import Platform
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("A client believes a log's head")
struct TrustedLogTests {
  private let heads: TestHeads

  init() throws { heads = TestHeads(node: try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name))) }

  private func advance(
    _ log: inout TrustedLog, _ proof: HeadProof, now: UInt64 = TestHeads.now
  ) throws(TrustError) -> TrustedHead {
    try log.advance(to: proof, now: now, verified: SignatureVerifier.verify)
  }

  @Test("that its log signed, all witnesses cosigned, and that goes on from the last one")
  func honest() throws {
    var log = try heads.trustedLog()
    let first = try advance(&log, heads.proof())
    #expect(first.size == heads.node.replica.logSize && first.cosignedSize == first.size)
    try heads.node.accept(heads.node.payment(1_000))
    let second = try advance(&log, heads.proof(from: first.size, cosigned: first.size))
    #expect(second.size > first.size && second.cosignedSize == first.size)
    #expect(try TrustedLog(encoded: log.encoded) == log)
  }

  @Test("not when fewer witnesses than needed have seen it")
  func witnesses() throws {
    var log = try heads.trustedLog()
    let one = try heads.proof(by: 1)
    #expect(throws: TrustError.note(.tooFewWitnesses(needed: 2, found: 1))) { try advance(&log, one) }
    let none = HeadProof(note: one.note, cosigned: nil, consistency: nil, cosignedConsistency: nil)
    #expect(throws: TrustError.notWitnessed) { try advance(&log, none) }
    #expect(log.last == nil)
    var easy = try heads.trustedLog(quorum: 1)
    #expect(try advance(&easy, one).cosignedSize == heads.node.replica.logSize)
  }

  @Test("not when the witnesses' word is old: the newest may be kept back")
  func stale() throws {
    var log = try heads.trustedLog()
    let proof = try heads.proof()
    let late = TestHeads.now + TrustedLog.defaultFreshness
    #expect(throws: Never.self) { try advance(&log, proof, now: late) }
    var again = try heads.trustedLog()
    #expect(throws: TrustError.stale(seconds: 601)) { try advance(&again, proof, now: late + 1) }
    #expect(again.last == nil)
  }

  @Test("not when it is behind the last one")
  func older() throws {
    var log = try heads.trustedLog()
    let early = try heads.proof()
    let size = heads.node.replica.logSize
    try heads.node.accept(heads.node.payment(1_000))
    _ = try advance(&log, heads.proof())
    let last = log
    #expect(throws: TrustError.older(size: size, than: last.lastSize)) { try advance(&log, early) }
    #expect(log == last)
  }

  @Test("not when it tells another past; the two heads are kept as evidence")
  func forked() throws {
    let other = try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name))
    let fork = TestHeads(node: other)
    try heads.node.accept(heads.node.payment(1_000))
    try other.accept(other.payment(2_000))
    var log = try heads.trustedLog()
    _ = try advance(&log, heads.proof())
    let kept = log
    // As long as the true one, and longer.
    for length in 0...1 {
      if length == 1 { try other.accept(other.payment(3_000)) }
      let lie = try fork.proof(from: length == 0 ? 0 : kept.lastSize)
      #expect(throws: TrustError.contradiction(Contradiction(earlier: kept.last!.note, later: lie.note))) {
        try advance(&log, lie)
      }
      #expect(log == kept)
    }
  }

  @Test("not when the cosigned head is of another past than the one beside it")
  func witnessedElsewhere() throws {
    let other = try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name))
    try heads.node.accept(heads.node.payment(1_000))
    let truth = try heads.proof()
    try other.accept(other.payment(2_000))
    let lie = try TestHeads(node: other).proof()
    var log = try heads.trustedLog()
    let mixed = HeadProof(
      note: lie.note, cosigned: truth.cosigned, consistency: nil, cosignedConsistency: lie.cosignedConsistency)
    #expect(throws: TrustError.contradiction(Contradiction(earlier: truth.cosigned!, later: lie.note))) {
      try advance(&log, mixed)
    }
  }

  @Test("not when any hash of a consistency proof, or any byte of a note, is altered")
  func altered() throws {
    var log = try heads.trustedLog()
    let first = try advance(&log, heads.proof())
    for amount in 1...5 { try heads.node.accept(heads.node.payment(Int64(amount) * 1_000)) }
    let proof = try heads.proof(from: first.size, cosigned: first.size)
    let bytes = proof.encoded
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1
      guard let read = try? HeadProof(encoded: altered) else { continue }
      var copy = log
      #expect(throws: TrustError.self, "byte \(index)") { try advance(&copy, read) }
    }
    #expect(throws: Never.self) { try advance(&log, proof) }
  }
}
