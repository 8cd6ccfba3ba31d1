import Coding

/// A person's dense number on the ledger. It says nothing about who the person is; the nullifier keeps it unique.
public struct PersonNumber: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let raw: UInt32

  @inlinable
  public init(_ raw: UInt32) { self.raw = raw }

  @inlinable
  public var row: Int { Int(raw) }

  @inlinable
  public static func < (a: PersonNumber, b: PersonNumber) -> Bool { a.raw < b.raw }

  /// Stands for "no person" in fixed-size records.
  public static let none = PersonNumber(.max)
}

extension PersonNumber: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.unsigned(raw) }
  public init(from r: inout CBORReader) throws(CodingError) { raw = try r.unsigned() }
}
