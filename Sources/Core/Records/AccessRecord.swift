import Coding
import Model
import Signing

/// One reading of what is private by somebody else than its owner, as the access log keeps it. Each record names the hash
/// of the one before, so none can be left out or changed without the log's head telling.
public struct AccessRecord: Equatable, Sendable {
  /// Of the record before; of the first, the network's id.
  public let previous: Digest
  public let time: BlockTime
  /// Who read, and which of its credentials signed.
  public let account: AccountNumber
  public let credential: UInt16
  /// What was asked, as in the request's first line.
  public let method: Text
  public let target: Text
  /// The stretch of the log whose openings were shown; nil where it was something else.
  public let entries: Range<UInt64>?

  public static let maximumBytes = 4096

  public init(
    previous: Digest, time: BlockTime, account: AccountNumber, credential: UInt16, method: Text, target: Text,
    entries: Range<UInt64>? = nil
  ) {
    self.previous = previous
    self.time = time
    self.account = account
    self.credential = credential
    self.method = method
    self.target = target
    self.entries = entries
  }

  public var hash: Digest { SHA256.hash(encoded) }

  /// The account that was read about, where the target names one: `/v1/accounts/SLR-…/…`.
  public var subject: AccountNumber? {
    let path = target.utf8.prefix { $0 != UInt8(ascii: "?") }
    let parts = path.split(separator: UInt8(ascii: "/"))
    guard let place = parts.firstIndex(where: { $0.elementsEqual("accounts".utf8) }), place + 1 < parts.count else {
      return nil
    }
    return AccountName(parsing: String(decoding: Array(parts[place + 1]), as: UTF8.self))?.account
  }
}

/// `[1, previous, time, account, credential, method, target, [first entry, end] or null]`
extension AccessRecord: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(8)
    w.unsigned(1 as UInt64)
    w.digest(previous)
    time.encode(to: &w)
    account.encode(to: &w)
    w.unsigned(credential)
    w.name(method)
    w.name(target)
    w.optional(entries) { w, entries in
      w.array(2)
      w.unsigned(entries.lowerBound)
      w.unsigned(entries.upperBound)
    }
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 8)
    previous = try r.digest()
    time = try BlockTime(from: &r)
    account = try AccountNumber(from: &r)
    credential = try r.unsigned()
    method = try r.name(max: 16)
    target = try r.name(max: 2048)
    entries = try r.optional { (r) throws(CodingError) in
      try r.array(exactly: 2)
      let (first, end) = (try r.unsigned(), try r.unsigned())
      guard first <= end else { throw r.invalid("the stretch ends before it begins") }
      return first..<end
    }
  }
}
