import Model
import Signing

/// What an account holds, as its state leaf has it (docs/FORMATS.md, money).
public struct MoneyLeaf: Equatable, Sendable {
  public let account: AccountNumber
  /// Without the salt nobody can guess the leaf from its hash.
  public let salt: Salt
  public let free: Int64
  public let takings: Int64
  /// How many of the log's entries name the account, modulo 2³².
  public let entries: UInt32
  /// Classes with a balance, in order of their number.
  public let vouchers: [Voucher]
  /// The last civil day anything was spent on, days since 1970, and how much; nil where nothing ever was.
  public let spent: (day: UInt32, amount: Int64)?

  public static func == (a: MoneyLeaf, b: MoneyLeaf) -> Bool {
    a.account == b.account && a.salt == b.salt && a.free == b.free && a.takings == b.takings
      && a.entries == b.entries && a.vouchers == b.vouchers && a.spent?.day == b.spent?.day
      && a.spent?.amount == b.spent?.amount
  }

  public struct Voucher: Equatable, Sendable {
    public let voucherClass: UInt32
    public let amount: Int64
  }

  static let headLength = 41
  static let classLength = 12

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    let tail = preimage.count - Self.headLength
    guard tail >= 0, tail % Self.classLength == 0, let salt = Salt([UInt8](preimage[5..<21])) else { return nil }
    self.salt = salt
    var parts: [Voucher]
    (account, free, takings, entries, parts) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress!
      let parts = stride(from: Self.headLength, to: bytes.count, by: Self.classLength).map {
        Voucher(voucherClass: p.loadLittleEndian(at: $0), amount: p.loadLittleEndian(at: $0 + 4))
      }
      return (
        AccountNumber(p.loadLittleEndian(at: 1)), p.loadLittleEndian(at: 21), p.loadLittleEndian(at: 29),
        p.loadLittleEndian(at: 37), parts
      )
    }
    let day: UInt32 = 1 << 31
    spent = parts.last.flatMap { $0.voucherClass & day == 0 ? nil : (day: $0.voucherClass & ~day, amount: $0.amount) }
    if spent != nil { parts.removeLast() }
    vouchers = parts
  }

  public func amount(ofClass number: UInt32) -> Int64 { vouchers.first { $0.voucherClass == number }?.amount ?? 0 }
}
