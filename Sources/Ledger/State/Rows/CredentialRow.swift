import Model
import Signing

/// A key that may act for an account. What changes with every command lies in its lane.
public struct CredentialRow: TableRecord, Equatable {
  public var account: AccountNumber
  public var number: UInt16
  public var status: Status
  /// 0 P-256, 1 WebAuthn, 2 Ed25519.
  public var kind: UInt8
  public var tier: UInt8
  /// Row of the account's next credential.
  public var next: UInt32
  /// The key's 64 bytes; an Ed25519 key has 32, and zeros.
  public var keyHigh: Digest
  public var keyLow: Digest

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case none = 0
    case live = 1
    case removed = 2
  }

  public init() {
    account = .none
    number = 0
    status = .none
    kind = 0
    tier = 0
    next = .max
    keyHigh = .zero
    keyLow = .zero
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 77 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(account.raw, to: bytes, at: 0)
    LittleEndian.store(number, to: bytes, at: 4)
    LittleEndian.store(status.rawValue, to: bytes, at: 6)
    LittleEndian.store(kind, to: bytes, at: 7)
    LittleEndian.store(tier, to: bytes, at: 8)
    LittleEndian.store(next, to: bytes, at: 9)
    LittleEndian.store(keyHigh, to: bytes, at: 13)
    LittleEndian.store(keyLow, to: bytes, at: 45)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    account = AccountNumber(LittleEndian.load(from: bytes, at: 0))
    number = LittleEndian.load(from: bytes, at: 4)
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 6)) ?? .none
    kind = LittleEndian.load(from: bytes, at: 7)
    tier = LittleEndian.load(from: bytes, at: 8)
    next = LittleEndian.load(from: bytes, at: 9)
    keyHigh = LittleEndian.load(from: bytes, at: 13)
    keyLow = LittleEndian.load(from: bytes, at: 45)
  }
}
