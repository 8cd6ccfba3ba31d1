import Coding
import Rules
import Signing

extension Action: CBORDecodable {
  public init(from r: inout CBORReader) throws(CodingError) {
    let count = try r.array(max: 6)
    let number: UInt64 = try r.unsigned()
    switch (number, count) {
    case (16, 4):
      self = .register(
        sealed: try r.digest(), key: try PublicKey(from: &r), attestation: try Attestation(from: &r))
    case (17, 3): self = .registerBatch(count: try r.unsigned(), root: try r.digest())
    case (18, 3): self = .changeFamily(account: try AccountNumber(from: &r), sealed: try r.digest())
    case (19, 4):
      self = .claim(
        account: try AccountNumber(from: &r), key: try PublicKey(from: &r), attestation: try Attestation(from: &r))
    case (20, 4):
      self = .addCredential(key: try PublicKey(from: &r), use: try r.use(), label: try r.label())
    case (21, 2): self = .removeCredential(number: try r.unsigned())
    case (22, 4):
      self = .setGuardians(threshold: try r.unsigned(), count: try r.unsigned(), commitment: try r.digest())
    case (23, 1): self = .freeze
    case (24, 1): self = .unfreeze
    case (25, 2): self = .erase(account: try AccountNumber(from: &r))
    case (26, 4):
      self = .addHelper(key: try PublicKey(from: &r), label: try r.label(), terms: try HelperTerms(from: &r))
    case (27, 3): self = .setLimits(credential: try r.unsigned(), limits: try SpendingLimits(from: &r))
    case (28, 4):
      self = .attestCredential(
        account: try AccountNumber(from: &r), credential: try r.unsigned(), attestation: try Attestation(from: &r))
    case (29, 3): self = .correctPerson(old: try Nullifier(from: &r), new: try Nullifier(from: &r))
    case (32, 4):
      self = .recover(
        account: try AccountNumber(from: &r), key: try PublicKey(from: &r), guardian: try r.optional())
    case (33, 2): self = .vetoRecovery(recovery: try r.unsigned())
    case (34, 6):
      self = .reissue(
        account: try AccountNumber(from: &r), key: try PublicKey(from: &r), attestation: try Attestation(from: &r),
        evidence: try r.digest(), lost: try r.list(max: 8) { r throws(CodingError) in try r.unsigned() })
    case (35, 3): self = .confirmReissue(recovery: try r.unsigned(), evidence: try r.digest())
    case (36, 3): self = .decideReissue(recovery: try r.unsigned(), proceeds: try r.bool())
    case (37, 3):
      self = .freezeWard(account: try AccountNumber(from: &r), guardian: try GuardianProof(from: &r))
    case (48, 3): self = .issue(amount: try r.money(), deposit: try r.name())
    case (49, 3): self = .redeem(amount: try r.money(), deposit: try r.name())
    case (50, 4):
      self = .pay(
        merchant: try AccountNumber(from: &r), amount: try r.money(), basket: try r.list(BasketItem.self, max: 32))
    case (51, 3): self = .transfer(to: try AccountNumber(from: &r), amount: try r.money())
    case (52, 3): self = .refund(payment: try r.unsigned(), amount: try r.money())
    case (53, 4): self = .cashOut(agent: try AccountNumber(from: &r), amount: try r.money(), fee: try r.money())
    case (54, 3): self = .allocate(to: try AccountNumber(from: &r), amount: try r.money())
    case (55, 4): self = .cashIn(to: try AccountNumber(from: &r), amount: try r.money(), deposit: try r.name())
    case (64, 3):
      self = .registerMerchant(
        key: try PublicKey(from: &r), shop: try Shop(from: &r))
    case (65, 4):
      self = .license(
        merchant: try AccountNumber(from: &r), licences: try r.list(max: 8) { r throws(CodingError) in try r.name() },
        cashAgent: try r.bool())
    case (66, 3): self = .suspend(merchant: try AccountNumber(from: &r), suspended: try r.bool())
    case (67, 3): self = .paySupplier(supplier: try AccountNumber(from: &r), amount: try r.money())
    case (68, 2): self = .requestSettlement(amount: try r.money())
    case (69, 3): self = .confirmSettlement(request: try r.unsigned(), settled: try r.bool())
    case (80, 2): self = .proposeProgramme(document: try r.bytes(max: Programme.maximumBytes))
    case (81, 2): self = .activate(programme: try ProgrammeID(from: &r))
    case (82, 3): self = .fund(series: try r.name(), amount: try r.money())
    case (83, 3): self = .supersede(old: try ProgrammeID(from: &r), new: try ProgrammeID(from: &r))
    case (84, 2): self = .retire(series: try r.name())
    case (85, 4): self = .hold(series: try r.name(), cycle: try r.name(), until: try BlockTime(from: &r))
    case (86, 3): self = .returnUnspent(series: try r.name(), amount: try r.money())
    case (96, 2): self = .registerSchema(schema: try FactSchema(from: &r))
    case (97, 3): self = .attest(schema: try r.name(), sealed: try r.digest())
    case (98, 4): self = .attestBatch(schema: try r.name(), count: try r.unsigned(), root: try r.digest())
    case (99, 4):
      self = .attestEvent(
        feed: try r.name(), values: try r.bytes(max: Programme.maximumBytes), regions: try r.list(Region.self, max: 256)
      )
    case (100, 4):
      self = .retract(schema: try r.name(), subject: try FactSubject(from: &r), sealed: try r.digest())
    case (101, 2): self = .retractEvent(event: try r.unsigned())
    case (112, 2): self = .setParameters(try Parameters(from: &r))
    case (113, 4):
      self = .rotateAgency(
        agency: try AccountNumber(from: &r), officers: try r.list(PublicKey.self, max: 32), threshold: try r.unsigned())
    case (114, 3): self = .upgradeProtocol(version: try r.unsigned(), height: try r.unsigned())
    case (115, 2): self = .advanceClock(to: try BlockTime(from: &r))
    case (116, 3): self = .suspendOfficer(credential: try r.unsigned(), suspended: try r.bool())
    case (120, 2):
      self = .propose(try r.nested { r throws(CodingError) in try Action(from: &r) })
    case (121, 3): self = .approve(proposal: try CommandID(from: &r), epoch: try r.unsigned())
    case (176, 6):
      self = .appeal(
        account: try AccountNumber(from: &r), person: try r.optional(), series: try r.name(),
        cycle: try r.name(max: 128), sealed: try r.digest())
    case (177, 4):
      self = .answerAppeal(appeal: try r.unsigned(), answer: try AppealAnswer(from: &r), sealed: try r.digest())
    case (178, 3): self = .confirmException(appeal: try r.unsigned(), rule: try r.unsigned())
    default: throw r.error(.unknownCase(number))
    }
  }
}

