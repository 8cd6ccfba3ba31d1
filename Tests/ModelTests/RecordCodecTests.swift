import Coding
import Model
import Rules
import Signing
import Testing

@Suite struct RecordCodecTests {
  @Test(arguments: Sample.programmes)
  func programmes(_ programme: Programme) {
    expectCodecLaws(programme)
    #expect(programme.id == ProgrammeID(digest: SHA256.hash(programme.encoded)))
  }

  @Test func genesis() {
    expectCodecLaws(Sample.genesis)
    expectCodecLaws(Sample.agency)
    expectCodecLaws(Sample.parameters)
    #expect(Sample.genesis.network == NetworkID(genesis: SHA256.hash(Sample.genesis.encoded)))
  }

  @Test func schemas() {
    expectCodecLaws(Sample.schema)
    expectCodecLaws(Sample.feed)
    #expect(Sample.schema.name == "test.family/300")
  }

  @Test func registrations() {
    let members = (0..<24).map { Nullifier(value: SHA256.hash([$0]), keyVersion: $0) }
    expectCodecLaws(Registration(region: Sample.region, members: Array(members[..<3])))
    expectCodecLaws(FamilyChange(region: Sample.region, members: []))
    let full = Registration(region: Sample.region, members: members)
    #expect(throws: Never.self) { try Registration(encoded: full.encoded) }
    let crowded = Registration(region: Sample.region, members: members + [members[0]])
    #expect(throws: CodingError.self) { try Registration(encoded: crowded.encoded) }
    #expect(throws: CodingError.self) {
      try Registration(encoded: Registration(region: Sample.region, members: []).encoded)
    }
  }

  @Test func facts() {
    expectCodecLaws(Sample.fact, encoded: Sample.fact.encoded, encode: \.encoded) { bytes throws(CodingError) in
      try FactRecord(encoded: bytes, schema: Sample.schema)
    }
  }

  @Test func events() {
    let event = EventAttestation(
      feed: "test.quake/1", values: [.date(Sample.day), .int(64)], regions: [Sample.region])
    func encode(_ values: [FactValue]) -> [UInt8] {
      EventAttestation(feed: event.feed, values: values, regions: []).encodedValues
    }
    expectCodecLaws(event.values, encoded: event.encodedValues, encode: encode) { bytes throws(CodingError) in
      try EventAttestation.decodeValues(bytes, schema: Sample.feed)
    }
  }

  /// One value its field does not admit, put into a record that is otherwise fine.
  @Test(arguments: [
    (0, FactValue.absent), (0, .int(1)), (1, .int(11)), (1, .int(-2)), (2, .int(-1)), (3, .int(.max)), (4, .code(0)),
    (4, .code(4)), (5, .int(99_00000001)), (6, .text(Text(String(repeating: "x", count: 65)))), (7, .absent),
    (7, .members([MemberRow(person: PersonNumber(1), values: [.date(Sample.day)])])),
    (
      7,
      .members(
        [MemberRow](repeating: MemberRow(person: PersonNumber(1), values: [.date(Sample.day), .int(1)]), count: 25))
    ),
  ])
  func refusesValuesTheSchemaDoesNotAdmit(_ field: Int, _ value: FactValue) {
    var values = Sample.fact.values
    values[field] = value
    let fact = FactRecord(subject: Sample.fact.subject, validFrom: Sample.day, validUntil: nil, values: values)
    #expect(throws: CodingError.self) { try FactRecord(encoded: fact.encoded, schema: Sample.schema) }
  }

  @Test func refusesAFactAboutAnotherKindOfSubject() {
    for subject in [FactSubject.person(PersonNumber(1)), .region(Sample.region)] {
      expectCodecLaws(subject)
      let fact = FactRecord(subject: subject, validFrom: Sample.day, validUntil: nil, values: Sample.fact.values)
      #expect(throws: CodingError.self) { try FactRecord(encoded: fact.encoded, schema: Sample.schema) }
    }
  }

  @Test func sealedBytes() throws {
    let sealed = Sealed(salt: Sample.salt, content: [1, 2, 3])
    #expect(sealed.salt == Sample.salt)
    #expect(Array(sealed.content) == [1, 2, 3])
    #expect(sealed.digest == SHA256.hash(Sample.salt.bytes + [1, 2, 3]))
    #expect(Sealed(bytes: sealed.bytes) == sealed)
    #expect(Sealed(bytes: Sample.salt.bytes) == nil)
    #expect(Sealed(bytes: [UInt8](repeating: 0, count: Sealed.maximumBytes + 1)) == nil)
  }

  @Test func receipts() throws {
    for kind in Receipt.Kind.allCases {
      for mover in Receipt.Mover.allCases {
        var receipt = Receipt(
          kind, account: Sample.account, other: AccountNumber(3), amount: -5, time: Sample.time, digest: Sample.digest)
        receipt.mover = mover
        receipt.code = 401
        receipt.credential = 2
        receipt.person = PersonNumber(8)
        receipt.voucherClass = 9
        receipt.fee = 10
        receipt.reference = 1 << 50
        #expect(Receipt(bytes: receipt.bytes) == receipt)
      }
    }
    let receipt = Receipt(.payment, account: Sample.account, time: Sample.time, digest: Sample.digest)
    for length in 0..<Receipt.byteCount { #expect(Receipt(bytes: Array(receipt.bytes[..<length])) == nil) }
    #expect(Receipt(bytes: receipt.bytes + [0]) == nil)
    for index in receipt.bytes.indices {
      var damaged = receipt.bytes
      damaged[index] ^= 0x40
      if let other = Receipt(bytes: damaged) { #expect(other.bytes == damaged) }
    }
  }

  @Test func rejectionsSpeakAndKeepTheirCodes() {
    let codes = Rejection.allCases.map(\.rawValue)
    #expect(codes == codes.sorted() && Set(codes).count == codes.count)
    for rejection in Rejection.allCases {
      #expect(!rejection.english.isEmpty && !rejection.indonesian.isEmpty)
      let isEnvelope = rejection.rawValue < 200 && rejection != .accountFrozen
      #expect(rejection.isTransient == (isEnvelope || rejection == .batchTooLarge))
    }
  }
}
