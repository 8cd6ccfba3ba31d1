import Coding
import Engine
import Model
import Platform
import Records
import Signing
import Storage
import Synchronization

/// Who read what is not theirs: a hash chain through numbered files in the data directory, so that nothing can be left out
/// or changed afterwards without its head telling. Files are begun as the last one fills; none is ever removed.
///
/// A record is on the disk before what it is about is shown. So the end of the newest file can only be torn where nothing
/// was shown, and is cut off; anything else that is not as it was written is damage, and nothing more is shown.
package final class AccessLog: Sendable {
  private let files: NumberedFiles
  private let network: NetworkID
  private let fileSize: Int
  private let disk: Disk
  private let state = Mutex<Contents?>(nil)

  package static let defaultFileSize = 64 << 20

  /// - Parameter fileSize: a file that would grow beyond it is followed by another.
  package init(
    in directory: String, network: NetworkID, fileSize: Int = AccessLog.defaultFileSize, disk: Disk = .real
  ) {
    files = NumberedFiles("\(directory)/\(FileNames.access)", .access)
    self.network = network
    self.fileSize = fileSize
    self.disk = disk
  }

  package struct Item: Equatable, Sendable {
    package let number: Int
    package let record: AccessRecord
  }

  private struct Contents: Sendable {
    var segments: [AccessSegment] = []
    var head: Digest
    /// Records that name an account, by it.
    var subjects: [AccountNumber: [Int]] = [:]
    /// Records that showed a stretch of the log.
    var stretches: [(number: Int, entries: Range<UInt64>)] = []
    /// Something could not be written: what follows it would be unreadable.
    var hasFailed = false

    var count: Int { segments.last?.end ?? 0 }

    mutating func add(_ record: AccessRecord, byteCount: Int) {
      if let subject = record.subject { subjects[subject, default: []].append(count) }
      if let entries = record.entries { stretches.append((count, entries)) }
      head = record.hash
      segments[segments.count - 1].add(byteCount)
    }

    func items(_ range: Range<Int>) throws(AccessLogError) -> [Item] {
      var items: [Item] = []
      for segment in segments where segment.first < range.upperBound && range.lowerBound < segment.end {
        items += try segment.items(range.clamped(to: segment.first..<segment.end))
      }
      return items
    }
  }

  /// Records and the last one's hash, or the network's id before the first.
  package func head() throws(AccessLogError) -> (count: Int, hash: Digest) {
    try reading { contents throws(AccessLogError) in (contents.count, contents.head) }
  }

  /// Reads what there is, so that damage is known from the start.
  package func open() throws(AccessLogError) { _ = try head() }

  /// Writes a record; when it returns, the record is durable.
  ///
  /// - Parameter entries: the stretch of the log whose openings are shown.
  package func append(
    _ account: AccountNumber, credential: UInt16, method: Text, target: Text, entries: Range<UInt64>? = nil,
    at time: BlockTime
  ) throws(AccessLogError) {
    try reading { (contents) throws(AccessLogError) in
      guard !contents.hasFailed else { throw .failed }
      let record = AccessRecord(
        previous: contents.head, time: time, account: account, credential: credential, method: method, target: target,
        entries: entries)
      let frame = AccessFrame.encode(record)
      try makeRoom(for: frame.count, in: &contents)
      do throws(StorageError) {
        try contents.segments[contents.segments.count - 1].write(frame)
      } catch {
        contents.hasFailed = true
        throw .storage(error)
      }
      contents.add(record, byteCount: frame.count)
    }
  }

  /// Records in order, from one on.
  package func records(from first: Int, limit: Int) throws(AccessLogError) -> [Item] {
    try reading { (contents) throws(AccessLogError) in
      guard first < contents.count else { return [] }
      return try contents.items(first..<first + min(limit, contents.count - first))
    }
  }

  /// Records about an account, newest first: those that name it, and those that showed a stretch of the log with entries
  /// of its.
  ///
  /// - Parameter concerns: whether a stretch of the log has an entry of the account's.
  package func records(
    about account: AccountNumber, before: Int, limit: Int, concerns: (Range<UInt64>) -> Bool
  ) throws(AccessLogError) -> [Item] {
    try reading { (contents) throws(AccessLogError) in
      let named = (contents.subjects[account] ?? []).reversed().lazy.filter { $0 < before }.prefix(limit)
      var numbers = Array(named)
      for stretch in contents.stretches.reversed() where stretch.number < before && concerns(stretch.entries) {
        numbers.append(stretch.number)
        if numbers.count == named.count + limit { break }
      }
      var items: [Item] = []
      for number in numbers.sorted(by: >).prefix(limit) {
        items += try contents.items(number..<number + 1)
      }
      return items
    }
  }

  private func reading<Result: Sendable>(
    _ body: (inout Contents) throws(AccessLogError) -> Result
  ) throws(AccessLogError) -> Result {
    try state.withLock { (state) throws(AccessLogError) in
      var contents: Contents
      if let open = state { contents = open } else { contents = try load() }
      state = nil
      defer { state = contents }
      return try body(&contents)
    }
  }

  // MARK: Files

  private func makeRoom(for byteCount: Int, in contents: inout Contents) throws(AccessLogError) {
    if let newest = contents.segments.last, newest.byteCount + byteCount <= fileSize { return }
    let number = UInt64(contents.segments.count) + 1
    let header = FileHeader(.access, network: network, number: number, first: UInt64(contents.count))
    do throws(StorageError) {
      if number == 1 { try Directory.create(files.directory) }
      let file = try StoredFile.create(
        files.path(number), size: FileHeader.byteCount, beginning: header.encoded, disk: disk)
      contents.segments.append(AccessSegment(file, first: contents.count))
    } catch {
      throw .storage(error)
    }
  }

  private func load() throws(AccessLogError) -> Contents {
    var contents = Contents(head: Digest(bytes: network.bytes)!)
    let numbers: [UInt64]
    do throws(StorageError) {
      numbers = Directory.exists(files.directory) ? try files.numbers() : []
    } catch {
      throw .storage(error)
    }
    for (place, number) in numbers.enumerated() {
      let expected = UInt64(place) + 1
      guard number == expected else { throw .damaged(file: files.path(expected), offset: 0) }
      try load(number, isNewest: place == numbers.count - 1, into: &contents)
    }
    return contents
  }

  private func load(_ number: UInt64, isNewest: Bool, into contents: inout Contents) throws(AccessLogError) {
    let path = files.path(number)
    let (file, bytes): (StoredFile, [UInt8])
    do throws(StorageError) {
      file = try StoredFile(path, disk: disk)
      bytes = try file.read(try file.size, at: 0)
    } catch {
      throw .storage(error)
    }
    let expected = FileHeader(.access, network: network, number: number, first: UInt64(contents.count))
    guard bytes.starts(with: expected.encoded) else { throw .damaged(file: path, offset: 0) }
    contents.segments.append(AccessSegment(file, first: contents.count))
    var place = FileHeader.byteCount
    while place < bytes.count, let (record, count) = AccessFrame.decode(bytes[place...]) {
      guard record.previous == contents.head else { throw .damaged(file: path, offset: place) }
      contents.add(record, byteCount: count)
      place += count
    }
    guard place < bytes.count else { return }
    guard isNewest, bytes.count - place < AccessFrame.maximumByteCount else {
      throw .damaged(file: path, offset: place)
    }
    do throws(StorageError) {
      try file.resize(place)
      try file.synchronise()
    } catch {
      throw .storage(error)
    }
  }
}
