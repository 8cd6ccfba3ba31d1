import Coding
import Engine
import EngineSupport
import Ledger
import Model
import Platform
import Records
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("A client believes what a node says of an account")
struct StateAnswerTests {
  private let heads: TestHeads
  private let account = TestNode.families[0]

  init() throws {
    heads = TestHeads(node: try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name)))
    try heads.node.accept(heads.node.payment(40_000))
  }

  private func answer(_ subjects: LedgerState.ProofSubject = [.identity, .lanes, .money, .registry]) throws
    -> StateAnswer
  {
    let head = try heads.proof()
    return heads.node.replica.read { state, log, newest in
      StateAnswer(
        head: head,
        state: state.proof(
          of: subjects, account: account, block: newest.encoded, inclusion: log.inclusionProof(of: log.size - 1)))
    }
  }

  private func verify(_ answer: StateAnswer) throws -> ProvenState {
    var log = try heads.trustedLog()
    return try answer.verified(&log, now: TestHeads.now, verified: SignatureVerifier.verify).state
  }

  @Test("when every row leads to the log's head; rows read as the ledger keeps them")
  func honest() throws {
    let proven = try verify(answer())
    let money = try #require(proven.money(of: account))
    let registry = try #require(proven.registry)
    #expect(money.free == 0 && money.takings == 0 && money.vouchers.map(\.amount) == [60_000])
    let voucherClass = registry.classes[Int(money.vouchers[0].voucherClass)]
    #expect(registry.series[Int(voucherClass.series)] == TestNode.series)
    heads.node.replica.read { state in
      let head = state.account(account)!
      let leaf = proven.account(account)
      #expect(leaf?.salt == head.salt && leaf?.region == head.region && leaf?.frozenUntil == head.frozenUntil)
      #expect(leaf?.kind == head.kind.rawValue && leaf?.nextCredential == head.nextCredential)
      #expect(money.salt == head.salt && voucherClass == state.classes[0])
      let row = state.credentialRow(account, 0)!
      #expect(proven.lane(ofRow: UInt32(row))?.next == state.lanes[row].next)
      #expect(proven.lane(ofRow: UInt32(row))?.lastEntry == state.lanes[row].lastEntry)
      #expect(registry.parameters == state.parameters && registry.time == state.time)
    }
    let credentials = try #require(proven.credentials(of: account))
    #expect(credentials.map(\.key) == [TestNode.holder(0).publicKey] && credentials[0].isLive)
    #expect(proven.account(TestNode.families[1]) == nil && proven.money(of: TestNode.families[1]) == nil)
  }

  @Test("with several credentials, all of them or none")
  func chain() throws {
    let second = SigningKey(.p256, seed: SHA256.hash(Array("second".utf8)))
    try heads.node.accept(
      heads.node.sign(
        account, TestNode.holder(0), .addCredential(key: second.publicKey),
        proof: heads.node.possession(second, of: account)))
    let whole = try answer([.identity])
    #expect(try verify(whole).credentials(of: account)?.map(\.key) == [TestNode.holder(0).publicKey, second.publicKey])
    var leaves = whole.state.leaves
    leaves.removeLast()
    let state = whole.state
    let part = StateAnswer(
      head: whole.head,
      state: StateProof(
        block: state.block, inclusion: state.inclusion, roots: state.roots, leaves: leaves, registry: nil))
    #expect(try verify(part).credentials(of: account) == nil)
    #expect(try verify(whole).money(of: account) == nil)
  }

  @Test("not when any bit of it is another: a balance, a key, a root, a hash")
  func altered() throws {
    let answer = try answer()
    let bytes = answer.encoded
    #expect(try StateAnswer(encoded: bytes) == answer)
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1
      guard let read = try? StateAnswer(encoded: altered) else { continue }
      #expect(throws: TrustError.self, "byte \(index)") { try verify(read) }
    }
    for length in bytes.indices where length % 7 == 0 {
      #expect(throws: CodingError.self) { try StateAnswer(encoded: Array(bytes[..<length])) }
    }
    #expect(throws: CodingError.self) { try StateAnswer(encoded: bytes + [0]) }
  }

  @Test("not when it is the state of an earlier block")
  func earlier() throws {
    let before = try answer().state
    try heads.node.accept(heads.node.payment(1_000))
    let lie = StateAnswer(head: try heads.proof(), state: before)
    #expect(throws: TrustError.state(.notTheHead)) { try verify(lie) }
  }
}
