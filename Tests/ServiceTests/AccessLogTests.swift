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
  private func path(_ number: Int = 1) -> String { folder.path + "/access/0000000\(number).access" }

  private func log(_ disk: Disk = .real, fileSize: Int = AccessLog.defaultFileSize) -> AccessLog {
    AccessLog(in: folder.path, network: network, fileSize: fileSize, disk: disk)
  }

  private func append(_ log: AccessLog, _ number: Int) throws {
    try log.append(
      AccountNumber(3), credential: 1, method: "GET", target: Text("/v1/audit/openings?from=\(number)"),
      at: BlockTime(milliseconds: Int64(number)))
  }

  private func write(_ bytes: [UInt8]) throws { try File.replace(path(), with: bytes) }

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
    let bytes = try File.contents(of: path())
    let kept = try log().head()
    try append(whole, 3)
    let longer = try File.contents(of: path())
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
    let bytes = try File.contents(of: path())
    var random = SplitMix64(seed: 11)
    for _ in 0..<200 {
      var altered = bytes
      // Far enough from the end that it cannot be what was being written.
      altered[Int(random.next() % UInt64(bytes.count - AccessFrame.maximumByteCount))] ^= 1 << UInt8(random.next() % 8)
      try write(altered)
      #expect(throws: AccessLogError.self) { try log().open() }
    }
    // A record taken out leaves a gap in the chain.
    let start = FileHeader.byteCount
    let first = try #require(AccessFrame.decode(bytes[start...])).byteCount
    try write(Array(bytes[..<start] + bytes[(start + first)...]))
    #expect(throws: AccessLogError.self) { try log().open() }
  }

  @Test("goes on in further files, through which the chain runs; all are needed, in their order")
  func segments() throws {
    for number in 0..<40 { try append(log(fileSize: 500), number) }
    let files = try Directory.names(in: folder.path + "/access")
    #expect(files.count > 5)
    let items = try log().records(from: 0, limit: 100)
    #expect(items.map(\.record.time.milliseconds) == Array(0..<40))
    #expect(items.dropFirst().map(\.record.previous) == items.dropLast().map(\.record.hash))
    #expect(try log().records(from: 3, limit: 9) == Array(items[3..<12]))
    for file in files {
      let size = try File.contents(of: folder.path + "/access/" + file).count
      #expect(size <= 500 && size > FileHeader.byteCount)
    }
    let second = try File.contents(of: path(2))
    for change in [nil, try File.contents(of: path(3)), Array(second.dropLast())] {
      if let change { try File.replace(path(2), with: change) } else { try Directory.remove(path(2)) }
      #expect(throws: AccessLogError.self) { try log().open() }
      try File.replace(path(2), with: second)
    }
    try log().open()
    // A file that was begun and has nothing in it yet.
    let next = files.count + 1
    try File.replace(
      folder.path + "/access/" + FileHeader.Kind.access.fileName(UInt64(next)),
      with: FileHeader(.access, network: network, number: UInt64(next), first: 40).encoded)
    #expect(try log().head().hash == items[39].record.hash)
    try append(log(), 40)
    #expect(try log().head().count == 41)
  }

  @Test("tells an account who read of it: by its name, and in stretches of the log with entries of its")
  func about() throws {
    let log = log()
    func append(_ target: String, _ entries: Range<UInt64>? = nil) throws {
      try log.append(
        AccountNumber(3), credential: 0, method: "GET", target: Text(target), entries: entries,
        at: BlockTime(milliseconds: 0))
    }
    let account = AccountNumber(9)
    for first in stride(from: 0 as UInt64, to: 50, by: 10) {
      try append("/v1/audit/openings?from=\(first)", first..<first + 10)
      try append("/v1/accounts/\(account)/balance")
    }
    func numbers(_ account: AccountNumber, before: Int = .max, limit: Int = 100, entries: [UInt64]) throws -> [Int] {
      try log.records(about: account, before: before, limit: limit) { stretch in
        entries.contains { stretch.contains($0) }
      }
      .map(\.number)
    }
    #expect(try numbers(account, entries: [5, 29, 30]) == [9, 7, 6, 5, 4, 3, 1, 0])
    #expect(try numbers(account, limit: 3, entries: [5, 29, 30]) == [9, 7, 6])
    #expect(try numbers(account, before: 6, limit: 3, entries: [5, 29, 30]) == [5, 4, 3])
    #expect(try numbers(AccountNumber(10), entries: [10]) == [2])
    #expect(try numbers(AccountNumber(10), entries: [50]).isEmpty)
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
