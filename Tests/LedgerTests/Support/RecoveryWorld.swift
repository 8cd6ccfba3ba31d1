import Coding
import Ledger
import Model
import Platform
import Signing
import Testing
import Transparency

/// A family with money, a phone (0) and a card (1), three guardians of whom two are enough, and three agencies of two
/// officers each that may join in a re-issue.
struct RecoveryWorld {
  let market: Market
  var test: TestLedger { market.test }
  /// Holds a hundred million rupiah of its own.
  let owner: AccountNumber
  let guardians: [AccountNumber]
  let stranger: AccountNumber

  static let agencies: [TestAgency] = [.identity, .ministry, .otherMinistry]

  init(configure: (inout Parameters) -> Void = { _ in }) {
    market = Market(configure: configure)
    let test = market.test
    owner = market.family
    let first = test.register([1, 1, 1, 1])
    for index in 0..<4 as Range<UInt32> { test.claim(first + index) }
    guardians = (0..<3 as Range<UInt32>).map { first + $0 }
    stranger = first + 3
    test.topUp(owner, 100_000_000)
    test.accept(test.command(owner, .addCredential(key: TestLedger.key(owner, device: 1), use: .card, label: "kartu")))
    test.accept(test.command(owner, .setGuardians(threshold: 2, count: 3, commitment: commitment)))
    for agency in Self.agencies {
      test.accept(
        test.command(
          agency,
          .rotateAgency(
            agency: agency.account, officers: [agency.key, Self.second(agency)], threshold: 2)))
    }
  }

  static func second(_ agency: TestAgency) -> PublicKey {
    SigningKey(.ed25519, seed: SHA256.hash(Array("second of \(agency)".utf8))).publicKey
  }

  // MARK: Guardians

  private func blind(_ index: Int) -> Salt { Salt(high: 0xB11D, low: UInt64(index)) }

  private var leaves: [Digest] {
    guardians.indices.map { MerkleTree.leafHash(GuardianProof.leaf(guardians[$0], blind: blind($0))) }
  }

  private var commitment: Digest { MerkleTree.root(leafHashes: leaves, lanes: SingleLane()) }

  func proof(_ index: Int) -> GuardianProof {
    let siblings = [
      [leaves[1], leaves[2]], [leaves[0], leaves[2]], [MerkleTree.nodeHash(leaves[0], leaves[1])],
    ]
    return GuardianProof(blind: blind(index), index: UInt8(index), siblings: siblings[index])
  }

  /// A guardian asks for a new key, or agrees.
  func recover(_ guardian: Int, key: PublicKey? = nil) -> VerifiedCommand {
    test.command(
      guardians[guardian], .recover(account: owner, key: key ?? newKey, guardian: proof(guardian)))
  }

  var newKey: PublicKey { TestLedger.key(owner, device: 200) }

  // MARK: Agencies

  func propose(_ agency: TestAgency, _ action: Action) -> VerifiedCommand {
    test.command(agency.account, key: agency.key, credential: 0, .propose(action))
  }

  func approve(_ agency: TestAgency, _ proposal: VerifiedCommand) -> VerifiedCommand {
    test.command(
      agency.account, key: Self.second(agency), credential: 1, .approve(proposal: proposal.id, epoch: 1))
  }

  /// Both officers of an agency agree; the entry of what they did.
  @discardableResult
  func agree(_ agency: TestAgency, _ action: Action, sourceLocation: SourceLocation = #_sourceLocation) -> UInt64 {
    let proposal = propose(agency, action)
    test.accept(proposal, sourceLocation: sourceLocation)
    return test.accept(approve(agency, proposal), sourceLocation: sourceLocation)
  }

  /// Both officers agree, and the ledger refuses.
  func disagree(
    _ agency: TestAgency, _ action: Action, _ rejection: Rejection, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let proposal = propose(agency, action)
    test.accept(proposal, sourceLocation: sourceLocation)
    test.refuseFinally(approve(agency, proposal), rejection, sourceLocation: sourceLocation)
  }

  static let evidence = SHA256.hash([0xE])

  func reissue(lost: [UInt16] = [0]) -> Action {
    .reissue(account: owner, key: newKey, attestation: .none, evidence: Self.evidence, lost: lost)
  }

  /// Both agencies have agreed; the recovery's entry.
  func lockedReissue(lost: [UInt16] = [0]) -> UInt64 {
    let entry = agree(.identity, reissue(lost: lost))
    agree(.ministry, .confirmReissue(recovery: entry, evidence: Self.evidence))
    return entry
  }

  // MARK: The owner

  func veto(_ entry: UInt64, device: UInt8 = 0) -> VerifiedCommand {
    test.command(owner, device: device, .vetoRecovery(recovery: entry))
  }

  func transfer(_ amount: Int64, device: UInt8 = 0) -> VerifiedCommand {
    test.command(owner, device: device, .transfer(to: stranger, amount: Rupiah(amount)))
  }

  /// Keys that may act for the owner's account.
  var liveKeys: [PublicKey] {
    test.state.credentialRows(of: owner).map { test.state.credentials[$0] }.filter { $0.status == .live }
      .compactMap(\.key)
  }

  var oldKeys: [PublicKey] { [TestLedger.key(owner), TestLedger.key(owner, device: 1)] }

  func status(_ entry: UInt64) -> RecoveryRow.Status? {
    test.state.recoveries.row(ofEntry: entry).map { test.state.recoveries.rows[$0].status }
  }

  func pass(_ span: Int64) { test.now = test.now.advanced(by: span) }
}
