import Coding
import EngineSupport
import Model
import Platform
import Service
import ServiceSupport
import Signing
import Testing
import Transparency
import Wallet

extension TestNode {
  /// Adds an empty block; or registers so many families and has each claimed, which is a private entry each.
  func grow(families: UInt32 = 0) throws {
    guard families > 0 else {
      try decide()
      return
    }
    let first = UInt32(replica.read { $0.accounts.count })
    let numbers = first..<first + families
    let sealed = numbers.map { seal(registration("person \($0)", region: 53_15_06_2001).encoded) }
    try accept(command(.identity, .registerBatch(count: families, root: Self.root(sealed)), sealed: sealed))
    let holder = Self.holder(0)
    let claims = numbers.map { number in
      let account = AccountNumber(number)
      return command(
        .identity, .claim(account: account, key: holder.publicKey), proof: possession(holder, of: account),
        ahead: UInt64(number - first))
    }
    for answer in try decide(claims) {
      guard let decision = answer.decision, decision.rejection == nil else { throw Refused(answer: "\(answer)") }
    }
  }

  struct Refused: Error { let answer: String }
}

extension TestService {
  /// Serves a node that asks these witnesses.
  convenience init(_ node: TestNode, witnesses: [WitnessAddress], quorum: Int? = nil) async throws {
    try await self.init(node) {
      $0.witnesses = witnesses
      $0.witnessQuorum = quorum
    }
  }

  func checkpoint() async throws -> (note: SignedNote, checkpoint: Checkpoint) {
    let note = try SignedNote(parsing: try await call("/checkpoint").body)
    return (note, try Checkpoint(parsing: note.text))
  }

  /// What a client with only the genesis document believes.
  func believe(_ trusted: inout TrustedLog) async throws -> TrustedHead {
    let proof = try HeadProof(encoded: try await call("/v1/head?from=\(trusted.lastSize)").body)
    let now = UInt64(SystemClock.nowMilliseconds() / 1000)
    return try trusted.advance(to: proof, now: now, verified: SignatureVerifier.verify)
  }
}
