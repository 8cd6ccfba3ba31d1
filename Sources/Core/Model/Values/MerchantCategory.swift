import Coding

/// A merchant category code (ISO 18245), four digits.
public struct MerchantCategory: Hashable, Comparable, Sendable, BitwiseCopyable {
  public let code: UInt16

  public init(_ code: UInt16) { self.code = code }

  public static func < (a: MerchantCategory, b: MerchantCategory) -> Bool { a.code < b.code }
}

extension MerchantCategory: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.unsigned(UInt64(code)) }

  public init(from r: inout CBORReader) throws(CodingError) {
    let code: UInt16 = try r.unsigned()
    guard code <= 9999 else { throw r.invalid("a merchant category has four digits") }
    self.code = code
  }
}

extension MerchantCategory: CustomStringConvertible {
  public var description: String {
    let digits = String(code)
    return String(repeating: "0", count: 4 - digits.utf8.count) + digits
  }
}
