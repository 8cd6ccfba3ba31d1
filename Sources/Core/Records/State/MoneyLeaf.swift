import Model
import Signing

/// What an account holds, as its state leaf has it (docs/FORMATS.md, money).
public struct MoneyLeaf: Equatable, Sendable {
  public let account: AccountNumber
  /// Without the salt nobody can guess the leaf from its hash.
  public let salt: Salt
  public let free: Int64
  public let takings: Int64
  /// Classes with a balance, in order of their number.
  public let vouchers: [Voucher]

  public struct Voucher: Equatable, Sendable {
    public let voucherClass: UInt32
    public let amount: Int64
  }

  static let headLength = 37
  static let classLength = 12

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    let tail = preimage.count - Self.headLength
    guard tail >= 0, tail % Self.classLength == 0, let salt = Salt([UInt8](preimage[5..<21])) else { return nil }
    self.salt = salt
    (account, free, takings, vouchers) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress!
      let vouchers = stride(from: Self.headLength, to: bytes.count, by: Self.classLength).map {
        Voucher(voucherClass: p.loadLittleEndian(at: $0), amount: p.loadLittleEndian(at: $0 + 4))
      }
      return (
        AccountNumber(p.loadLittleEndian(at: 1)), p.loadLittleEndian(at: 21), p.loadLittleEndian(at: 29), vouchers
      )
    }
  }

  public func amount(ofClass number: UInt32) -> Int64 { vouchers.first { $0.voucherClass == number }?.amount ?? 0 }
}
