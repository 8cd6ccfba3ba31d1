import Model
import Signing

/// A key that may act for an account. What changes with every command lies in its lane.
public struct CredentialRow: TableRecord, Equatable {
  public var account: AccountNumber
  public var number: UInt16
  public var status: Status
  /// 0 P-256, 1 WebAuthn, 2 Ed25519.
  public var kind: UInt8
  public var tier: Tier
  public var use: CredentialUse
  /// Its label and limits of its own (`TermsRow`), or none.
  public var terms: UInt32
  /// The recovery that calls it lost, and the last one it objected to while it was not above suspicion: rows of
  /// `RecoveryRow`, or none.
  public var lostIn: UInt32
  public var vetoed: UInt32
  /// Row of the account's next credential.
  public var next: UInt32
  /// The key's 64 bytes; an Ed25519 key has 32, and zeros.
  public var keyHigh: Digest
  public var keyLow: Digest

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case none = 0
    case live = 1
    case removed = 2
    /// An officer's key that its agency stopped.
    case suspended = 3
  }

  public static let none: UInt32 = .max

  public init() {
    account = .none
    number = 0
    status = .none
    kind = 0
    tier = .software
    use = .device
    terms = Self.none
    lostIn = Self.none
    vetoed = Self.none
    next = .max
    keyHigh = .zero
    keyLow = .zero
  }

  public static var rowsPerLeaf: Int { 1 }
  public static var encodedLength: Int { 90 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(account.raw, to: bytes, at: 0)
    LittleEndian.store(number, to: bytes, at: 4)
    LittleEndian.store(status.rawValue, to: bytes, at: 6)
    LittleEndian.store(kind, to: bytes, at: 7)
    LittleEndian.store(tier.rawValue, to: bytes, at: 8)
    LittleEndian.store(next, to: bytes, at: 9)
    LittleEndian.store(keyHigh, to: bytes, at: 13)
    LittleEndian.store(keyLow, to: bytes, at: 45)
    LittleEndian.store(use.rawValue, to: bytes, at: 77)
    LittleEndian.store(terms, to: bytes, at: 78)
    LittleEndian.store(lostIn, to: bytes, at: 82)
    LittleEndian.store(vetoed, to: bytes, at: 86)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    account = AccountNumber(LittleEndian.load(from: bytes, at: 0))
    number = LittleEndian.load(from: bytes, at: 4)
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 6)) ?? .none
    kind = LittleEndian.load(from: bytes, at: 7)
    tier = Tier(rawValue: LittleEndian.load(from: bytes, at: 8)) ?? .software
    next = LittleEndian.load(from: bytes, at: 9)
    keyHigh = LittleEndian.load(from: bytes, at: 13)
    keyLow = LittleEndian.load(from: bytes, at: 45)
    use = CredentialUse(rawValue: LittleEndian.load(from: bytes, at: 77)) ?? .helper
    terms = LittleEndian.load(from: bytes, at: 78)
    lostIn = LittleEndian.load(from: bytes, at: 82)
    vetoed = LittleEndian.load(from: bytes, at: 86)
  }
}
