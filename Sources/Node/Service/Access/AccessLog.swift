import Coding
import Engine
import Model
import Platform
import Records
import Signing
import Storage
import Synchronization

/// Who read what is not theirs, in a file of the data directory: a hash chain, so that nothing can be left out or changed
/// afterwards without its head telling.
///
/// A record is on the disk before what it is about is shown. So the end of the file can only be torn where nothing was
/// shown, and is cut off; anything else that is not as it was written is damage, and nothing more is shown.
package final class AccessLog: Sendable {
  private let folder: String
  private let path: String
  private let network: NetworkID
  private let disk: Disk
  private let state = Mutex<Contents?>(nil)

  package init(in folder: String, network: NetworkID, disk: Disk = .real) {
    self.folder = folder
    path = "\(folder)/\(FileNames.accessLog)"
    self.network = network
    self.disk = disk
  }

  package struct Item: Equatable, Sendable {
    package let number: Int
    package let record: AccessRecord
  }

  private struct Contents: Sendable {
    let file: StoredFile
    /// Where each record begins, and where the last one ends.
    var places: [Int] = [0]
    var head: Digest
    /// Records that name an account, by it.
    var subjects: [AccountNumber: [Int]] = [:]
    /// Something could not be written: what follows it would be unreadable.
    var hasFailed = false

    var count: Int { places.count - 1 }

    mutating func add(_ record: AccessRecord, byteCount: Int) {
      if let subject = record.subject { subjects[subject, default: []].append(count) }
      head = record.hash
      places.append(places[count] + byteCount)
    }
  }

  /// Records and the last one's hash, or the network's id before the first.
  package func head() throws(AccessLogError) -> (count: Int, hash: Digest) {
    try reading { contents throws(AccessLogError) in (contents.count, contents.head) }
  }

  /// Reads what there is, so that damage is known from the start.
  package func open() throws(AccessLogError) { _ = try head() }

  /// Writes a record; when it returns, the record is durable.
  package func append(
    _ account: AccountNumber, credential: UInt16, method: Text, target: Text, at time: BlockTime
  ) throws(AccessLogError) {
    try reading { (contents) throws(AccessLogError) in
      guard !contents.hasFailed else { throw .failed }
      let record = AccessRecord(
        previous: contents.head, time: time, account: account, credential: credential, method: method, target: target)
      let frame = AccessFrame.encode(record)
      do throws(StorageError) {
        try contents.file.write(frame, at: contents.places[contents.count])
        try contents.file.synchronise()
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
      return try Self.records(first..<first + min(limit, contents.count - first), contents)
    }
  }

  /// Records about an account, newest first.
  package func records(about account: AccountNumber, before: Int, limit: Int) throws(AccessLogError) -> [Item] {
    try reading { (contents) throws(AccessLogError) in
      let numbers = (contents.subjects[account] ?? []).reversed().lazy.filter { $0 < before }.prefix(limit)
      var items: [Item] = []
      for number in numbers { items += try Self.records(number..<number + 1, contents) }
      return items
    }
  }

  private static func records(_ range: Range<Int>, _ contents: Contents) throws(AccessLogError) -> [Item] {
    let (start, end) = (contents.places[range.lowerBound], contents.places[range.upperBound])
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try contents.file.read(end - start, at: start) } catch { throw .storage(error) }
    return try range.map { (number) throws(AccessLogError) in
      guard let (record, _) = AccessFrame.decode(bytes[(contents.places[number] - start)...]) else {
        throw .damaged(offset: contents.places[number])
      }
      return Item(number: number, record: record)
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

  // MARK: Opening

  private func load() throws(AccessLogError) -> Contents {
    let (file, bytes): (StoredFile, [UInt8])
    do throws(StorageError) {
      let isNew = !Directory.exists(path)
      file = try StoredFile(path, .createOrUpdate, disk: disk)
      if isNew { try Directory.synchronise(folder) }
      bytes = try file.read(try file.size, at: 0)
    } catch {
      throw .storage(error)
    }
    return try chain(bytes, file)
  }

  private func chain(_ bytes: [UInt8], _ file: StoredFile) throws(AccessLogError) -> Contents {
    var contents = Contents(file: file, head: Digest(bytes: network.bytes)!)
    var place = 0
    while place < bytes.count, let (record, count) = AccessFrame.decode(bytes[place...]) {
      guard record.previous == contents.head else { throw .damaged(offset: place) }
      contents.add(record, byteCount: count)
      place += count
    }
    guard place < bytes.count else { return contents }
    guard bytes.count - place < AccessFrame.maximumByteCount else { throw .damaged(offset: place) }
    do throws(StorageError) {
      try file.resize(place)
      try file.synchronise()
    } catch {
      throw .storage(error)
    }
    return contents
  }
}

/// Why readings cannot be recorded. Then nothing is shown to anybody but its owner.
package enum AccessLogError: Error {
  case storage(StorageError)
  case damaged(offset: Int)
  /// An earlier write failed; the next start finds out what of it is there.
  case failed
}

extension AccessLogError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .storage(let error): error.description
    case .damaged(let offset):
      "the access log is not as it was written from byte \(offset) on; keep it as evidence and restore the data directory"
    case .failed: "the access log could not be written; free its disk and start the node again"
    }
  }
}