extension CBORReader {
  /// What a further credential is for. A helper is added with its terms, by an action of its own.
  fileprivate mutating func use() throws(CodingError) -> CredentialUse {
    let use = try choice(CredentialUse.self)
    guard use != .helper else { throw error(.unknownCase(UInt64(use.rawValue))) }
    return use
  }

  fileprivate mutating func label() throws(CodingError) -> Text { try name(max: 24) }

  /// An amount of money in a command: never negative. Whether it may be zero is for the ledger to say.
  fileprivate mutating func money() throws(CodingError) -> Rupiah {
    let amount = try Rupiah(from: &self)
    guard amount >= .zero else { throw error(.outOfRange) }
    return amount
  }
}

extension BasketItem: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(2)
    category.encode(to: &w)
    amount.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 2)
    self.init(category: try MerchantCategory(from: &r), amount: try r.money())
  }
}

extension Shop: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(4)
    w.name(name)
    region.encode(to: &w)
    category.encode(to: &w)
    w.optional(owner)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 4)
    self.init(
      name: try r.name(max: 100), region: try Region(from: &r), category: try MerchantCategory(from: &r),
      owner: try r.optional())
  }
}

extension ProgrammeID: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.digest(digest) }
  public init(from r: inout CBORReader) throws(CodingError) { digest = try r.digest() }
}
