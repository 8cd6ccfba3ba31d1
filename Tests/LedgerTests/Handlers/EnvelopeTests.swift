import Ledger
import Model
import Records
import Signing
import Testing

/// What every command must show before its action is looked at, and what becomes of its lane.
@Suite struct EnvelopeTests {
  private func market() -> (TestLedger, AccountNumber) {
    let test = TestLedger.world()
    let family = test.register([1])
    test.claim(family)
    return (test, family)
  }

  /// A command with one thing wrong, or several.
  private func forged(
    _ test: TestLedger, _ account: AccountNumber, key: PublicKey? = nil, credential: UInt16 = 0,
    network: NetworkID? = nil, sequence: UInt64 = 0, validFor: Int64 = BlockTime.hour, _ action: Action = .freeze,
    sealed: [SealedSlot] = []
  ) -> VerifiedCommand {
    let key = key ?? TestLedger.key(account)
    let command = Command(
      network: network ?? test.genesis.network, account: account, credential: credential, sequence: sequence,
      validUntil: test.now.advanced(by: validFor), nonce: test.salt(), action: action)
    let signed = COSESign1.message(
      algorithm: key.algorithm, payload: command.encoded,
      signature: Signature(bytes: [UInt8](repeating: 1, count: 64))!)
    let proof = Possession(of: action, by: account) == nil ? [] : signed
    guard let unverified = try? UnverifiedCommand(signed: signed + proof) else { preconditionFailure("malformed") }
    return VerifiedCommand(replaying: unverified, key: key, sealed: sealed)
  }

  @Test func whatIsWrongWithTheEnvelopeIsDropped() {
    let (test, family) = market()
    let other = NetworkID(genesis: SHA256.hash([1]))
    let stranger = TestLedger.key(AccountNumber(77))
    test.refuseForNow(forged(test, family, network: other), .wrongNetwork)
    test.refuseForNow(forged(test, AccountNumber(9_999)), .unknownAccount)
    test.refuseForNow(forged(test, family, credential: 1), .unknownCredential)
    test.refuseForNow(forged(test, family, key: stranger), .keyChanged)
    test.refuseForNow(forged(test, family, sequence: 1), .sequenceAhead)
    test.refuseForNow(forged(test, family, validFor: -1), .expired)
    test.refuseForNow(forged(test, family, validFor: BlockTime.day + 1), .validTooLong)
    // The very limits are good.
    test.accept(forged(test, family, validFor: 0))
    test.accept(forged(test, family, sequence: 1, validFor: BlockTime.day, .unfreeze))
    test.refuseForNow(forged(test, family, sequence: 1, .unfreeze), .sequenceUsed)
  }

  @Test func anAgencysCommandLivesLonger() {
    let (test, _) = market()
    let bank = TestAgency.bank
    let sequence = test.state.lanes[test.state.credentialRow(bank.account, 0)!].next
    func issue(_ life: Int64) -> VerifiedCommand {
      forged(
        test, bank.account, key: bank.key, sequence: sequence, validFor: life, .issue(amount: 1, deposit: "test"))
    }
    test.refuseForNow(issue(30 * BlockTime.day + 1), .validTooLong)
    test.accept(issue(30 * BlockTime.day))
  }

  @Test func theReasonListedFirstIsTheAnswer() {
    let (test, family) = market()
    let other = NetworkID(genesis: SHA256.hash([1]))
    let stranger = TestLedger.key(AccountNumber(77))
    let nobody = AccountNumber(9_999)
    test.refuseForNow(
      forged(test, nobody, key: stranger, credential: 9, network: other, sequence: 9, validFor: -1), .wrongNetwork)
    test.refuseForNow(
      forged(test, nobody, key: stranger, credential: 9, sequence: 9, validFor: -1), .unknownAccount)
    test.refuseForNow(
      forged(test, family, key: stranger, credential: 9, sequence: 9, validFor: -1), .unknownCredential)
    test.refuseForNow(forged(test, family, key: stranger, sequence: 9, validFor: -1), .keyChanged)
    test.refuseForNow(forged(test, family, sequence: 9, validFor: -1), .sequenceAhead)
    test.refuseForNow(forged(test, family, validFor: -1), .expired)
    // A second device is removed: that it was is said before anything about its key.
    test.accept(test.command(family, .addCredential(key: TestLedger.key(family, device: 1))))
    test.accept(test.command(family, .removeCredential(number: 1)))
    test.refuseForNow(forged(test, family, key: stranger, credential: 1, sequence: 9), .credentialRevoked)
  }

