import Model
import Signing

/// Takings on their way to a bank.
public struct SettlementRow: TableRecord, Equatable {
  public var entry: UInt64
  public var merchant: AccountNumber
  public var amount: Int64
  public var status: Status

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case open = 0
    case settled = 1
    case failed = 2
  }

  public init() {
    entry = 0
    merchant = .none
    amount = 0
    status = .open
  }

  public static var rowsPerLeaf: Int { 16 }
  public static var encodedLength: Int { 21 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(entry, to: bytes, at: 0)
    LittleEndian.store(merchant.raw, to: bytes, at: 8)
    LittleEndian.store(amount, to: bytes, at: 12)
    LittleEndian.store(status.rawValue, to: bytes, at: 20)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    entry = LittleEndian.load(from: bytes, at: 0)
    merchant = AccountNumber(LittleEndian.load(from: bytes, at: 8))
    amount = LittleEndian.load(from: bytes, at: 12)
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 20)) ?? .open
  }
}
