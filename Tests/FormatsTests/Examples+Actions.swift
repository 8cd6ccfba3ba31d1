import Coding
import Model
import Rules
import Signing

extension Examples {
  /// One of each, in the order of their numbers.
  static let actions: [Action] = [
    .register(sealed: digest, key: key),
    .registerBatch(count: 1000, root: digest),
    .changeFamily(account: family, sealed: digest),
    .claim(account: family, key: key),
    .addCredential(key: key),
    .removeCredential(number: 1),
    .setGuardians(threshold: 2, count: 3, commitment: digest),
    .freeze,
    .unfreeze,
    .erase(account: family),
    .addHelper(key: key, label: "Budi", terms: helper),
    .setLimits(credential: 1, limits: helper.limits),
    .attestCredential(account: family, credential: 0, attestation: Attestation(tier: .hardware, chain: digest)),
    .correctPerson(old: Nullifier(value: digest, keyVersion: 1), new: Nullifier(value: .zero, keyVersion: 2)),
    .recover(account: family, key: key, guardian: guardian),
    .vetoRecovery(recovery: 42),
    .reissue(account: family, key: key, attestation: .none, evidence: digest, lost: [0]),
    .confirmReissue(recovery: 42, evidence: digest),
    .decideReissue(recovery: 42, proceeds: true),
    .freezeWard(account: family, guardian: guardian),
    .issue(amount: 1_000_000, deposit: "BI-001"),
    .redeem(amount: 1_000_000, deposit: "BI-002"),
    .pay(merchant: shop, amount: 75_000, basket: [BasketItem(category: MerchantCategory(5942), amount: 75_000)]),
    .transfer(to: family, amount: 25_000),
    .refund(payment: 42, amount: 5_000),
    .cashOut(agent: shop, amount: 500_000, fee: 2_500),
    .allocate(to: AccountNumber(1), amount: 1_000_000),
    .cashIn(to: family, amount: 100_000, deposit: "BRI-77"),
    .registerMerchant(
      key: key, shop: Shop(name: "Toko Buku", region: village, category: MerchantCategory(5942), owner: nil)),
    .license(merchant: shop, licences: ["tutoring"], cashAgent: false),
    .suspend(merchant: shop, suspended: true),
    .paySupplier(supplier: shop, amount: 50_000),
    .requestSettlement(amount: 50_000),
    .confirmSettlement(request: 42, settled: true),
    .proposeProgramme(document: [0x80]),
    .activate(programme: ProgrammeID(digest: digest)),
    .fund(series: "id.kemensos.beras", amount: 1_000_000),
    .supersede(old: ProgrammeID(digest: digest), new: ProgrammeID(digest: other)),
    .retire(series: "id.kemensos.beras"),
    .hold(series: "id.kemensos.beras", cycle: "2026-Q1", until: time),
    .returnUnspent(series: "id.kemensos.beras", amount: 1_000),
    .registerSchema(schema: schema),
    .attest(schema: "example.family/1", sealed: digest),
    .attestBatch(schema: "example.family/1", count: 1000, root: digest),
    .attestEvent(feed: "bmkg.quake/1", values: [0x80], regions: [village]),
    .retract(schema: "example.family/1", subject: .family(family), sealed: digest),
    .retractEvent(event: 42),
    .setParameters(Parameters()),
    .rotateAgency(agency: AccountNumber(2), officers: [key], threshold: 1),
    .upgradeProtocol(version: 2, height: 1_000_000),
    .advanceClock(to: time),
    .suspendOfficer(credential: 1, suspended: true),
    .propose(.freeze),
    .approve(proposal: CommandID(digest: digest), epoch: 0),
    .appeal(account: family, person: nil, series: "id.kemensos.beras", cycle: "2026-Q1", sealed: digest),
    .answerAppeal(appeal: 42, answer: .refused, sealed: digest),
    .confirmException(appeal: 42, rule: 0),
  ]

  /// The case numbers the decoder knows, asked one by one.
  static var knownActionNumbers: [UInt64] {
    (0..<512 as Range<UInt64>).filter { number in (1...6).contains { isKnown(number, count: $0) } }
  }

  private static func isKnown(_ number: UInt64, count: Int) -> Bool {
    var writer = CBORWriter()
    writer.array(count)
    writer.unsigned(number)
    // Empty arrays are no field of any action, so a known one stops at its first field.
    for _ in 1..<count { writer.array(0) }
    do throws(CodingError) {
      _ = try Action(encoded: writer.bytes)
      return true
    } catch {
      return error.kind != .unknownCase(number)
    }
  }
}

extension Action {
  /// Its case number on the wire.
  var number: UInt64 {
    var reader = CBORReader(encoded)
    guard (try? reader.array(max: 6)) != nil, let number: UInt64 = try? reader.unsigned() else { return .max }
    return number
  }

  var name: String { Mirror(reflecting: self).children.first?.label ?? "\(self)" }

  /// Its fields' names and types, in the order of their bytes.
  var fields: [(name: String?, type: String)] {
    guard let payload = Mirror(reflecting: self).children.first?.value else { return [] }
    let mirror = Mirror(reflecting: payload)
    guard mirror.displayStyle == .tuple else { return [(nil, Self.typeName(payload))] }
    return mirror.children.map { child in
      let isNamed = child.label.map { !$0.hasPrefix(".") } ?? false
      return (isNamed ? child.label : nil, Self.typeName(child.value))
    }
  }

  private static func typeName(_ value: Any) -> String {
    switch value {
    case is [UInt8]: "bytes"
    case is Digest: "digest"
    case is Text, is Bool: "\(type(of: value))".lowercased()
    case is UInt8, is UInt16, is UInt32, is UInt64: "\(type(of: value))".replacing("UInt", with: "u")
    default:
      "\(type(of: value))".replacing("Array<", with: "[").replacing(">", with: "]").replacing("[Text]", with: "[text]")
    }
  }
}

extension Examples {
  static let helper = HelperTerms(
    account: family, limits: SpendingLimits(perPayment: 50_000, perDay: 100_000), categories: [MerchantCategory(5411)])
  static let guardian = GuardianProof(
    blind: Salt(high: 1, low: 2), index: 1, siblings: [digest])
}
