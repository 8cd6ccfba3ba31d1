import Model
import Signing

/// A licensed shop.
public struct MerchantRow: TableRecord, Equatable {
  public var account: AccountNumber
  public var category: UInt16
  public var suspended: Bool
  public var licensed: Bool
  public var cashAgent: Bool
  public var owner: AccountNumber
  public var region: UInt64
  /// Licence classes held, as bits by their place in the ledger's list.
  public var licences: UInt64
  /// Digest of the shop's public record.
  public var shop: Digest

  public init() {
    account = .none
    category = 0
    suspended = false
    licensed = false
    cashAgent = false
    owner = .none
    region = 0
    licences = 0
    shop = .zero
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 61 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(account.raw, to: bytes, at: 0)
    LittleEndian.store(category, to: bytes, at: 4)
    LittleEndian.store(UInt8(suspended ? 1 : 0), to: bytes, at: 6)
    LittleEndian.store(UInt8(licensed ? 1 : 0), to: bytes, at: 7)
    LittleEndian.store(UInt8(cashAgent ? 1 : 0), to: bytes, at: 8)
    LittleEndian.store(owner.raw, to: bytes, at: 9)
    LittleEndian.store(region, to: bytes, at: 13)
    LittleEndian.store(licences, to: bytes, at: 21)
    LittleEndian.store(shop, to: bytes, at: 29)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    account = AccountNumber(LittleEndian.load(from: bytes, at: 0))
    category = LittleEndian.load(from: bytes, at: 4)
    suspended = LittleEndian.load(from: bytes, at: 6) as UInt8 == 1
    licensed = LittleEndian.load(from: bytes, at: 7) as UInt8 == 1
    cashAgent = LittleEndian.load(from: bytes, at: 8) as UInt8 == 1
    owner = AccountNumber(LittleEndian.load(from: bytes, at: 9))
    region = LittleEndian.load(from: bytes, at: 13)
    licences = LittleEndian.load(from: bytes, at: 21)
    shop = LittleEndian.load(from: bytes, at: 29)
  }
}
