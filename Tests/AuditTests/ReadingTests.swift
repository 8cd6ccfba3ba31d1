import Audit
import Coding
import Model
import Platform
import Records
import Signing
import Testing

@Suite("The audit follows the chain of readings")
struct ReadingTests {
  private let chain: TestChain
  private let records: [AccessRecord]
  private var folder: String { chain.path + "/access" }

  /// Three files of four readings each.
  init() throws {
    chain = try TestChain()
    var previous = Digest(bytes: chain.genesis.network.bytes)!
    records = (0..<12).map { number in
      let record = AccessRecord(
        previous: previous, time: BlockTime(milliseconds: Int64(number)), account: AccountNumber(3), credential: 0,
        method: "GET", target: Text("/v1/audit/openings?from=\(number)"), entries: UInt64(number)..<UInt64(number) + 1)
      previous = record.hash
      return record
    }
    try write()
  }

  private func write() throws {
    try Directory.create(folder)
    for number in 1...3 { try File.replace(path(number), with: file(number)) }
  }

  private func path(_ number: Int) -> String { folder + "/" + FileHeader.Kind.access.fileName(UInt64(number)) }

  private func file(_ number: Int) -> [UInt8] { file(number, Array(records[(4 * number - 4)..<4 * number])) }

  private func file(_ number: Int, _ records: [AccessRecord], first: UInt64? = nil) -> [UInt8] {
    FileHeader(
      .access, network: chain.genesis.network, number: UInt64(number), first: first ?? UInt64(4 * number - 4)
    ).encoded + records.flatMap { AccessFrame.encode($0) }
  }

  private func audit(noting heads: [Digest] = []) throws -> AuditResult {
    var options = AuditOptions()
    options.accessHeads = heads
    return try Tampering(chain).audit(options)
  }

  private func codes(noting heads: [Digest] = []) throws -> [Finding.Code] {
    try audit(noting: heads).findings.map(\.code)
  }

  @Test("through all its files; every head that was ever noted is on it")
  func honest() throws {
    let network = Digest(bytes: chain.genesis.network.bytes)!
    let result = try audit(noting: records.map(\.hash) + [network])
    #expect(result.findings == [] && result.readings == 12)
    for number in 1...3 { try Directory.remove(path(number)) }
    #expect(try audit(noting: [network]).findings == [])
    #expect(try codes(noting: [records[0].hash]) == [.accessHead])
  }

  @Test("any byte altered anywhere is a finding")
  func altered() throws {
    for number in 1...3 {
      let bytes = file(number)
      for index in bytes.indices {
        var altered = bytes
        altered[index] ^= 1 << UInt8(index % 8)
        try File.replace(path(number), with: altered)
        let codes = Set(try codes())
        #expect(!codes.isEmpty && codes.isSubset(of: [.fileDamaged, .otherNetwork]), "file \(number), byte \(index)")
      }
      try File.replace(path(number), with: bytes)
    }
    #expect(try codes() == [])
  }

  @Test("a reading altered, taken out or put elsewhere, its checksum made to fit, breaks the chain")
  func forged() throws {
    func change(_ file: Int, _ edit: (inout [AccessRecord]) -> Void) throws {
      var part = Array(records[(4 * file - 4)..<4 * file])
      edit(&part)
      try File.replace(path(file), with: self.file(file, part))
    }
    let forged = AccessRecord(
      previous: records[5].previous, time: records[5].time, account: AccountNumber(4), credential: 0, method: "GET",
      target: records[5].target)
    for edit: (inout [AccessRecord]) -> Void in [
      { $0[1] = forged }, { $0.remove(at: 1) }, { $0.removeLast() }, { $0.swapAt(1, 2) }, { $0.insert($0[0], at: 1) },
      { $0.removeAll() },
    ] {
      try change(2, edit)
      let findings = try audit().findings
      #expect(!findings.isEmpty && findings.allSatisfy { $0.code == .accessChain }, "\(findings)")
      for finding in findings {
        let (indonesian, english) = (finding.text(.indonesian), finding.text(.english))
        #expect(english.contains("reading") && indonesian.contains("pembacaan"), "\(english) \(indonesian)")
        #expect(!indonesian.contains("reading"), "\(indonesian)")
      }
    }
    try change(2) { _ in }
    try change(1) { $0.removeFirst() }
    #expect(try codes().contains(.accessChain))
  }

  @Test("a file taken out is missed, whether or not the others are made to close the gap")
  func files() throws {
    try Directory.remove(path(2))
    #expect(try codes() == [.fileMissing])
    try File.replace(path(2), with: file(3))
    try Directory.remove(path(3))
    #expect(try codes() == [.fileDamaged])
    try File.replace(path(2), with: file(2, Array(records[8...])))
    #expect(try codes() == [.accessChain])
    try write()
    try Directory.remove(path(1))
    #expect(try codes() == [.fileMissing])
    try write()
    try File.replace(folder + "/copy", with: [1])
    #expect(try codes() == [.strayFile])
    try Directory.remove(folder + "/copy")
    let elsewhere = NetworkID(genesis: SHA256.hash([9]))
    try File.replace(path(3), with: FileHeader(.access, network: elsewhere, number: 3, first: 8).encoded)
    #expect(try codes() == [.otherNetwork])
    try File.replace(path(3), with: file(3, Array(records[8...]), first: .max))
    #expect(try codes() == [.accessChain])
  }

  @Test("what is cut off the end is missed only by whoever noted a head; a torn end is no finding, and only an end is")
  func tail() throws {
    let last = file(3)
    let noted = [records[3].hash, records[11].hash]
    for end in 0..<last.count {
      try File.replace(path(3), with: Array(last[..<end]))
      guard end >= FileHeader.byteCount else {
        #expect(try codes() == [.fileDamaged], "\(end)")
        continue
      }
      #expect(try codes() == [], "\(end)")
      #expect(try codes(noting: noted) == [.accessHead], "\(end)")
    }
    try Directory.remove(path(3))
    #expect(try codes() == [])
    #expect(try codes(noting: noted) == [.accessHead])
    // Space that was reserved and never written.
    try File.replace(path(3), with: last + [UInt8](repeating: 0, count: 5_000))
    #expect(try codes() == [])
    let first = file(1)
    for end in FileHeader.byteCount..<first.count {
      try write()
      try File.replace(path(1), with: Array(first[..<end]))
      #expect(try !codes().isEmpty, "\(end)")
    }
  }
}
