import Model
import Signing

/// What one voucher class, or free rupiah, gave to a payment.
public struct PaymentPartRow: TableRecord, Equatable {
  public var voucherClass: UInt32
  public var amount: Int64
  public var refunded: Int64

  public init() {
    voucherClass = .max
    amount = 0
    refunded = 0
  }

  public static var rowsPerLeaf: Int { 32 }
  public static var encodedLength: Int { 20 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(voucherClass, to: bytes, at: 0)
    LittleEndian.store(amount, to: bytes, at: 4)
    LittleEndian.store(refunded, to: bytes, at: 12)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    voucherClass = LittleEndian.load(from: bytes, at: 0)
    amount = LittleEndian.load(from: bytes, at: 4)
    refunded = LittleEndian.load(from: bytes, at: 12)
  }
}
