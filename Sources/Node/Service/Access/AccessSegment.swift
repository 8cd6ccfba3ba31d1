import Platform
import Records
import Storage

/// One file of the access log, open, and where its records stand.
struct AccessSegment: Sendable {
  /// The number of its first record.
  let first: Int
  private let file: StoredFile
  /// Where each record begins, and where the last one ends.
  private var places = [FileHeader.byteCount]

  init(_ file: StoredFile, first: Int) {
    self.file = file
    self.first = first
  }

  /// The number of the record behind its last.
  var end: Int { first + places.count - 1 }
  var byteCount: Int { places[places.count - 1] }

  mutating func add(_ byteCount: Int) { places.append(self.byteCount + byteCount) }

  /// Writes behind the last record, durably.
  func write(_ frame: [UInt8]) throws(StorageError) {
    try file.write(frame, at: byteCount)
    try file.synchronise()
  }

  /// - Parameter numbers: of records that are all in this file.
  func items(_ numbers: Range<Int>) throws(AccessLogError) -> [AccessLog.Item] {
    let (start, end) = (places[numbers.lowerBound - first], places[numbers.upperBound - first])
    let bytes: [UInt8]
    do throws(StorageError) { bytes = try file.read(end - start, at: start) } catch { throw .storage(error) }
    return try numbers.map { (number) throws(AccessLogError) in
      let place = places[number - first]
      guard let (record, _) = AccessFrame.decode(bytes[(place - start)...]) else {
        throw .damaged(file: file.path, offset: place)
      }
      return AccessLog.Item(number: number, record: record)
    }
  }
}
