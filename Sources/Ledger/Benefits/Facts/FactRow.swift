import Model
import Rules
import Signing

/// One attested fact: whom it is about, when it holds and the digest of its sealed bytes. What it says lies in the
/// schema's columns and in no leaf, so that erasing it changes no root.
public struct FactRow: TableRecord, Equatable {
  /// Place of the subject: account, person, or number in the schema's list of regions.
  public var subject: UInt32
  public var source: AccountNumber
  /// First and last day on which it holds; `Int32.max` where it has no last day.
  public var validFrom: Int32
  public var validUntil: Int32
  /// Row of the subject's fact before this one, or none.
  public var previous: UInt32
  public var status: Status
  /// Height of the block that brought it, and of the one that retracted it: `UInt64.max` where none did.
  public var recorded: UInt64
  public var retracted: UInt64
  public var seal: Digest

  public enum Status: UInt8, Sendable, BitwiseCopyable {
    case live = 0
    case retracted = 1
    case erased = 2
  }

  public static let none: UInt32 = .max

  public init() {
    subject = Self.none
    source = .none
    validFrom = 0
    validUntil = .max
    previous = Self.none
    status = .live
    recorded = 0
    retracted = .max
    seal = .zero
  }

  /// Whether it counted for someone who knew the blocks up to `height`.
  func isKnown(at height: UInt64) -> Bool { recorded <= height && (height < retracted || retracted == .max) }

  public static var rowsPerLeaf: Int { 4 }
  public static var encodedLength: Int { 69 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(subject, to: bytes, at: 0)
    LittleEndian.store(source.raw, to: bytes, at: 4)
    LittleEndian.store(validFrom, to: bytes, at: 8)
    LittleEndian.store(validUntil, to: bytes, at: 12)
    LittleEndian.store(previous, to: bytes, at: 16)
    LittleEndian.store(status.rawValue, to: bytes, at: 20)
    LittleEndian.store(recorded, to: bytes, at: 21)
    LittleEndian.store(retracted, to: bytes, at: 29)
    LittleEndian.store(seal, to: bytes, at: 37)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    subject = LittleEndian.load(from: bytes, at: 0)
    source = AccountNumber(LittleEndian.load(from: bytes, at: 4))
    validFrom = LittleEndian.load(from: bytes, at: 8)
    validUntil = LittleEndian.load(from: bytes, at: 12)
    previous = LittleEndian.load(from: bytes, at: 16)
    status = Status(rawValue: LittleEndian.load(from: bytes, at: 20)) ?? .live
    recorded = LittleEndian.load(from: bytes, at: 21)
    retracted = LittleEndian.load(from: bytes, at: 29)
    seal = LittleEndian.load(from: bytes, at: 37)
  }
}
