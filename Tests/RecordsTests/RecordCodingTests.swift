import Coding
import Model
import Records
import Rules
import Signing
import TestSupport
import Testing

/// Every record has one encoding: it comes back as it was, and nothing near it is taken for it.
@Suite struct RecordCodingTests {
  private let digest = Digest(bytes: [UInt8](1...32))!

  /// Round trip, every truncation, one byte too many, and the second law for every flipped bit that still decodes.
  private func check<Record: CBORCodable & Equatable>(_ record: Record) throws {
    let bytes = record.encoded
    #expect(try Record(encoded: bytes) == record)
    for count in 0..<bytes.count {
      #expect(throws: CodingError.self, "\(Record.self), \(count) bytes") {
        try Record(encoded: [UInt8](bytes[..<count]))
      }
    }
    #expect(throws: CodingError.self, "\(Record.self)") { try Record(encoded: bytes + [0]) }
    for bit in 0..<bytes.count * 8 {
      var flipped = bytes
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let decoded = try? Record(encoded: flipped) else { continue }
      #expect(decoded.encoded == flipped && decoded != record, "\(Record.self), bit \(bit)")
    }
  }

  @Test func entries() throws {
    try check(Entry.sealed(commitment: digest))
    #expect(Entry.sealed(commitment: digest).encoded.count == Entry.sealedByteCount)
    #expect(Entry.sealed(commitment: digest).encoded.starts(with: [0x83, 0x01, 0x00, 0x58, 0x20]))
    for kind in PublicEntry.Kind.allCases { try check(Entry.open(PublicEntry(kind, content: [1, 2, 3]))) }
    #expect(throws: CodingError.self) { try Entry(encoded: [0x83, 0x01, 0x18, 99, 0x40]) }
  }

  @Test func openings() throws {
    for kind in Receipt.Kind.allCases {
      var receipt = Receipt(
        kind, account: AccountNumber(5), other: AccountNumber(6), amount: -12, time: BlockTime(milliseconds: 9),
        digest: digest)
      receipt.code = 101
      receipt.fee = 3
      receipt.reference = 44
      receipt.person = PersonNumber(8)
      #expect(Receipt(bytes: receipt.bytes) == receipt)
      try check(Opening(blind: Blind(salt: Salt(high: 1, low: 2), entry: 77), receipt: receipt))
    }
  }

  @Test func receiptsAreExact() {
    let bytes = Receipt(.payment, account: AccountNumber(1), time: BlockTime(milliseconds: 0), digest: digest).bytes
    #expect(bytes.count == Receipt.byteCount)
    for place in [0, 1, 22, 23, 56, 63] {
      var wrong = bytes
      wrong[place] = 0xee
      #expect(Receipt(bytes: wrong) == nil, "byte \(place)")
    }
    #expect(Receipt(bytes: [UInt8](bytes.dropLast())) == nil)
    #expect(Receipt(bytes: bytes + [0]) == nil)
  }

  @Test func blockEntries() throws {
    let entry = BlockEntry(
      height: 300, time: BlockTime(milliseconds: 1_700_000_000_000), protocolVersion: 1, parameters: digest,
      commandRoot: .zero, commands: 12, rejected: 2, firstEntry: 1000, entries: 15, stateRoot: digest)
    #expect(entry.logSize == 1015)
    try check(entry)
  }

  @Test func notices() throws {
    for stage in CycleNotice.Stage.allCases {
      var totals = CycleTotals()
      totals.decided = 7
      totals.refused = [1, 2, 3]
      totals.paidRupiah = 750_000
      try check(
        CycleNotice(
          stage: stage, series: "id.kemensos.pkh", cycle: "2026-Q3", programme: ProgrammeID(digest: digest),
          due: CivilDate(year: 2026, month: 8, day: 10)!, cutOff: 99, totals: totals, gap: 5,
          root: stage == .closed ? digest : nil))
    }
    for schema in ["dtsen.family/1", nil] as [Text?] {
      try check(
        BatchNotice(
          agency: AccountNumber(3), command: CommandID(digest: digest), schema: schema, count: 20_000, root: digest))
    }
  }

  @Test func agencyActs() throws {
    for rejection in [nil, Rejection.notPermitted] {
      try check(
        AgencyAct(
          agency: AccountNumber(3), credential: 1, command: CommandID(digest: digest),
          action: .issue(amount: 1_000_000, deposit: "BI-2026-001"), rejection: rejection))
    }
  }

  @Test func acknowledgements() throws {
    let network = NetworkID(genesis: digest)
    try check(Acknowledgement(network: network))
    try check(Acknowledgement(network: network, height: 8, checkpointSize: 900, checkpoint: [1, 2]))
  }
}
