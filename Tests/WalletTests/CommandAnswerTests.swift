import Coding
import Engine
import EngineSupport
import Model
import Platform
import Records
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

@Suite("A client believes what became of its command")
struct CommandAnswerTests {
  private let heads: TestHeads

  init() throws { heads = TestHeads(node: try TestNode.paid(witnesses: TestHeads.witnesses.map(\.name))) }

  private func answer(_ submission: Submission) throws -> CommandAnswer {
    let decision = try #require(try heads.node.answer(submission).decision)
    let evidence = decision.evidence
    return CommandAnswer(
      command: decision.command, height: decision.height, entry: evidence.entry, opening: evidence.opening,
      inclusion: evidence.inclusion, head: try heads.proof())
  }

  private func verify(_ answer: CommandAnswer, for submission: Submission) throws -> CommandOutcome {
    var log = try heads.trustedLog()
    let id = try UnverifiedCommand(signed: submission.signed).id
    return try answer.verified(for: id, &log, now: TestHeads.now, verified: SignatureVerifier.verify)
  }

  @Test("done or refused, a person's or an agency's, when the log says so")
  func honest() throws {
    let payment = heads.node.payment(40_000)
    let done = try verify(answer(payment), for: payment)
    #expect(done.rejection == nil && done.receipt?.amount == 40_000 && done.isCosigned)
    let tooMuch = heads.node.payment(900_000)
    #expect(try verify(answer(tooMuch), for: tooMuch).rejection == .insufficientFunds)
    let issue = heads.node.command(.bank, .issue(amount: 5_000, deposit: "more"))
    let issued = try verify(answer(issue), for: issue)
    #expect(issued.rejection == nil && issued.receipt == nil)
  }

  @Test("not when the answer is about another command, whatever that command was")
  func other() throws {
    let (first, second) = (heads.node.payment(40_000), heads.node.payment(10_000, family: 1))
    let wrong = try answer(first)
    #expect(throws: TrustError.otherCommand) { try verify(wrong, for: second) }
    let id = try UnverifiedCommand(signed: second.signed).id
    let renamed = CommandAnswer(
      command: id, height: wrong.height, entry: wrong.entry, opening: wrong.opening, inclusion: wrong.inclusion,
      head: wrong.head)
    #expect(throws: TrustError.otherCommand) { try verify(renamed, for: second) }
  }

  @Test("not by an entry that names no command, though it is in the log")
  func strange() throws {
    let payment = heads.node.payment(40_000)
    let answer = try answer(payment)
    let notices = heads.node.replica.read { _, log, newest in
      (PublicEntry(.block, content: newest.encoded), log.inclusionProof(of: log.size - 1))
    }
    let forged = CommandAnswer(
      command: answer.command, height: answer.height, entry: .open(notices.0), opening: nil, inclusion: notices.1,
      head: answer.head)
    #expect(throws: TrustError.otherCommand) { try verify(forged, for: payment) }
  }

  @Test("not when any bit of it is another")
  func altered() throws {
    let payment = heads.node.payment(40_000)
    let answer = try answer(payment)
    let bytes = answer.encoded
    #expect(try CommandAnswer(encoded: bytes) == answer)
    for index in bytes.indices {
      var altered = bytes
      altered[index] ^= 1
      guard let read = try? CommandAnswer(encoded: altered), read.height == answer.height else { continue }
      #expect(throws: TrustError.self, "byte \(index)") { try verify(read, for: payment) }
    }
    for length in bytes.indices {
      #expect(throws: CodingError.self) { try CommandAnswer(encoded: Array(bytes[..<length])) }
    }
    #expect(throws: CodingError.self) { try CommandAnswer(encoded: bytes + [0]) }
  }
}
