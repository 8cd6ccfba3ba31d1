import Ledger
import Model
import Records
import Signing
import Testing

/// Getting back in with the help of guardians, and what guardians cannot do.
@Suite struct GuardianTests {
  @Test func enoughGuardiansBringANewKeyAfterThreeDays() {
    let world = RecoveryWorld()
    let entry = world.test.accept(world.recover(0))
    #expect(world.test.receipts.map(\.kind) == [.recoveryStarted])
    #expect(world.status(entry) == .collecting)
    world.test.accept(world.recover(1))
    #expect(world.test.receipts.map(\.kind) == [.recoveryJoined, .recoveryLocked])
    #expect(world.status(entry) == .locked)
    let money = world.test.state.money.free(of: world.owner)
    world.pass(3 * BlockTime.day - 1)
    world.test.apply()
    #expect(world.liveKeys == world.oldKeys)
    world.pass(1)
    world.test.apply()
    #expect(world.test.receipts.map(\.kind) == [.credentialRemoved, .credentialRemoved, .recovered])
    #expect(world.status(entry) == .done)
    #expect(world.liveKeys == [world.newKey])
    #expect(world.test.state.money.free(of: world.owner) == money, "credentials change, money does not")
    world.test.refuseForNow(world.transfer(1), .credentialRevoked)
    world.test.accept(
      world.test.command(
        world.owner, key: world.newKey, credential: 2, .transfer(to: world.stranger, amount: 1)))
  }

  @Test func aVetoInTheLastBlockWins() {
    for device in [0, 1] as [UInt8] {
      let world = RecoveryWorld()
      let entry = world.test.accept(world.recover(0))
      world.test.accept(world.recover(2))
      world.pass(3 * BlockTime.day)
      // The very block in which the key would come.
      world.test.accept(world.veto(entry, device: device))
      #expect(world.test.receipts.map(\.kind) == [.recoveryVetoed])
      #expect(world.status(entry) == .vetoed)
      #expect(world.liveKeys == world.oldKeys)
      world.pass(30 * BlockTime.day)
      world.test.apply()
      #expect(world.liveKeys == world.oldKeys)
      world.test.refuseFinally(world.veto(entry), .recoveryClosed)
    }
  }

  @Test func maturityWaitsForBlocksThatHearCommands() {
    let world = RecoveryWorld { $0.maturityBlocks = 2 }
    let entry = world.test.accept(world.recover(0))
    world.test.accept(world.recover(1))
    world.pass(4 * BlockTime.day)
    for _ in 0..<5 { world.test.apply() }
    #expect(world.status(entry) == .locked, "empty blocks hear nobody")
    world.test.topUp(world.stranger, 1)
    world.test.topUp(world.stranger, 1)
    #expect(world.status(entry) == .done)
  }

  @Test func anOutageDoesNotShortenTheOwnersTime() {
    let world = RecoveryWorld { $0.outage = BlockTime.hour }
    let entry = world.test.accept(world.recover(0))
    world.test.accept(world.recover(1))
    world.pass(3 * BlockTime.day)
    world.test.apply()
    #expect(world.status(entry) == .locked)
    world.test.accept(world.veto(entry))
    #expect(world.liveKeys == world.oldKeys)
  }

  @Test func guardiansAreRefusedWithTheirReason() {
    let world = RecoveryWorld()
    let test = world.test
    func recover(_ by: AccountNumber, _ account: AccountNumber, _ key: PublicKey, _ proof: GuardianProof?)
      -> VerifiedCommand
    {
      test.command(by, .recover(account: account, key: key, guardian: proof))
    }
    let (guardian, good) = (world.guardians[0], world.proof(0))
    test.refuseFinally(recover(guardian, AccountNumber(9_999), world.newKey, good), .notAFamily)
    test.refuseFinally(recover(guardian, world.market.bookshop, world.newKey, good), .notAFamily)
    test.refuseFinally(recover(guardian, world.stranger, world.newKey, good), .noGuardians)
    test.refuseFinally(recover(world.stranger, world.owner, world.newKey, good), .notAGuardian)
    test.refuseFinally(recover(guardian, world.owner, world.newKey, nil), .notPermitted)
    test.refuseFinally(recover(guardian, world.owner, world.oldKeys[0], good), .keyAlreadyUsed)
    // Every part of the proof counts, each hash in every byte.
    for bad in damaged(good) { test.refuseFinally(recover(guardian, world.owner, world.newKey, bad), .notAGuardian) }
    test.accept(world.recover(0))
    test.refuseFinally(world.recover(0), .alreadySupports)
    test.refuseFinally(world.recover(0, key: TestLedger.key(world.owner, device: 201)), .alreadySupports)
    test.accept(world.recover(1))
    test.refuseFinally(world.recover(2), .recoveryClosed)
    #expect(world.liveKeys == world.oldKeys)
  }

