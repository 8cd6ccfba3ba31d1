import Ledger
import Model
import Records
import Signing
import Testing

/// What credentials may spend.
@Suite struct LimitTests {
  private func world(_ limits: SpendingLimits = SpendingLimits(perPayment: 1_000, perDay: 1_500)) -> RecoveryWorld {
    RecoveryWorld { $0.tierLimits = [limits, SpendingLimits(perPayment: 5_000, perDay: 9_000), .none] }
  }

  private func set(_ world: RecoveryWorld, _ perPayment: Int64, _ perDay: Int64, of credential: UInt16 = 0)
    -> VerifiedCommand
  {
    world.test.command(
      world.owner,
      .setLimits(
        credential: credential, limits: SpendingLimits(perPayment: Rupiah(perPayment), perDay: Rupiah(perDay))))
  }

  @Test func aTiersLimitsHoldToTheRupiah() {
    let world = world()
    world.test.refuseFinally(world.transfer(1_001), .abovePaymentLimit)
    world.test.accept(world.transfer(1_000))
    world.test.refuseFinally(world.transfer(501), .aboveDayLimit)
    world.test.accept(world.transfer(500))
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
    // Midnight in western Indonesia, not in Greenwich.
    let midnight = TestLedger.time("2026-02-11")
    world.test.now = midnight.advanced(by: -1)
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
    world.test.now = midnight
    world.test.accept(world.transfer(1_000))
  }

  @Test func anotherCredentialBringsNoOtherLimit() {
    let world = world()
    world.test.accept(world.transfer(1_000))
    world.test.refuseFinally(world.transfer(501, device: 1), .aboveDayLimit)
    world.test.accept(world.transfer(500, device: 1))
    world.test.accept(world.test.command(world.owner, .addCredential(key: world.newKey)))
    world.test.refuseFinally(
      world.test.command(world.owner, key: world.newKey, credential: 2, .transfer(to: world.stranger, amount: 1)),
      .aboveDayLimit)
  }

  @Test func aNewKeyHasNoMoreThanItsMakerForADay() {
    let world = world()
    let test = world.test
    test.accept(set(world, 50, 80))
    func helper(_ perPayment: Int64, _ perDay: Int64) -> Action {
      let limits = SpendingLimits(perPayment: Rupiah(perPayment), perDay: Rupiah(perDay))
      return .addHelper(
        key: TestLedger.key(world.owner, device: 9), label: "",
        terms: HelperTerms(account: nil, limits: limits, categories: []))
    }
    test.refuseFinally(test.command(world.owner, helper(51, 80)), .limitTooHigh)
    test.refuseFinally(test.command(world.owner, helper(50, 81)), .limitTooHigh)
    test.accept(test.command(world.owner, helper(50, 80)))
    test.accept(test.command(world.owner, .addCredential(key: world.newKey, label: "tablet")))
    func pay(_ amount: Int64) -> VerifiedCommand {
      test.command(
        world.owner, key: world.newKey, credential: 3, .transfer(to: world.stranger, amount: Rupiah(amount)))
    }
    test.refuseFinally(pay(51), .abovePaymentLimit)
    test.accept(pay(50))
    test.refuseFinally(pay(31), .aboveDayLimit)
    world.pass(test.genesis.parameters.loosening)
    test.accept(pay(1_000))
    // Whoever had the tier's limits gives the tier's.
    let row = test.state.credentialRow(world.owner, 1)!
    #expect(test.state.limits(ofCredentialRow: row, at: test.now) == SpendingLimits(perPayment: 1_000, perDay: 1_500))
  }

  @Test func payingAndCashCountTowardsTheSameDay() {
    let world = world(SpendingLimits(perPayment: 100, perDay: 150))
    let market = world.market
    world.test.refuseFinally(market.pay(market.grocer, 101), .abovePaymentLimit)
    world.test.accept(market.pay(market.grocer, 100))
    func cash(_ amount: Int64, fee: Int64) -> VerifiedCommand {
      world.test.command(
        market.family, .cashOut(agent: market.agent, amount: Rupiah(amount), fee: Rupiah(fee)))
    }
    world.test.refuseFinally(cash(49, fee: 2), .aboveDayLimit)
    world.test.accept(cash(48, fee: 2))
    world.test.refuseFinally(market.pay(market.grocer, 1), .aboveDayLimit)
  }

  @Test func tighteningHoldsAtOnceAndLooseningWaitsADay() {
    let world = world()
    world.test.accept(set(world, 100, 150))
    world.test.refuseFinally(world.transfer(101), .abovePaymentLimit)
    world.test.accept(world.transfer(100))
    world.test.accept(set(world, 1_000, 1_500))
    world.test.refuseFinally(world.transfer(51), .aboveDayLimit)
    world.pass(BlockTime.day - 1)
    world.test.refuseFinally(world.transfer(101), .abovePaymentLimit)
    world.pass(1)
    world.test.accept(world.transfer(1_000))
  }

  @Test func aMixedChangeTightensAtOnceAndLoosensLater() {
    let world = world()
    world.test.accept(set(world, 500, 600))
    // One part tighter, one looser.
    world.test.accept(set(world, 100, 1_500))
    world.test.refuseFinally(world.transfer(101), .abovePaymentLimit)
    for _ in 0..<6 { world.test.accept(world.transfer(100)) }
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
    world.pass(BlockTime.day)
    for _ in 0..<15 { world.test.accept(world.transfer(100)) }
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
  }

  @Test func looseningIsTakenBackByTightening() {
    let world = world()
    world.test.accept(set(world, 10, 20))
    world.test.accept(set(world, 1_000, 1_500))
    world.test.accept(set(world, 10, 20))
    world.pass(2 * BlockTime.day)
    world.test.refuseFinally(world.transfer(11), .abovePaymentLimit)
  }

  @Test func limitsAreRefusedWithTheirReason() {
    let world = world()
    world.test.refuseFinally(set(world, 1_001, 1_500), .limitTooHigh)
    world.test.refuseFinally(set(world, 1_000, 1_501), .limitTooHigh)
    world.test.refuseForNow(set(world, 1, 1, of: 9), .unknownCredential)
    world.test.refuseFinally(
      world.test.command(.bank, .setLimits(credential: 0, limits: .none)), .notAFamily)
    world.test.refuseFinally(
      world.test.command(world.owner, device: 1, .setLimits(credential: 1, limits: .none)), .notForThisCredential)
  }

  @Test func theAuthoritysWordRaisesATier() {
    let world = world()
    let attestation = Attestation(tier: .platform, chain: SHA256.hash([1]))
    func attest(_ credential: UInt16, _ attestation: Attestation) -> Action {
      .attestCredential(account: world.owner, credential: credential, attestation: attestation)
    }
    world.test.refuseFinally(world.test.command(world.owner, attest(0, attestation)), .notPermitted)
    world.test.refuseFinally(world.test.command(.identity, attest(1, attestation)), .tierNotHigher)
    world.test.refuseFinally(world.test.command(.identity, attest(0, .none)), .tierNotHigher)
    world.test.refuseForNow(world.test.command(.identity, attest(7, attestation)), .unknownCredential)
    world.test.accept(world.test.command(.identity, attest(0, attestation)))
    #expect(world.test.receipts.map(\.kind) == [.credentialAttested])
    world.test.accept(world.transfer(5_000))
    world.test.refuseFinally(world.transfer(1_001, device: 1), .abovePaymentLimit)
  }
}
