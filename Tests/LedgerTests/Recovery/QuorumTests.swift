import Ledger
import Model
import Platform
import Signing
import TestSupport
import Testing

/// At no time can a set of keys without the owner's quorum move a rupiah, or get hold of the account while the owner
/// watches: random sequences of everything attackers and officials can sign.
@Suite struct QuorumTests {
  /// Attackers hold: one guardian, both officers of one agency, one officer of another, the helper's key, a stranger's
  /// account. The owner does nothing but object, with the card, to whatever the log announces.
  @Test(arguments: 0..<12) func nobodyElseMovesARupiah(run: Int) {
    var random = SplitMix64(seed: UInt64(run) &+ 0x5EED)
    let world = RecoveryWorld()
    let test = world.test
    test.checks = run == 0
    test.accept(
      test.command(
        world.owner,
        .addHelper(
          key: TestLedger.key(world.owner, device: 2), label: "",
          terms: HelperTerms(
            account: world.stranger, limits: SpendingLimits(perPayment: 0, perDay: 0), categories: []))))
    let before = holdings(world)
    for step in 0..<120 {
      test.apply(attack(world, &random))
      for entry in openRecoveries(of: world) where Bool.random(using: &random) || isLastChance(entry, world) {
        test.apply([world.veto(entry, device: 1)])
      }
      test.now = test.now.advanced(by: Int64.random(in: 0...BlockTime.day, using: &random))
      #expect(holdings(world) == before, "seed \(run), step \(step): money moved")
      #expect(
        world.liveKeys.prefix(2) == world.oldKeys.prefix(2), "seed \(run), step \(step): the owner's keys changed")
    }
  }

  /// Its own rupiah, and what its and everybody's vouchers have been spent on.
  private func holdings(_ world: RecoveryWorld) -> [Int64] {
    [world.test.state.money.free(of: world.owner)] + world.test.state.series.map(\.fund.spent)
  }

  private func openRecoveries(of world: RecoveryWorld) -> [UInt64] {
    world.test.state.recoveryRows(of: world.owner).map { world.test.state.recoveries.rows[$0] }
      .filter(\.status.isOpen).map(\.entry)
  }

  /// Within a day of the lock's end, the owner objects for certain.
  private func isLastChance(_ entry: UInt64, _ world: RecoveryWorld) -> Bool {
    let row = world.test.state.recoveries.rows[world.test.state.recoveries.row(ofEntry: entry)!]
    return row.due.milliseconds - world.test.now.milliseconds <= 2 * BlockTime.day
  }

  private func attack(_ world: RecoveryWorld, _ random: inout SplitMix64) -> [VerifiedCommand] {
    let test = world.test
    let key = TestLedger.key(world.owner, device: UInt8.random(in: 210...214, using: &random))
    let personal = Action.everyPersonal(account: world.owner, other: world.stranger, key: key)
    let official = [
      Action.reissue(account: world.owner, key: key, attestation: .none, evidence: .zero, lost: [0, 1]),
      .claim(account: world.owner, key: key),
      .confirmReissue(recovery: openRecoveries(of: world).first ?? 0, evidence: .zero),
      .decideReissue(recovery: openRecoveries(of: world).first ?? 0, proceeds: true),
    ]
    switch Int.random(in: 0..<5, using: &random) {
    case 0: return [test.command(world.owner, device: 2, personal.randomElement(using: &random)!)]
    case 1: return [test.command(world.stranger, personal.randomElement(using: &random)!)]
    case 2: return [world.recover(0, key: key)]
    case 3:
      let proposal = world.propose(.identity, official.randomElement(using: &random)!)
      test.apply([proposal])
      return [world.approve(.identity, proposal)]
    default:
      return [
        test.command(
          TestAgency.ministry.account, key: TestAgency.ministry.key, official.randomElement(using: &random)!)
      ]
    }
  }
}
