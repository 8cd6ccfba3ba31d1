import Model
import Records

extension LedgerState {
  /// Does what the action says and returns the entry of its main receipt, or changes nothing and says why.
  mutating func perform(
    _ action: Action, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    switch action {
    case .register(let sealed, let key, let attestation):
      try register(sealed: sealed, key: key, attestation, context, block: &block)
    case .registerBatch(_, let root): try registerBatch(root: root, context, block: &block)
    case .changeFamily(let account, _): try changeFamily(account, context, block: &block)
    case .claim(let account, let key, let attestation):
      try claim(account, key: key, attestation, context, block: &block)
    case .addCredential(let key, let use, let label):
      try addCredential(key, use: use, label: label, context, block: &block)
    case .removeCredential(let number): try removeCredential(number, context, block: &block)
    case .setGuardians(let threshold, let count, let commitment):
      try setGuardians(threshold: threshold, count: count, commitment: commitment, context, block: &block)
    case .freeze: try freeze(context, block: &block)
    case .unfreeze: try unfreeze(context, block: &block)
    case .erase(let account): try erase(account, context, block: &block)
    case .addHelper(let key, let label, let terms):
      try addHelper(key, label: label, terms, context, block: &block)
    case .setLimits(let credential, let limits): try setLimits(limits, of: credential, context, block: &block)
    case .attestCredential(let account, let credential, let attestation):
      try attest(attestation, of: credential, account, context, block: &block)
    case .correctPerson(let old, let new): try correctPerson(old, to: new, context, block: &block)

    case .recover(let account, let key, let guardian):
      try recover(account, key: key, guardian: guardian, context, block: &block)
    case .vetoRecovery(let recovery): try vetoRecovery(recovery, context, block: &block)
    case .reissue(let account, let key, let attestation, let evidence, let lost):
      try reissue(
        ReissueRequest(account: account, key: key, attestation: attestation, evidence: evidence, lost: lost), context,
        block: &block)
    case .confirmReissue(let recovery, let evidence):
      try confirmReissue(recovery, evidence: evidence, context, block: &block)
    case .decideReissue(let recovery, let proceeds):
      try decideReissue(recovery, proceeds: proceeds, context, block: &block)
    case .freezeWard(let account, let guardian): try freezeWard(account, guardian: guardian, context, block: &block)

    case .issue(let amount, _): try issue(amount, action, context, block: &block)
    case .redeem(let amount, _): try redeem(amount, action, context, block: &block)
    case .allocate(let to, let amount): try allocate(amount, to: to, action, context, block: &block)
    case .cashIn(let to, let amount, _): try cashIn(amount, to: to, context, block: &block)
    case .pay(let merchant, let amount, let basket):
      try pay(amount, at: merchant, basket: basket, context, block: &block)
    case .transfer(let to, let amount): try transfer(amount, to: to, context, block: &block)
    case .refund(let payment, let amount): try refund(amount, of: payment, context, block: &block)
    case .cashOut(let agent, let amount, let fee):
      try cashOut(amount, fee: fee, at: agent, context, block: &block)

    case .registerMerchant(let key, let shop): try registerMerchant(shop, key: key, context, block: &block)
    case .license(let merchant, let licences, let cashAgent):
      try license(merchant, licences: licences, cashAgent: cashAgent, context, block: &block)
    case .suspend(let merchant, let suspended):
      try suspend(merchant, suspended, context, block: &block)
    case .paySupplier(let supplier, let amount): try paySupplier(amount, to: supplier, context, block: &block)
    case .requestSettlement(let amount): try requestSettlement(amount, context, block: &block)
    case .confirmSettlement(let request, let settled):
      try confirmSettlement(request, settled: settled, context, block: &block)

    case .proposeProgramme(let document): try proposeProgramme(document, context, block: &block)
    case .activate(let programme): try activate(programme, action, context, block: &block)
    case .fund(let series, let amount): try fund(series, amount, action, context, block: &block)
    case .supersede(let old, let new): try supersede(old, by: new, action, context, block: &block)
    case .retire(let series): try retire(series, action, context, block: &block)
    case .hold(let series, let cycle, let until):
      try hold(series, cycle: cycle, until: until, action, context, block: &block)
    case .returnUnspent(let series, let amount):
      try returnUnspent(series, amount, action, context, block: &block)

    case .registerSchema(let schema): try registerSchema(schema, action, context, block: &block)
    case .attest(let schema, _): try attest(schema, context, block: &block)
    case .attestBatch(let schema, _, let root): try attestBatch(schema, root: root, context, block: &block)
    case .attestEvent(let feed, let values, let regions):
      try attestEvent(feed, values: values, regions: regions, action, context, block: &block)
    case .retract(let schema, let subject, let sealed):
      try retract(schema, subject: subject, sealed: sealed, context, block: &block)
    case .retractEvent(let event): try retractEvent(event, action, context, block: &block)

    case .appeal(let account, let person, let series, let cycle, _):
      try appeal(
        AppealRequest(account: account, person: person, series: series, cycle: cycle), context, block: &block)
    case .answerAppeal(let appeal, let answer, _): try answerAppeal(appeal, answer, context, block: &block)
    case .confirmException(let appeal, let rule):
      try confirmException(appeal, waiving: rule, context, block: &block)

    case .setParameters(let parameters): try setParameters(parameters, action, context, block: &block)
    case .rotateAgency(let agency, let officers, let threshold):
      try rotate(agency, officers: officers, threshold: threshold, action, context, block: &block)
    case .upgradeProtocol(let version, let height):
      try upgrade(to: version, at: height, action, context, block: &block)
    case .advanceClock(let time): try advanceClock(to: time, action, context, block: &block)
    case .suspendOfficer(let credential, let suspended):
      try suspend(officer: credential, suspended, action, context, block: &block)
    case .propose(let action): try propose(action, context, block: &block)
    case .approve(let proposal, let epoch): try approve(proposal, epoch: epoch, context, block: &block)
    }
  }
}
