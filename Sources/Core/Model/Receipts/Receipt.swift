import Signing

/// What the ledger did for one account: 96 bytes of fixed layout (docs/FORMATS.md), so that millions fit a flat buffer
/// and a blinded commitment costs two compressions of SHA-256.
///
/// | offset | field | |
/// |---|---|---|
/// | 0 | version | 1 |
/// | 1 | kind | `Receipt.Kind` |
/// | 2 | code | u16, `Rejection` or 0 |
/// | 4 | account | u32, whose lane or money it is |
/// | 8 | other | u32, the other account, or none |
/// | 12 | person | u32, the registrant of a programme that decides about persons, or none |
/// | 16 | class | u32, the voucher class, or none |
/// | 20 | credential | u16, who moved it, or none |
/// | 22 | mover | u8, `Receipt.Mover` |
/// | 23 | zero | |
/// | 24 | amount | i64 |
/// | 32 | fee | i64 |
/// | 40 | reference | u64: an earlier entry, a cycle number |
/// | 48 | time | i64, block time |
/// | 56 | zero | u64 |
/// | 64 | digest | command id, or what a disbursement's decision commits to |
public struct Receipt: Equatable, Sendable, BitwiseCopyable {
  public var kind: Kind
  public var mover: Mover
  public var code: UInt16
  public var credential: UInt16
  public var account: AccountNumber
  public var other: AccountNumber
  public var person: PersonNumber
  public var voucherClass: UInt32
  public var amount: Int64
  public var fee: Int64
  public var reference: UInt64
  public var time: BlockTime
  public var digest: Digest

  public static let byteCount = 96
  public static let none: UInt32 = .max

  public init(
    _ kind: Kind, account: AccountNumber, other: AccountNumber = .none, amount: Int64 = 0, time: BlockTime,
    digest: Digest
  ) {
    self.kind = kind
    mover = .ledger
    code = 0
    credential = .max
    self.account = account
    self.other = other
    person = .none
    voucherClass = Self.none
    self.amount = amount
    fee = 0
    reference = 0
    self.time = time
    self.digest = digest
  }

  public enum Kind: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    case rejected = 0
    case registered = 1
    case familyChanged = 2
    case claimed = 3
    case credentialAdded = 4
    case credentialRemoved = 5
    case guardiansSet = 6
    case frozen = 7
    case unfrozen = 8
    case erased = 9
    case factAttested = 10
    case factRetracted = 11
    case merchantRegistered = 12
    case merchantLicensed = 13
    case merchantSuspended = 14
    case limitsSet = 15
    case credentialAttested = 16
    case personCorrected = 17
    /// A helper made the payment of the entry `reference`: told to the owner beside it.
    case helperSpent = 18
    case disbursement = 20
    case payment = 21
    /// What one class, or free rupiah, gave to a payment made of several parts; `reference` is the payment's entry.
    case paymentPart = 22
    case transfer = 23
    case refund = 24
    case cashOut = 25
    case supplierPayment = 26
    case settlementRequested = 27
    case settlementConfirmed = 28
    case settlementFailed = 29
    /// A voucher's rest went back to the programme's fund.
    case expired = 30
    /// A citizen's own money came in as free rupiah.
    case cashIn = 31
    case appealFiled = 40
    case appealRefused = 41
    /// To be decided again, with what is known now or with a rule waived.
    case appealUpheld = 42
    case exceptionProposed = 43
    /// Nobody answered in time; `other` is who answers now.
    case appealEscalated = 44
    /// Somebody asks for a new key; `other` is the guardian or the agency, none where it is the owner's card.
    case recoveryStarted = 50
    /// Another guardian agrees.
    case recoveryJoined = 51
    /// Enough agree: unless the owner objects, the key changes when the lock ends.
    case recoveryLocked = 52
    case recoveryVetoed = 53
    /// A credential reported lost objected: a third agency decides.
    case recoveryDisputed = 54
    case recoveryRefused = 55
    /// The account has a new key, and none of its old ones.
    case recovered = 56
    /// Nobody else agreed in time.
    case recoveryLapsed = 57
  }

  /// Who moved the money: the first question an auditor asks.
  public enum Mover: UInt8, Sendable, BitwiseCopyable, CaseIterable {
    /// The rules: nobody's hand was on it.
    case ledger = 0
    case owner = 1
    case helper = 2
    case agent = 3
    case agency = 4
  }
}