  @Test func admissionSaysTheSameBeforeTheBlock() {
    let (test, family) = market()
    func admission(_ command: VerifiedCommand) -> Rejection? {
      test.state.admissionRejection(command.command, key: command.key, at: test.now)
    }
    #expect(admission(forged(test, family)) == nil)
    #expect(admission(forged(test, family, sequence: 1)) == .sequenceAhead)
    #expect(admission(forged(test, family, key: TestLedger.key(family, device: 1))) == .keyChanged)
    #expect(admission(forged(test, family, validFor: -1)) == .expired)
  }

  @Test func sealedBytesMustBeThoseTheCommandNames() {
    let (test, family) = market()
    let identity = TestAgency.identity
    let sequence = test.state.lanes[test.state.credentialRow(identity.account, 0)!].next
    let sealed = test.registration([SHA256.hash([9])])
    let other = test.registration([SHA256.hash([8])])
    let register = Action.register(sealed: sealed.digest, key: TestLedger.key(family + 1))
    func command(_ sealed: Sealed...) -> VerifiedCommand {
      forged(
        test, identity.account, key: identity.key, sequence: sequence, register,
        sealed: sealed.map { SealedSlot(digest: $0.digest, content: $0) })
    }
    test.refuseForNow(command(), .sealedMissing)
    test.refuseForNow(command(sealed, sealed), .sealedMissing)
    test.refuseForNow(command(other), .sealedMismatch)
    // Bytes beside a command that has none.
    let slot = SealedSlot(digest: sealed.digest, content: sealed)
    test.refuseForNow(forged(test, family, .freeze, sealed: [slot]), .sealedMissing)
    test.accept(command(sealed))
  }

  @Test func aRetryFindsTheFirstAnswer() {
    let (test, family) = market()
    let accepted = test.command(family, .freeze)
    #expect(test.state.firstAnswer(to: accepted.id, account: family, credential: 0) == nil)
    let entry = test.accept(accepted)
    #expect(test.state.firstAnswer(to: accepted.id, account: family, credential: 0) == entry)
    test.refuseForNow(accepted, .sequenceUsed)
    #expect(test.state.firstAnswer(to: accepted.id, account: family, credential: 0) == entry)
    #expect(test.state.firstAnswer(to: accepted.id, account: family, credential: 1) == nil)

    let refused = test.command(family, .freeze)
    test.refuseFinally(refused, .accountFrozen)
    let answer = test.state.firstAnswer(to: refused.id, account: family, credential: 0)
    #expect(answer.flatMap { test.receipt($0) }?.code == Rejection.accountFrozen.rawValue)
    #expect(test.state.firstAnswer(to: accepted.id, account: family, credential: 0) == nil, "only the last is kept")
  }

  @Test func eachDeviceHasItsOwnLane() {
    let (test, family) = market()
    test.accept(test.command(family, .addCredential(key: TestLedger.key(family, device: 1))))
    let first = test.command(family, .setGuardians(threshold: 2, count: 3, commitment: .zero))
    let second = test.command(family, device: 1, .setGuardians(threshold: 3, count: 3, commitment: .zero))
    #expect(first.command.sequence == 1 && second.command.sequence == 0)
    let outcomes = test.apply([second, first])
    #expect(outcomes.allSatisfy { if case .accepted = $0 { true } else { false } })
    #expect(test.state.account(family)!.guardianThreshold == 2)
  }

  @Test func commandsOfOneBlockAreHeardInOrder() {
    let (test, family) = market()
    let freeze = test.command(family, .freeze)
    let refused = test.command(family, .setGuardians(threshold: 1, count: 1, commitment: .zero), ahead: 1)
    let unfreeze = test.command(family, .unfreeze, ahead: 2)
    let early = test.command(family, .freeze, ahead: 4)
    let first = test.state.logSize
    #expect(
      test.apply([freeze, refused, early, unfreeze]) == [
        .accepted(entry: first), .rejected(.accountFrozen, entry: first + 1), .dropped(.sequenceAhead),
        .accepted(entry: first + 2),
      ])
    #expect(test.output.block!.commands == 3 && test.output.block!.rejected == 1)
    #expect(test.output.block!.firstEntry == first && test.output.block!.entries == 4)
  }
}
