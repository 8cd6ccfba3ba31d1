import Coding

/// An account's dense number on the ledger: a place in its tables, never a key.
public struct AccountNumber: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let raw: UInt32

  @inlinable
  public init(_ raw: UInt32) { self.raw = raw }

  /// Its row in the account tables.
  @inlinable
  public var row: Int { Int(raw) }

  @inlinable
  public static func < (a: AccountNumber, b: AccountNumber) -> Bool { a.raw < b.raw }

  /// Stands for "no account" in fixed-size records.
  public static let none = AccountNumber(.max)
}

extension AccountNumber: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.unsigned(raw) }
  public init(from r: inout CBORReader) throws(CodingError) { raw = try r.unsigned() }
}

extension AccountNumber: CustomStringConvertible {
  /// The account as people see it (`AccountName`).
  public var description: String { AccountName(self).text }
}