extension Receipt {
  /// Writes the documented bytes.
  @inlinable
  public func encode(to p: UnsafeMutableRawPointer) {
    p.storeBytes(of: 1, as: UInt8.self)
    p.storeBytes(of: kind.rawValue, toByteOffset: 1, as: UInt8.self)
    p.storeBytes(of: code.littleEndian, toByteOffset: 2, as: UInt16.self)
    p.storeBytes(of: account.raw.littleEndian, toByteOffset: 4, as: UInt32.self)
    p.storeBytes(of: other.raw.littleEndian, toByteOffset: 8, as: UInt32.self)
    p.storeBytes(of: person.raw.littleEndian, toByteOffset: 12, as: UInt32.self)
    p.storeBytes(of: voucherClass.littleEndian, toByteOffset: 16, as: UInt32.self)
    p.storeBytes(of: credential.littleEndian, toByteOffset: 20, as: UInt16.self)
    p.storeBytes(of: UInt16(mover.rawValue).littleEndian, toByteOffset: 22, as: UInt16.self)
    p.storeBytes(of: amount.littleEndian, toByteOffset: 24, as: Int64.self)
    p.storeBytes(of: fee.littleEndian, toByteOffset: 32, as: Int64.self)
    p.storeBytes(of: reference.littleEndian, toByteOffset: 40, as: UInt64.self)
    p.storeBytes(of: time.milliseconds.littleEndian, toByteOffset: 48, as: Int64.self)
    p.storeBytes(of: 0, toByteOffset: 56, as: UInt64.self)
    digest.copy(to: p + 64)
  }

  /// The accounts that a receipt's documented bytes name; `other` is nil where there is none, or the same again. Nil for
  /// 96 zeros, which stand in a receipt's place where an entry is public.
  @inlinable
  public static func parties(_ p: UnsafeRawPointer) -> (account: AccountNumber, other: AccountNumber?)? {
    guard p.load(as: UInt8.self) != 0 else { return nil }
    let account = UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    let other = UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 8, as: UInt32.self))
    return (AccountNumber(account), other == none || other == account ? nil : AccountNumber(other))
  }

  public var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.byteCount) { buffer, count in
      encode(to: UnsafeMutableRawPointer(buffer.baseAddress!))
      count = Self.byteCount
    }
  }

  /// Reads the documented bytes; nil for another version, an unknown kind or padding that is not zero.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.byteCount, bytes[0] == 1, let kind = Kind(rawValue: bytes[1]),
      let mover = Mover(rawValue: bytes[22]), bytes[23] == 0, bytes[56..<64].allSatisfy({ $0 == 0 })
    else { return nil }
    self = bytes.withUnsafeBytes { p in
      var receipt = Receipt(
        kind, account: AccountNumber(UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 4, as: UInt32.self))),
        other: AccountNumber(UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 8, as: UInt32.self))),
        amount: Int64(littleEndian: p.loadUnaligned(fromByteOffset: 24, as: Int64.self)),
        time: BlockTime(
          milliseconds: Int64(littleEndian: p.loadUnaligned(fromByteOffset: 48, as: Int64.self))),
        digest: Digest(loading: p.baseAddress! + 64))
      receipt.mover = mover
      receipt.code = UInt16(littleEndian: p.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
      receipt.person = PersonNumber(UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 12, as: UInt32.self)))
      receipt.voucherClass = UInt32(littleEndian: p.loadUnaligned(fromByteOffset: 16, as: UInt32.self))
      receipt.credential = UInt16(littleEndian: p.loadUnaligned(fromByteOffset: 20, as: UInt16.self))
      receipt.fee = Int64(littleEndian: p.loadUnaligned(fromByteOffset: 32, as: Int64.self))
      receipt.reference = UInt64(littleEndian: p.loadUnaligned(fromByteOffset: 40, as: UInt64.self))
      return receipt
    }
  }
}
