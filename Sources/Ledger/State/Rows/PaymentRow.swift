import Model
import Signing

/// A payment that may still be refunded.
public struct PaymentRow: TableRecord, Equatable {
  public var entry: UInt64
  public var payer: AccountNumber
  public var merchant: AccountNumber
  public var time: BlockTime
  public var firstPart: UInt32
  public var partCount: UInt16

  public init() {
    entry = 0
    payer = .none
    merchant = .none
    time = BlockTime(milliseconds: 0)
    firstPart = 0
    partCount = 0
  }

  public static var rowsPerLeaf: Int { 16 }
  public static var encodedLength: Int { 30 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(entry, to: bytes, at: 0)
    LittleEndian.store(payer.raw, to: bytes, at: 8)
    LittleEndian.store(merchant.raw, to: bytes, at: 12)
    LittleEndian.store(time.milliseconds, to: bytes, at: 16)
    LittleEndian.store(firstPart, to: bytes, at: 24)
    LittleEndian.store(partCount, to: bytes, at: 28)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    entry = LittleEndian.load(from: bytes, at: 0)
    payer = AccountNumber(LittleEndian.load(from: bytes, at: 8))
    merchant = AccountNumber(LittleEndian.load(from: bytes, at: 12))
    time = BlockTime(milliseconds: LittleEndian.load(from: bytes, at: 16))
    firstPart = LittleEndian.load(from: bytes, at: 24)
    partCount = LittleEndian.load(from: bytes, at: 28)
  }
}
