import Audit
import Coding
import Engine
import Model
import Platform
import Rules
import Signing
import Testing
import Transparency

/// A history in which every command of protocol version 1 is used at least once.
package enum GoldenStory {
  private static let (late, supplier) = (AccountNumber(13), AccountNumber(14))
  private static let lateKey = TestNode.holder(3)
  private static let supplierKey = SigningKey(.ed25519, seed: SHA256.hash(Array("supplier".utf8)))
  private static let schema: Text = "test.family/1"

  package static func audit(_ directory: DataDirectory) throws -> AuditResult {
    var options = AuditOptions()
    options.vaultKey = try directory.vaultKey()
    return try Audit(directory.path, options: options, lanes: PlatformLanes(count: 2)).verify()
  }

  package static func tell() throws -> TestNode {
    let node = try TestNode.paid()
    try accounts(node)
    try shops(node)
    try money(node)
    try safeguards(node)
    try earthquake(node)
    try programmes(node)
    try chain(node)
    _ = try node.replica.checkpoint()
    return node
  }

  private static func accounts(_ node: TestNode) throws {
    let family = TestNode.families[0]
    let sealed = node.seal(node.registration("late", region: 53_15_06_2003).encoded)
    let proof = node.possession(lateKey, subject: sealed.digest)
    try node.accept(
      node.command(
        .identity, .register(sealed: sealed.digest, key: lateKey.publicKey), proof: proof, sealed: [sealed]))
    let person = node.registration("person", region: 11_01_01_2001).members
    let change = node.seal(FamilyChange(region: Region(raw: 11_01_01_2002)!, members: person).encoded)
    try node.accept(
      node.command(
        .identity, .changeFamily(account: TestNode.families[2], sealed: change.digest), sealed: [change]))
    let second = SigningKey(.p256, seed: SHA256.hash(Array("second".utf8)))
    try node.accept(
      node.sign(
        family, TestNode.holder(0), .addCredential(key: second.publicKey), proof: node.possession(second, of: family)))
    try node.accept(
      node.sign(family, second, credential: 1, .setGuardians(threshold: 2, count: 3, commitment: SHA256.hash([2]))))
    try node.accept(node.sign(family, TestNode.holder(0), .removeCredential(number: 1)))
    try node.accept(node.sign(family, TestNode.holder(0), .freeze))
    try node.accept(node.sign(family, TestNode.holder(0), .unfreeze))
    let fact = node.fact(late, level: 2)
    try node.accept(node.command(.registry, .attest(schema: schema, sealed: fact.digest), sealed: [fact]))
    let wrong = node.fact(TestNode.families[2], level: 4, from: "2026-02-01")
    try node.accept(node.command(.registry, .attest(schema: schema, sealed: wrong.digest), sealed: [wrong]))
    try node.accept(
      node.command(
        .registry, .retract(schema: schema, subject: .family(TestNode.families[2]), sealed: wrong.digest)))
  }

  /// The late family's helper, limits and guardian; a recovery it stops, and a re-issue that comes to nothing.
  private static func safeguards(_ node: TestNode) throws {
    func key(_ name: String) -> SigningKey { SigningKey(.p256, seed: SHA256.hash(Array(name.utf8))) }
    func late(_ action: Action, proof: [UInt8] = []) -> Submission {
      node.sign(self.late, lateKey, action, proof: proof)
    }
    let limits = SpendingLimits(perPayment: 20_000, perDay: 50_000)
    let (helper, phone, other) = (key("helper"), key("new phone"), key("other phone"))
    try node.accept(
      late(
        .addHelper(
          key: helper.publicKey, label: "Siti",
          terms: HelperTerms(account: TestNode.families[1], limits: limits, categories: [MerchantCategory(5411)])),
        proof: node.possession(helper, of: self.late)))
    try node.accept(late(.setLimits(credential: 0, limits: limits)))
    try node.accept(
      node.command(
        .identity,
        .attestCredential(
          account: self.late, credential: 0, attestation: Attestation(tier: .hardware, chain: SHA256.hash([3])))))
    let guardian = TestNode.families[0]
    let proof = GuardianProof(blind: Salt(high: 4, low: 5), index: 0, siblings: [])
    let leaf = MerkleTree.leafHash(GuardianProof.leaf(guardian, blind: proof.blind))
    try node.accept(late(.setGuardians(threshold: 1, count: 1, commitment: leaf)))
    let recovery = try node.accept(
      node.sign(
        guardian, TestNode.holder(0), .recover(account: self.late, key: phone.publicKey, guardian: proof),
        proof: node.possession(phone, of: self.late)))
    try node.accept(late(.vetoRecovery(recovery: recovery)))
    let evidence = SHA256.hash([6])
    try node.agree(
      .reissue(account: self.late, key: other.publicKey, attestation: .none, evidence: evidence, lost: [0]),
      proof: node.possession(other, of: self.late))
    let reissue = node.replica.read { $0.recoveries.rows[$0.recoveries.rows.count - 1].entry }
    _ = try node.decide([node.command(.identity, .confirmReissue(recovery: reissue, evidence: evidence))])
    _ = try node.decide([node.command(.identity, .decideReissue(recovery: reissue, proceeds: true))])
    try node.accept(late(.vetoRecovery(recovery: reissue)))
    try node.accept(
      node.sign(guardian, TestNode.holder(0), .freezeWard(account: self.late, guardian: proof)))
    let old = node.replica.read { state in
      let row = state.persons[state.people(of: state.account(self.late)!)[0].row]
      return Nullifier(value: row.nullifier, keyVersion: row.keyVersion)
    }
    try node.accept(
      node.command(.identity, .correctPerson(old: old, new: Nullifier(value: SHA256.hash([7]), keyVersion: 2))))
  }

  private static func shops(_ node: TestNode) throws {
    try node.openShop("Grosir Uji", supplierKey, cashAgent: false)
    let basket = [
      BasketItem(category: MerchantCategory(5411), amount: 30_000),
      BasketItem(category: MerchantCategory(5912), amount: 10_000),
    ]
    let payment = try node.accept(
      node.sign(
        TestNode.families[0], TestNode.holder(0), .pay(merchant: TestNode.shop, amount: 40_000, basket: basket)))
    try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .refund(payment: payment, amount: 15_000)))
    try node.accept(
      node.sign(
        TestNode.families[1], TestNode.holder(1), .cashOut(agent: TestNode.shop, amount: 20_000, fee: 500)))
    try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .paySupplier(supplier: supplier, amount: 5_000)))
    for settled in [true, false] {
      let request = try node.accept(node.sign(TestNode.shop, TestNode.shopKey, .requestSettlement(amount: 4_000)))
      try node.accept(node.command(.licensing, .confirmSettlement(request: request, settled: settled)))
    }
    try node.accept(node.command(.licensing, .suspend(merchant: supplier, suspended: true)))
    // Refusals are history too.
    _ = try node.decide([
      node.sign(TestNode.families[0], TestNode.holder(0), .pay(merchant: supplier, amount: 1_000, basket: [])),
      node.sign(TestNode.families[1], TestNode.holder(1), .transfer(to: TestNode.families[0], amount: 1_000)),
      node.command(
        .identity, .claim(account: TestNode.families[1], key: supplierKey.publicKey),
        proof: node.possession(supplierKey, of: TestNode.families[1])),
    ])
    try node.accept(node.command(.bank, .issue(amount: 90_000, deposit: "float")))
    try node.accept(node.command(.bank, .allocate(to: TestAgency.licensing.account, amount: 90_000)))
    try node.accept(
      node.command(.licensing, .cashIn(to: TestNode.families[1], amount: 60_000, deposit: "savings")))
    try node.accept(
      node.sign(TestNode.families[1], TestNode.holder(1), .transfer(to: TestNode.families[0], amount: 25_000)))
  }

  private static func money(_ node: TestNode) throws {
    try appeals(node)
    try node.issue(500_000)
    try node.accept(node.command(.bank, .issue(amount: 70_000, deposit: "second")))
    try node.accept(node.command(.bank, .redeem(amount: 70_000, deposit: "second")))
    try node.agree(.returnUnspent(series: TestNode.series, amount: 50_000))
  }

  /// The family that was refused in February appeals, and a second officer's word makes the exception.
  private static func appeals(_ node: TestNode) throws {
    func text(_ words: Text) -> Sealed { node.seal(AppealText(words: words).encoded) }
    let words = text("we are poorer than it says")
    let appeal = try node.accept(
      node.sign(
        TestNode.families[0], TestNode.holder(0),
        .appeal(
          account: TestNode.families[2], person: nil, series: TestNode.series, cycle: "2026-Q1", sealed: words.digest),
        sealed: [words]))
    let answer = text("your neighbours say so too")
    try node.accept(
      node.command(
        .ministry, .answerAppeal(appeal: appeal, answer: .exception(rule: 0), sealed: answer.digest), sealed: [answer]))
    let second = SigningKey(.ed25519, seed: SHA256.hash(Array("second officer".utf8)))
    let officers = [TestAgency.ministry.key(0).publicKey, second.publicKey]
    try node.accept(
      node.command(
        .ministry, .rotateAgency(agency: TestAgency.ministry.account, officers: officers, threshold: 2)))
    try node.accept(
      node.sign(TestAgency.ministry.account, second, credential: 1, .confirmException(appeal: appeal, rule: 0)))
    let alone = [TestAgency.ministry.key(0).publicKey]
    let proposal = node.command(
      TestAgency.ministry.account, 0,
      .propose(.rotateAgency(agency: TestAgency.ministry.account, officers: alone, threshold: 1)))
    try node.accept(
      Submission(
        signed: TestAgency.ministry.key(0).signedMessage(
          payload: proposal.encoded, aad: ExternalAAD("command", network: node.genesis.network))))
    let epoch = node.replica.read { $0.agency(TestAgency.ministry.account)!.epoch }
    try node.accept(
      node.sign(
        TestAgency.ministry.account, second, credential: 1,
        .approve(proposal: CommandID(payload: proposal.encoded), epoch: epoch)))
    _ = try node.decide()
  }

  private static func earthquake(_ node: TestNode) throws {
    let feed = FactSchema(
      record: RecordType(
        name: "test.quake", version: 1,
        fields: [.init("occurred", .date), .init("magnitude", .int(min: 0, max: 100))]),
      title: TestNode.words("Gempa"), subject: .event, life: nil, key: ["occurred"])
    var programme = TestNode.programme("id.quake")
    programme.due = .trigger(
      Trigger(
        feed: "test.quake/1", quorum: 2, sources: 3, within: .hours(6), when: "event.magnitude >= 60",
        instalments: [.days(0), .days(30)], offset: UTCOffset("+08:00")!, from: CivilDate("2026-01-01")!,
        until: CivilDate("2026-12-31")!))
    programme.eligible = [EligibilityRule(id: "affected", say: TestNode.words("affected"), when: "affected")]
    try node.accept(node.command(.quake1, .registerSchema(schema: feed)))
    try node.start(programme)
    try node.fund("id.quake", 400_000)
    try node.advance(to: "2026-03-01")
    var words: [UInt64] = []
    for (source, magnitude) in zip(TestAgency.quakeSources, [64, 66, 61] as [Int64]) {
      let values: [FactValue] = [.date(CivilDate("2026-03-01")!), .int(magnitude)]
      let bytes = EventAttestation(feed: "test.quake/1", values: values, regions: []).encodedValues
      let action = Action.attestEvent(feed: "test.quake/1", values: bytes, regions: [Region(raw: 53_15_00_0000)!])
      words.append(try node.accept(node.command(source, action)))
    }
    try node.advance(to: "2026-03-02")
    try node.accept(node.command(.quake3, .retractEvent(event: words[2])))
    try node.advance(to: "2026-03-31")
  }

  private static func programmes(_ node: TestNode) throws {
    let next = TestNode.programme(version: "2", expires: .days(60))
    try node.accept(node.command(.ministry, .proposeProgramme(document: next.encoded)))
    try node.accept(node.command(.ministry, .supersede(old: TestNode.programme.id, new: next.id)))
    try node.start(TestNode.programme("id.poor"))
    // Due in May without a rupiah: it waits, is held, and is paid once it is funded and the hold is over.
    try node.advance(to: "2026-05-10")
    try node.accept(
      node.command(
        .ministry,
        .hold(series: "id.poor", cycle: "2026-Q2", until: TestNode.time("2026-05-12"))))
    try node.fund("id.poor", 500_000)
    try node.advance(to: "2026-05-13")
    try node.accept(node.command(.ministry, .retire(series: "id.quake")))
    try node.accept(node.command(.identity, .erase(account: TestNode.families[1])))
  }

  private static func chain(_ node: TestNode) throws {
    var parameters = node.replica.read { $0.parameters }
    parameters.refundWindow = 14 * BlockTime.day
    parameters.clockStep = 10 * BlockTime.minute
    parameters.outage = BlockTime.hour
    try node.agree(.setParameters(parameters))
    try node.agree(.advanceClock(to: TestNode.time("2026-08-12")))
    _ = try node.decide([node.command(.treasury, .upgradeProtocol(version: 2, height: 1_000_000))])
    let fresh = SigningKey(.ed25519, seed: SHA256.hash(Array("fresh".utf8)))
    let officers = [TestAgency.treasury.key(0).publicKey, TestAgency.treasury.key(1).publicKey, fresh.publicKey]
    try node.agree(.rotateAgency(agency: TestAgency.treasury.account, officers: officers, threshold: 2))
    try node.advance(to: "2026-08-10")
    try node.accept(node.command(.licensing, .suspend(merchant: supplier, suspended: false)))
    try node.advance(to: "2026-08-11")
    let newest = node.replica.read { $0.account(TestAgency.treasury.account)!.nextCredential } - 1
    try node.accept(node.command(.treasury, .suspendOfficer(credential: newest, suspended: true)))
  }
}
