import Coding
import Platform
import Signing

/// Every evaluation an agency's key has made: who asked, when, about how many people. A sequence of CBOR records in one
/// file, each with the digest of the one before, so that none can be changed or taken out without breaking those behind it.
///
/// There is nothing about the people: blinded elements are random, and only their request's digest is kept.
public struct EvaluationLog: Sendable {
  public private(set) var records: [Record] = []
  private var end = 0
  private let file: File

  public struct Record: Hashable, Sendable {
    public let index: UInt64
    /// Of the record before; zero in the first.
    public let previous: Digest
    /// Milliseconds since 1970.
    public let time: Int64
    /// The officer's key.
    public let officer: PublicKey
    public let count: UInt8
    public let keyVersion: UInt8
    /// Of the signed request.
    public let request: Digest

    public var digest: Digest { SHA256.hash(encoded) }

    /// Of an encoding; any two have more bytes together.
    static let maximumBytes = 160
  }

  /// Opens the file, or begins one. A record that was cut off in the middle was never answered for, and goes.
  public init(_ path: String) throws(EvaluatorError) {
    let bytes: [UInt8]
    do throws(StorageError) {
      file = try File(path, .createOrUpdate)
      bytes = try file.read(try file.size, at: 0)
    } catch {
      throw .storage(error)
    }
    var reader = CBORReader(bytes)
    while !reader.isAtEnd {
      do throws(CodingError) {
        let record = try Record(from: &reader)
        guard record.index == UInt64(records.count), record.previous == head else { throw reader.error(.reserved) }
        records.append(record)
      } catch {
        // More than one record's bytes behind the cut are no torn tail, and are not to be lost.
        guard error.kind == .truncated, bytes.count - end < Record.maximumBytes else {
          throw .damagedLog(record: records.count)
        }
        break
      }
      end = reader.offset
    }
    do throws(StorageError) {
      if end < bytes.count { try file.resize(end) }
    } catch {
      throw .storage(error)
    }
  }

  /// The digest of the last record: whoever keeps it notices if records go.
  public var head: Digest { records.last?.digest ?? .zero }

  /// Returns when the record would outlast a power cut.
  mutating func append(
    time: Int64, officer: PublicKey, count: UInt8, keyVersion: UInt8, request: Digest
  ) throws(EvaluatorError) {
    let record = Record(
      index: UInt64(records.count), previous: head, time: time, officer: officer, count: count, keyVersion: keyVersion,
      request: request)
    let bytes = record.encoded
    do throws(StorageError) {
      try file.write(bytes, at: end)
      try file.synchronise()
    } catch {
      throw .storage(error)
    }
    records.append(record)
    end += bytes.count
  }
}

/// `[1, index, previous, time, officer, count, key version, request]`
extension EvaluationLog.Record: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(8)
    w.unsigned(1 as UInt64)
    w.unsigned(index)
    w.value(previous)
    w.signed(time)
    w.value(officer)
    w.unsigned(count)
    w.unsigned(keyVersion)
    w.value(request)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.array(exactly: 8)
    guard try r.unsigned() == 1 as UInt64 else { throw r.error(.invalid("not version 1")) }
    index = try r.unsigned()
    previous = try r.value()
    time = try r.signed()
    guard time >= 0 else { throw r.error(.outOfRange) }
    officer = try r.value()
    count = try r.unsigned()
    keyVersion = try r.unsigned()
    request = try r.value()
  }
}
