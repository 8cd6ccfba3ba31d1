import Model
import Signing

/// The decision for one registrant in one cycle.
public struct EntitlementRow: TableRecord, Equatable {
  public var verdict: Verdict
  public var reason: UInt8
  public var detail: UInt16
  public var revision: UInt32
  public var entitled: Int64
  public var paid: Int64

  public enum Verdict: UInt8, Sendable, BitwiseCopyable {
    /// Not decided yet, or not a registrant.
    case none = 0
    case yes = 1
    /// `reason` is the eligibility rule that said no, or `noPayment`.
    case no = 2
    /// `reason` is the fact input that is missing, `detail` its field, or 0xFFFF for the whole record.
    case undecided = 3
  }

  /// All eligibility rules held, but no payment rule did.
  public static let noPayment: UInt8 = .max

  public init() {
    verdict = .none
    reason = 0
    detail = 0
    revision = 0
    entitled = 0
    paid = 0
  }

  public static var rowsPerLeaf: Int { 64 }
  public static var encodedLength: Int { 24 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(verdict.rawValue, to: bytes, at: 0)
    LittleEndian.store(reason, to: bytes, at: 1)
    LittleEndian.store(detail, to: bytes, at: 2)
    LittleEndian.store(revision, to: bytes, at: 4)
    LittleEndian.store(entitled, to: bytes, at: 8)
    LittleEndian.store(paid, to: bytes, at: 16)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    verdict = Verdict(rawValue: LittleEndian.load(from: bytes, at: 0)) ?? .none
    reason = LittleEndian.load(from: bytes, at: 1)
    detail = LittleEndian.load(from: bytes, at: 2)
    revision = LittleEndian.load(from: bytes, at: 4)
    entitled = LittleEndian.load(from: bytes, at: 8)
    paid = LittleEndian.load(from: bytes, at: 16)
  }
}
