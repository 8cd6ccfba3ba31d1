import Coding
import Model
import Testing

@Suite struct ActionTests {
  @Test(arguments: Sample.actions)
  func isEncodedOneWay(_ action: Action) throws {
    expectCodecLaws(action)
    var reader = CBORReader(action.encoded)
    _ = try reader.array(max: 6)
    #expect(try reader.unsigned() == number(action))
  }

  @Test func everyCaseHasItsNumber() {
    let numbers = Sample.actions.map(number)
    #expect(numbers == numbers.sorted())
    #expect(
      numbers == Array(16...29) + Array(32...37) + Array(48...55) + Array(64...69) + Array(80...86) + Array(96...101)
        + Array(112...116)
        + [120, 121] + Array(176...178))
  }

  @Test(arguments: [UInt64(0), 15, 30, 38, 47, 55, 128, 159, 176, 191, .max])
  func reservedNumbersMeanNothing(_ number: UInt64) {
    var writer = CBORWriter()
    writer.array(1)
    writer.unsigned(number)
    #expect(throws: CodingError(.unknownCase(number), at: 1)) { try Action(encoded: writer.bytes) }
  }

  @Test func refusesNegativeMoney() {
    for action in [Action.transfer(to: Sample.account, amount: -1), .issue(amount: -1, deposit: "x")] {
      #expect(throws: CodingError.self) { try Action(encoded: action.encoded) }
    }
  }

  @Test func refusesProposalsInProposalsWithoutEnd() {
    var action = Action.freeze
    for _ in 0..<100 { action = .propose(action) }
    #expect(throws: CodingError.self) { try Action(encoded: action.encoded) }
  }

  @Test func countsWhatTravelsSealed() {
    #expect(Action.registerBatch(count: 7, root: Sample.digest).sealedCount == 7)
    #expect(Action.attest(schema: "x/1", sealed: Sample.digest).sealedCount == 1)
    #expect(Action.freeze.sealedCount == 0)
  }

  @Test(arguments: Sample.actions)
  func travelsInACommand(_ action: Action) {
    let command = Command(
      network: Sample.network, account: Sample.account, credential: 1, sequence: 1 << 33, validUntil: Sample.time,
      nonce: Sample.salt, action: action)
    expectCodecLaws(command)
  }

  /// The case's number on the wire. A new case does not compile until it has one, and a sample.
  private func number(_ action: Action) -> UInt64 {
    switch action {
    case .register: 16
    case .registerBatch: 17
    case .changeFamily: 18
    case .claim: 19
    case .addCredential: 20
    case .removeCredential: 21
    case .setGuardians: 22
    case .freeze: 23
    case .unfreeze: 24
    case .erase: 25
    case .addHelper: 26
    case .setLimits: 27
    case .attestCredential: 28
    case .correctPerson: 29
    case .recover: 32
    case .vetoRecovery: 33
    case .reissue: 34
    case .confirmReissue: 35
    case .decideReissue: 36
    case .freezeWard: 37
    case .issue: 48
    case .redeem: 49
    case .pay: 50
    case .transfer: 51
    case .refund: 52
    case .cashOut: 53
    case .allocate: 54
    case .cashIn: 55
    case .registerMerchant: 64
    case .license: 65
    case .suspend: 66
    case .paySupplier: 67
    case .requestSettlement: 68
    case .confirmSettlement: 69
    case .proposeProgramme: 80
    case .activate: 81
    case .fund: 82
    case .supersede: 83
    case .retire: 84
    case .hold: 85
    case .returnUnspent: 86
    case .registerSchema: 96
    case .attest: 97
    case .attestBatch: 98
    case .attestEvent: 99
    case .retract: 100
    case .retractEvent: 101
    case .setParameters: 112
    case .rotateAgency: 113
    case .upgradeProtocol: 114
    case .advanceClock: 115
    case .suspendOfficer: 116
    case .propose: 120
    case .approve: 121
    case .appeal: 176
    case .answerAppeal: 177
    case .confirmException: 178
    }
  }
}