  private func damaged(_ proof: GuardianProof) -> [GuardianProof] {
    var all: [GuardianProof] = [
      GuardianProof(blind: proof.blind, index: 1, siblings: proof.siblings),
      GuardianProof(blind: proof.blind, index: 3, siblings: proof.siblings),
      GuardianProof(blind: proof.blind, index: 255, siblings: proof.siblings),
      GuardianProof(blind: proof.blind, index: 0, siblings: []),
      GuardianProof(blind: proof.blind, index: 0, siblings: proof.siblings + [.zero]),
      GuardianProof(blind: Salt(high: proof.blind.high ^ 1, low: proof.blind.low), index: 0, siblings: proof.siblings),
    ]
    for place in proof.siblings.indices {
      for byte in 0..<Digest.byteCount {
        var siblings = proof.siblings
        var bytes = siblings[place].bytes
        bytes[byte] ^= 0x80
        siblings[place] = Digest(bytes: bytes)!
        all.append(GuardianProof(blind: proof.blind, index: 0, siblings: siblings))
      }
    }
    return all
  }

  @Test func oneGuardianAloneGetsNowhere() {
    let world = RecoveryWorld()
    let entry = world.test.accept(world.recover(0))
    world.pass(7 * BlockTime.day)
    world.test.apply()
    #expect(world.test.receipts.map(\.kind) == [.recoveryLapsed])
    #expect(world.status(entry) == .lapsed)
    #expect(world.liveKeys == world.oldKeys)
  }

  @Test func guardiansForDifferentKeysDoNotAddUp() {
    let world = RecoveryWorld()
    let first = world.test.accept(world.recover(0))
    let second = world.test.accept(world.recover(1, key: TestLedger.key(world.owner, device: 201)))
    #expect(world.status(first) == .collecting && world.status(second) == .collecting)
    // The third decides; the other one lapses when the key comes.
    world.test.accept(world.recover(2))
    #expect(world.status(first) == .locked)
    world.pass(3 * BlockTime.day)
    world.test.apply()
    #expect(world.status(first) == .done && world.status(second) == .lapsed)
    #expect(world.liveKeys == [world.newKey])
  }

  @Test func guardiansStayTheSameDuringARecovery() {
    let world = RecoveryWorld()
    let set = Action.setGuardians(threshold: 1, count: 1, commitment: .zero)
    let entry = world.test.accept(world.recover(0))
    world.test.refuseFinally(world.test.command(world.owner, set), .recoveryOpen)
    world.test.refuseFinally(world.test.command(world.owner, device: 1, set), .notForThisCredential)
    world.test.accept(world.recover(1))
    world.test.refuseFinally(world.test.command(world.owner, set), .recoveryOpen)
    world.test.accept(world.veto(entry))
    world.test.accept(world.test.command(world.owner, set))
  }

  @Test func spendingIsCappedWhileTheKeyIsOnItsWay() {
    let world = RecoveryWorld()
    world.test.accept(world.transfer(200_000))
    world.test.accept(world.recover(0))
    world.test.accept(world.transfer(200_000))
    let entry = world.test.accept(world.recover(1))
    #expect(entry > 0)
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
    world.pass(BlockTime.day)
    world.test.accept(world.transfer(200_000))
    world.test.refuseFinally(world.transfer(50_001, device: 1), .aboveDayLimit)
    world.test.accept(world.transfer(50_000, device: 1))
    world.test.refuseFinally(world.transfer(1), .aboveDayLimit)
  }

  @Test func aCardAsksForANewPhone() {
    let world = RecoveryWorld()
    let action = Action.recover(account: world.owner, key: world.newKey, guardian: nil)
    let entry = world.test.accept(world.test.command(world.owner, device: 1, action))
    #expect(world.test.receipts.map(\.kind) == [.recoveryStarted, .recoveryLocked])
    world.test.refuseFinally(
      world.test.command(
        world.owner, device: 1,
        .recover(account: world.owner, key: TestLedger.key(world.owner, device: 201), guardian: nil)), .recoveryOpen)
    world.pass(3 * BlockTime.day)
    world.test.apply()
    #expect(world.status(entry) == .done)
    #expect(world.liveKeys == [world.newKey])
  }

  @Test func aGuardianFreezesOnceAMonth() {
    let world = RecoveryWorld()
    func freeze(_ guardian: Int) -> VerifiedCommand {
      world.test.command(
        world.guardians[guardian], .freezeWard(account: world.owner, guardian: world.proof(guardian)))
    }
    world.test.refuseFinally(
      world.test.command(world.stranger, .freezeWard(account: world.owner, guardian: world.proof(0))), .notAGuardian)
    world.test.accept(freeze(0))
    #expect(world.test.receipts.map(\.other) == [world.guardians[0]])
    world.test.refuseFinally(world.transfer(1), .accountFrozen)
    // Whoever holds the phone cannot lift it, nor change the locks.
    world.test.refuseFinally(world.test.command(world.owner, .unfreeze), .notYourFreeze)
    world.test.refuseFinally(world.test.command(world.owner, .removeCredential(number: 1)), .accountFrozen)
    world.test.refuseFinally(
      world.test.command(world.owner, .addCredential(key: world.newKey)), .accountFrozen)
    world.test.refuseFinally(freeze(1), .accountFrozen)
    world.pass(7 * BlockTime.day)
    world.test.accept(world.transfer(1))
    world.test.refuseFinally(freeze(1), .frozenRecently)
    world.pass(23 * BlockTime.day)
    world.test.accept(freeze(1))
  }
}
