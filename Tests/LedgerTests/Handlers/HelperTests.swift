import Ledger
import Model
import Records
import Signing
import Testing

/// A relative's key, and a card: what they may do, and above all what they may not.
@Suite struct HelperTests {
  /// The helper is device 2: it buys food, 60 at a time and 100 a day.
  private func world(categories: [MerchantCategory] = [Market.food], account: AccountNumber? = nil) -> RecoveryWorld {
    let world = RecoveryWorld()
    world.test.accept(
      world.test.command(
        world.owner,
        .addHelper(
          key: TestLedger.key(world.owner, device: 2), label: "Siti",
          terms: HelperTerms(
            account: account ?? world.stranger, limits: SpendingLimits(perPayment: 60, perDay: 100),
            categories: categories))))
    return world
  }

  private func pay(_ world: RecoveryWorld, _ shop: AccountNumber, _ amount: Int64) -> VerifiedCommand {
    world.test.command(world.owner, device: 2, .pay(merchant: shop, amount: Rupiah(amount), basket: []))
  }

  @Test func aHelperPaysWithinItsTermsAndIsSeen() {
    let world = world()
    world.test.accept(pay(world, world.market.grocer, 60))
    #expect(world.test.receipts.first?.mover == .helper)
    #expect(world.test.receipts.first?.credential == 2)
    world.test.refuseFinally(pay(world, world.market.grocer, 61), .abovePaymentLimit)
    world.test.refuseFinally(pay(world, world.market.grocer, 41), .aboveDayLimit)
    world.test.accept(pay(world, world.market.grocer, 40))
    world.test.refuseFinally(pay(world, world.market.bookshop, 1), .notForHelper)
  }

  @Test func aHelperDoesNotSpendInItsOwnShop() {
    let world = world(categories: [])
    let shop = world.test.openShop("helper's", Market.food, owner: world.stranger)
    world.test.refuseFinally(pay(world, shop, 1), .ownShop)
    world.test.refuseFinally(pay(world, world.market.ownShop, 1), .ownShop)
    world.test.accept(pay(world, world.market.grocer, 1))
  }

  @Test func aHelperCanDoNothingElse() {
    let world = world()
    let test = world.test
    let others = Action.everyPersonal(account: world.owner, other: world.stranger, key: world.newKey)
    for action in others {
      if case .pay = action { continue }
      test.refuseFinally(test.command(world.owner, device: 2, action), .notForThisCredential)
    }
  }

  @Test func aCardChangesNoCredential() {
    let world = world()
    let test = world.test
    let others = Action.everyPersonal(account: world.owner, other: world.stranger, key: world.newKey)
    for action in others where !CredentialUse.card.permits(action) {
      test.refuseFinally(test.command(world.owner, device: 1, action), .notForThisCredential)
    }
    test.accept(world.transfer(1, device: 1))
    test.accept(test.command(world.owner, device: 1, .freeze))
    test.accept(test.command(world.owner, device: 1, .unfreeze))
  }

  @Test func aCardAndAHelperAreNotLeftAlone() {
    let world = world()
    let test = world.test
    test.refuseFinally(test.command(world.owner, .removeCredential(number: 0)), .lastCredential)
    test.accept(test.command(world.owner, .addCredential(key: world.newKey)))
    test.accept(test.command(world.owner, .removeCredential(number: 0)))
    test.refuseFinally(
      test.command(world.owner, key: world.newKey, credential: 3, .removeCredential(number: 3)), .lastCredential)
  }

  @Test func helpersAreRefusedWithTheirReason() {
    let world = world()
    func add(_ key: PublicKey, _ limit: Int64) -> Action {
      .addHelper(
        key: key, label: "",
        terms: HelperTerms(
          account: nil, limits: SpendingLimits(perPayment: Rupiah(limit), perDay: Rupiah(limit)), categories: []))
    }
    world.test.refuseFinally(
      world.test.command(world.owner, add(TestLedger.key(world.owner, device: 2), 1)), .keyAlreadyUsed)
    world.test.refuseFinally(world.test.command(world.owner, add(world.newKey, 10_000_001)), .limitTooHigh)
    world.test.refuseFinally(world.test.command(.bank, add(world.newKey, 1)), .notAFamily)
    let limits = SpendingLimits(perPayment: 1, perDay: 1)
    for nobody in [TestAgency.bank.account, world.market.grocer, AccountNumber(4_000_000_000), AccountNumber(.max - 1)]
    {
      let terms = HelperTerms(account: nobody, limits: limits, categories: [])
      world.test.refuseFinally(
        world.test.command(world.owner, .addHelper(key: world.newKey, label: "", terms: terms)), .notAFamily)
    }
  }

  @Test func theOwnerTakesAHelperAway() {
    let world = world()
    world.test.accept(world.test.command(world.owner, .removeCredential(number: 2)))
    world.test.refuseForNow(pay(world, world.market.grocer, 1), .credentialRevoked)
  }
}

extension Action {
  /// One of every action a person could try on an account.
  static func everyPersonal(account: AccountNumber, other: AccountNumber, key: PublicKey) -> [Action] {
    let terms = HelperTerms(account: nil, limits: SpendingLimits(perPayment: 1, perDay: 1), categories: [])
    let guardian = GuardianProof(blind: .none, index: 0, siblings: [])
    return [
      .addCredential(key: key), .removeCredential(number: 0),
      .setGuardians(threshold: 1, count: 1, commitment: .zero), .freeze, .unfreeze, .erase(account: account),
      .addHelper(key: key, label: "", terms: terms), .setLimits(credential: 2, limits: .none),
      .recover(account: account, key: key, guardian: guardian), .vetoRecovery(recovery: 1),
      .freezeWard(account: other, guardian: guardian), .pay(merchant: other, amount: 1, basket: []),
      .transfer(to: other, amount: 1), .cashOut(agent: other, amount: 1, fee: 0),
    ]
  }
}
