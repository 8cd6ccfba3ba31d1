import Coding
import Model
import Platform
import Records
import Service
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing

@Suite("The access log")
struct AccessLogTests {
  private let folder = TemporaryDirectory()
  private let network = NetworkID(genesis: SHA256.hash([7]))
  private var path: String { folder.path + "/access.log" }

  private func log(_ disk: Disk = .real) -> AccessLog { AccessLog(in: folder.path, network: network, disk: disk) }

  private func append(_ log: AccessLog, _ number: Int) throws {
    try log.append(
      AccountNumber(3), credential: 1, method: "GET", target: Text("/v1/audit/openings?from=\(number)"),
      at: BlockTime(milliseconds: Int64(number)))
  }

  private func write(_ bytes: [UInt8]) throws { try File.replace(path, with: bytes) }

  @Test("keeps what was appended, and goes on where it ended")
  func reopened() throws {
    for number in 0..<5 { try append(log(), number) }
    let items = try log().records(from: 1, limit: 3)
    #expect(items.map(\.number) == [1, 2, 3] && items[0].record.time.milliseconds == 1)
    #expect(try log().head().hash == log().records(from: 4, limit: 9).last?.record.hash)
    #expect(try log().records(from: 5, limit: 1).isEmpty)
  }

  @Test("a torn end is cut off, wherever it is torn")
  func torn() throws {
    let whole = log()
    for number in 0..<3 { try append(whole, number) }
    let bytes = try File.contents(of: path)
    let kept = try log().head()
    try append(whole, 3)
    let longer = try File.contents(of: path)
    for end in bytes.count..<longer.count {
      try write(Array(longer[..<end]))
      let again = log()
      #expect(try again.head() == kept)
      try append(again, 4)
      #expect(try log().head().count == 4)
    }
    // Space that was reserved and never written.
    try write(bytes + [UInt8](repeating: 0, count: 512))
    #expect(try log().head() == kept)
  }

  @Test("a changed record is damage, not a torn end")
  func altered() throws {
    for number in 0..<60 { try append(log(), number) }
    let bytes = try File.contents(of: path)
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      var altered = bytes
      // Far enough from the end that it cannot be what was being written.
      altered[Int(random.next() % UInt64(bytes.count - AccessFrame.maximumByteCount))] ^= 1 << UInt8(random.next() % 8)
      try write(altered)
      #expect(throws: AccessLogError.self) { try log().open() }
    }
    // A record taken out leaves a gap in the chain.
    let first = try #require(AccessFrame.decode(bytes[...])).byteCount
    try write(Array(bytes[first...]))
    #expect(throws: AccessLogError.self) { try log().open() }
  }

  @Test("where the disk fails nothing is recorded, nor later, until it is opened again")
  func failing() throws {
    let faulty = FaultyDisk()
    let log = log(faulty.disk)
    try append(log, 0)
    faulty.plan(.device(after: 0))
    #expect(throws: AccessLogError.self) { try append(log, 1) }
    #expect(throws: AccessLogError.self) { try append(log, 2) }
    #expect(try self.log().head().count == 1)
  }
}
