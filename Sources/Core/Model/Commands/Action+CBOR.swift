import Coding
import Rules
import Signing

extension Action: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    switch self {
    case .register(let sealed, let key):
      w.head(16, count: 3)
      w.digest(sealed)
      key.encode(to: &w)
    case .registerBatch(let count, let root):
      w.head(17, count: 3)
      w.unsigned(count)
      w.digest(root)
    case .changeFamily(let account, let sealed):
      w.head(18, count: 3)
      account.encode(to: &w)
      w.digest(sealed)
    case .claim(let account, let key):
      w.head(19, count: 3)
      account.encode(to: &w)
      key.encode(to: &w)
    case .addCredential(let key):
      w.head(20, count: 2)
      key.encode(to: &w)
    case .removeCredential(let number):
      w.head(21, count: 2)
      w.unsigned(number)
    case .setGuardians(let threshold, let commitment):
      w.head(22, count: 3)
      w.unsigned(threshold)
      w.digest(commitment)
    case .freeze: w.head(23, count: 1)
    case .unfreeze: w.head(24, count: 1)
    case .erase(let account):
      w.head(25, count: 2)
      account.encode(to: &w)
    case .issue(let amount, let deposit):
      w.head(48, count: 3)
      amount.encode(to: &w)
      w.name(deposit)
    case .redeem(let amount, let deposit):
      w.head(49, count: 3)
      amount.encode(to: &w)
      w.name(deposit)
    case .pay(let merchant, let amount, let basket):
      w.head(50, count: 4)
      merchant.encode(to: &w)
      amount.encode(to: &w)
      w.list(basket)
    case .transfer(let to, let amount):
      w.head(51, count: 3)
      to.encode(to: &w)
      amount.encode(to: &w)
    case .refund(let payment, let amount):
      w.head(52, count: 3)
      w.unsigned(payment)
      amount.encode(to: &w)
    case .cashOut(let agent, let amount, let fee):
      w.head(53, count: 4)
      agent.encode(to: &w)
      amount.encode(to: &w)
      fee.encode(to: &w)
    case .allocate(let to, let amount):
      w.head(54, count: 3)
      to.encode(to: &w)
      amount.encode(to: &w)
    case .cashIn(let to, let amount, let deposit):
      w.head(55, count: 4)
      to.encode(to: &w)
      amount.encode(to: &w)
      w.name(deposit)
    case .registerMerchant(let key, let shop):
      w.head(64, count: 3)
      key.encode(to: &w)
      shop.encode(to: &w)
    case .license(let merchant, let licences, let cashAgent):
      w.head(65, count: 4)
      merchant.encode(to: &w)
      w.list(licences) { $0.name($1) }
      w.bool(cashAgent)
    case .suspend(let merchant, let suspended):
      w.head(66, count: 3)
      merchant.encode(to: &w)
      w.bool(suspended)
    case .paySupplier(let supplier, let amount):
      w.head(67, count: 3)
      supplier.encode(to: &w)
      amount.encode(to: &w)
    case .requestSettlement(let amount):
      w.head(68, count: 2)
      amount.encode(to: &w)
    case .confirmSettlement(let request, let settled):
      w.head(69, count: 3)
      w.unsigned(request)
      w.bool(settled)
    case .proposeProgramme(let document):
      w.head(80, count: 2)
      w.bytes(document)
    case .activate(let programme):
      w.head(81, count: 2)
      programme.encode(to: &w)
    case .fund(let series, let amount):
      w.head(82, count: 3)
      w.name(series)
      amount.encode(to: &w)
    case .supersede(let old, let new):
      w.head(83, count: 3)
      old.encode(to: &w)
      new.encode(to: &w)
    case .retire(let series):
      w.head(84, count: 2)
      w.name(series)
    case .hold(let series, let cycle, let until):
      w.head(85, count: 4)
      w.name(series)
      w.name(cycle)
      until.encode(to: &w)
    case .returnUnspent(let series, let amount):
      w.head(86, count: 3)
      w.name(series)
      amount.encode(to: &w)
    case .registerSchema(let schema):
      w.head(96, count: 2)
      schema.encode(to: &w)
    case .attest(let schema, let sealed):
      w.head(97, count: 3)
      w.name(schema)
      w.digest(sealed)
    case .attestBatch(let schema, let count, let root):
      w.head(98, count: 4)
      w.name(schema)
      w.unsigned(count)
      w.digest(root)
    case .attestEvent(let feed, let values, let regions):
      w.head(99, count: 4)
      w.name(feed)
      w.bytes(values)
      w.list(regions)
    case .retract(let schema, let subject, let sealed):
      w.head(100, count: 4)
      w.name(schema)
      subject.encode(to: &w)
      w.digest(sealed)
    case .retractEvent(let event):
      w.head(101, count: 2)
      w.unsigned(event)
    case .setParameters(let parameters):
      w.head(112, count: 2)
      parameters.encode(to: &w)
    case .rotateAgency(let agency, let officers, let threshold):
      w.head(113, count: 4)
      agency.encode(to: &w)
      w.list(officers)
      w.unsigned(threshold)
    case .upgradeProtocol(let version, let height):
      w.head(114, count: 3)
      w.unsigned(version)
      w.unsigned(height)
    case .advanceClock(let time):
      w.head(115, count: 2)
      time.encode(to: &w)
    case .appeal(let account, let person, let series, let cycle, let sealed):
      w.head(176, count: 6)
      account.encode(to: &w)
      w.optional(person)
      w.name(series)
      w.name(cycle)
      w.digest(sealed)
    case .answerAppeal(let appeal, let answer, let sealed):
      w.head(177, count: 4)
      w.unsigned(appeal)
      answer.encode(to: &w)
      w.digest(sealed)
    case .confirmException(let appeal, let rule):
      w.head(178, count: 3)
      w.unsigned(appeal)
      w.unsigned(rule)
    case .propose(let action):
      w.head(120, count: 2)
      action.encode(to: &w)
    case .approve(let proposal, let epoch):
      w.head(121, count: 3)
      proposal.encode(to: &w)
      w.unsigned(epoch)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    let count = try r.array(max: 6)
    let number: UInt64 = try r.unsigned()
    switch (number, count) {
    case (16, 3):
      self = .register(
        sealed: try r.digest(), key: try PublicKey(from: &r))
    case (17, 3): self = .registerBatch(count: try r.unsigned(), root: try r.digest())
    case (18, 3): self = .changeFamily(account: try AccountNumber(from: &r), sealed: try r.digest())
    case (19, 3):
      self = .claim(
        account: try AccountNumber(from: &r), key: try PublicKey(from: &r))
    case (20, 2): self = .addCredential(key: try PublicKey(from: &r))
    case (21, 2): self = .removeCredential(number: try r.unsigned())
    case (22, 3): self = .setGuardians(threshold: try r.unsigned(), commitment: try r.digest())
    case (23, 1): self = .freeze
    case (24, 1): self = .unfreeze
    case (25, 2): self = .erase(account: try AccountNumber(from: &r))
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
