import Engine
import EngineSupport
import Journal
import Ledger
import Model
import Platform
import Records
import Signing
import TestSupport
import Testing
import Transparency

@Suite("What a node has answered")
struct DecidingTests {
  @Test("is there after it starts again: state, log and proofs are the same")
  func durable() throws {
    let node = try TestNode.paid()
    let entry = try node.accept(node.payment(40_000))
    try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .refund(payment: entry, amount: 15_000)))
    let root = node.stateRoot
    let size = node.replica.logSize
    let proof = node.replica.inclusionProof(of: entry, size: size)
    try node.reopen()
    #expect(node.stateRoot == root)
    #expect(node.replica.logSize == size)
    #expect(node.replica.inclusionProof(of: entry, size: size) == proof)
    #expect(node.vouchers(TestNode.families[0]) == 75_000)
    #expect(node.replica.read { $0.violations() }.isEmpty)
    #expect(try node.audit().findings == [])
  }

  @Test("is answered again to a retry, at once and after it starts again")
  func retry() throws {
    let node = try TestNode.paid()
    let payment = node.payment(40_000)
    let first = try #require(try node.answer(payment).decision)
    for _ in 0..<2 {
      let again = try #require(try node.answer(payment).decision)
      #expect(again.entry == first.entry && again.command == first.command)
      #expect(again.height == first.height)
      #expect(again.rejection == nil)
      #expect(node.vouchers(TestNode.families[0]) == 60_000)
      try node.reopen()
    }
  }

  @Test("is told to nobody who only knows the command and cannot sign it")
  func retryOfAnother() throws {
    let node = try TestNode.paid()
    let payment = node.payment(40_000)
    try node.accept(payment)
    var signed = payment.signed
    signed[signed.count - 1] ^= 1
    guard case .signature(.wrongSignature) = try node.answer(Submission(signed: signed)).refusal else {
      return #expect(Bool(false), "whoever saw the payload was answered")
    }
    #expect(try node.answer(payment).decision?.rejection == nil)
  }

  @Test("More sealed bytes than any command may carry are refused before anything is hashed")
  func tooManySeals() throws {
    let node = try TestNode.paid()
    let sealed = node.seal([1])
    let submission = Submission(
      signed: node.payment(1_000).signed, sealed: Array(repeating: sealed, count: LedgerState.maximumBatch + 1))
    guard case .rejected(.batchTooLarge) = try node.answer(submission).refusal else {
      return #expect(Bool(false), "too many seals were taken")
    }
  }

  @Test("An old answer that cannot be read is unknown; everybody else in the block is answered, and the node stops")
  func unreadableAnswer() throws {
    let node = try TestNode.paid()
    let old = node.payment(1_000)
    let entry = try node.accept(old)
    let file = try File(node.directory.journal + "/" + FileHeader.Kind.journal.fileName(1), .update)
    let bytes = try File.contents(of: file.path)
    let end = try #require(bytes.lastIndex { $0 != 0 })
    try file.write([bytes[end] ^ 1], at: end)
    let answers = try node.decide([old, node.payment(500, family: 1)])
    guard case .unknown(let reason) = answers[0] else { return #expect(Bool(false), "\(answers[0])") }
    #expect(reason.hasPrefix("its first answer cannot be read: \(file.path) is damaged at byte "))
    #expect(answers[1].decision?.rejection == nil && (answers[1].decision?.entry ?? 0) > entry)
    #expect(node.replica.stopReason?.contains("is damaged at byte") == true)
    node.close()
    try file.write([bytes[end]], at: end)
    try node.open()
    #expect(try node.answer(old).decision?.entry == entry)
  }

  @Test("A refusal stays a refusal when it is asked for again, a person's and an agency's")
  func retryOfRefusal() throws {
    let node = try TestNode.paid()
    let tooMuch = node.payment(TestNode.amount + 1)
    let notYours = node.command(.bank, .fund(series: TestNode.series, amount: 1))
    let first = try node.decide([tooMuch, notYours]).map { try #require($0.decision) }
    #expect(first.map(\.rejection) == [.insufficientFunds, .notPermitted])
    try node.decide()
    let again = try node.decide([tooMuch, notYours]).map { try #require($0.decision) }
    #expect(again.map(\.rejection) == [.insufficientFunds, .notPermitted])
    #expect(again.map(\.entry) == first.map(\.entry))
    #expect(again.map(\.height) == first.map(\.height))
  }

  @Test("A command sent twice in one block is done once, and both are told so")
  func twiceInOneBlock() throws {
    let node = try TestNode.paid()
    let payment = node.payment(40_000)
    let answers = try node.decide([payment, payment]).map { try #require($0.decision) }
    #expect(answers[0].entry == answers[1].entry)
    #expect(answers.allSatisfy { $0.rejection == nil })
    #expect(node.vouchers(TestNode.families[0]) == 60_000)
  }

  @Test("What never reaches a block uses nothing up")
  func refused() throws {
    let node = try TestNode.paid()
    let good = node.payment(1_000)
    var broken = good.signed
    broken[broken.count - 1] ^= 1
    let size = node.replica.logSize
    guard case .signature = try node.answer(Submission(signed: broken)).refusal else {
      return #expect(Bool(false), "a broken signature was taken")
    }
    guard case .signature = try node.answer(Submission(signed: [1, 2, 3])).refusal else {
      return #expect(Bool(false), "bytes that are no command were taken")
    }
    guard case .rejected(.sequenceAhead) = try node.answer(node.payment(1_000, ahead: 1)).refusal else {
      return #expect(Bool(false), "a gap in the lane was taken")
    }
    #expect(node.replica.logSize == size + 3, "three blocks, each with its own entry alone")
    #expect(try node.answer(good).decision?.rejection == nil)
  }

  @Test("Every answer's entry is proved to be under the signed checkpoint")
  func proofs() throws {
    let node = try TestNode.paid()
    var entries: [UInt64] = []
    for _ in 0..<5 {
      let submissions = (0..<3).map { node.payment(1_000, ahead: UInt64($0)) } + [node.payment(500, family: 1)]
      entries += try node.decide(submissions).map { try #require($0.decision).entry }
    }
    let old = try node.replica.checkpoint()
    try node.accept(node.payment(2_000))
    let note = try node.replica.checkpoint()
    let policy = try CheckpointPolicy(log: TestNode.noteKey())
    let verified = try VerifiedCheckpoint(discharging: note, policy: policy) { SignatureVerifier.verify($0) }.checkpoint
    let before = try Checkpoint(parsing: old.text)
    let leaves = try Leaves(node)
    #expect(verified.size == node.replica.logSize && UInt64(leaves.all.count) == verified.size)
    for entry in entries {
      let proof = try #require(node.replica.inclusionProof(of: entry, size: verified.size))
      try proof.verify(leafHash: leaves.all[Int(entry)], root: verified.root)
      #expect(throws: ProofError.self) { try proof.verify(leafHash: leaves.all[0], root: verified.root) }
    }
    let consistency = try #require(node.replica.consistencyProof(from: before.size, to: verified.size))
    try consistency.verify(oldRoot: before.root, newRoot: verified.root)
    #expect(node.replica.inclusionProof(of: verified.size, size: verified.size) == nil)
    // A restart signs the same head again.
    try node.reopen()
    #expect(try node.replica.checkpoint().text == note.text)
  }
}

/// The log's leaves, from the journal's files.
struct Leaves {
  private(set) var all: [Digest] = []

  init(_ node: TestNode) throws {
    let copy = try node.folder.copy(node.directory.journal, to: "copy")
    let journal = try Journal(copy, network: node.genesis.network)
    var reader = journal.blocks(from: 0)
    while let block = try reader.next() { all += block.leafHashes(lanes: SingleLane()) }
  }
}
