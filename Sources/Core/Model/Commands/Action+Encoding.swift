import Coding
import Rules
import Signing

extension Action: CBOREncodable {
  public func encode(to w: inout CBORWriter) {
    switch self {
    case .register(let sealed, let key, let attestation):
      w.head(16, count: 4)
      w.digest(sealed)
      key.encode(to: &w)
      attestation.encode(to: &w)
    case .registerBatch(let count, let root):
      w.head(17, count: 3)
      w.unsigned(count)
      w.digest(root)
    case .changeFamily(let account, let sealed):
      w.head(18, count: 3)
      account.encode(to: &w)
      w.digest(sealed)
    case .claim(let account, let key, let attestation):
      w.head(19, count: 4)
      account.encode(to: &w)
      key.encode(to: &w)
      attestation.encode(to: &w)
    case .addCredential(let key, let use, let label):
      w.head(20, count: 4)
      key.encode(to: &w)
      w.unsigned(use.rawValue)
      w.name(label)
    case .removeCredential(let number):
      w.head(21, count: 2)
      w.unsigned(number)
    case .setGuardians(let threshold, let count, let commitment):
      w.head(22, count: 4)
      w.unsigned(threshold)
      w.unsigned(count)
      w.digest(commitment)
    case .freeze: w.head(23, count: 1)
    case .unfreeze: w.head(24, count: 1)
    case .erase(let account):
      w.head(25, count: 2)
      account.encode(to: &w)
    case .addHelper(let key, let label, let terms):
      w.head(26, count: 4)
      key.encode(to: &w)
      w.name(label)
      terms.encode(to: &w)
    case .setLimits(let credential, let limits):
      w.head(27, count: 3)
      w.unsigned(credential)
      limits.encode(to: &w)
    case .attestCredential(let account, let credential, let attestation):
      w.head(28, count: 4)
      account.encode(to: &w)
      w.unsigned(credential)
      attestation.encode(to: &w)
    case .correctPerson(let old, let new):
      w.head(29, count: 3)
      old.encode(to: &w)
      new.encode(to: &w)
    case .recover(let account, let key, let guardian):
      w.head(32, count: 4)
      account.encode(to: &w)
      key.encode(to: &w)
      w.optional(guardian)
    case .vetoRecovery(let recovery):
      w.head(33, count: 2)
      w.unsigned(recovery)
    case .reissue(let account, let key, let attestation, let evidence, let lost):
      w.head(34, count: 6)
      account.encode(to: &w)
      key.encode(to: &w)
      attestation.encode(to: &w)
      w.digest(evidence)
      w.list(lost) { $0.unsigned($1) }
    case .confirmReissue(let recovery, let evidence):
      w.head(35, count: 3)
      w.unsigned(recovery)
      w.digest(evidence)
    case .decideReissue(let recovery, let proceeds):
      w.head(36, count: 3)
      w.unsigned(recovery)
      w.bool(proceeds)
    case .freezeWard(let account, let guardian):
      w.head(37, count: 3)
      account.encode(to: &w)
      guardian.encode(to: &w)
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
    case .suspendOfficer(let credential, let suspended):
      w.head(116, count: 3)
      w.unsigned(credential)
      w.bool(suspended)
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
}
