import Model
import Signing

/// The decision for one registrant in one cycle.
public struct EntitlementRow: TableRecord, Equatable {
  public var verdict: Verdict
  /// Something was learnt that may change the decision: it is taken again when its turn comes.
  public var isPending: Bool
  /// An appeal was upheld: when its turn comes the decision does not fall.
  public var isUpheld: Bool
  public var reason: UInt8
  public var detail: UInt16
  /// Height of the block that last decided otherwise than before; zero for the first decision.
  public var revisedAt: UInt32
  public var entitled: Int64
  public var paid: Int64

  public enum Verdict: UInt8, Sendable, BitwiseCopyable {
    /// Not decided yet, or not a registrant.
    case none = 0
    case yes = 1
    /// `reason` is the eligibility rule that said no, or `noPayment`.
    case no = 2
    /// `reason` is the fact input that is missing, `detail` its column among the rules' inputs, or `wholeRecord`; or
    /// `reason` is one of `series`, `fault` and `detail` the series or the rule.
    case undecided = 3
  }

  /// All eligibility rules held, but no payment rule did.
  public static let noPayment: UInt8 = .max
  /// There is no such fact at all.
  public static let wholeRecord: UInt16 = .max
  /// Waits for another series to decide.
  public static let series: UInt8 = .max
  /// A rule could not be computed.
  public static let fault: UInt8 = .max - 1

  public init() {
    verdict = .none
    isPending = false
    isUpheld = false
    reason = 0
    detail = 0
    revisedAt = 0
    entitled = 0
    paid = 0
  }

  public static var rowsPerLeaf: Int { 64 }
  public static var encodedLength: Int { 24 }

  public func encode(to bytes: UnsafeMutableRawPointer) {
    LittleEndian.store(verdict.rawValue | (isPending ? 0x80 : 0) | (isUpheld ? 0x40 : 0), to: bytes, at: 0)
    LittleEndian.store(reason, to: bytes, at: 1)
    LittleEndian.store(detail, to: bytes, at: 2)
    LittleEndian.store(revisedAt, to: bytes, at: 4)
    LittleEndian.store(entitled, to: bytes, at: 8)
    LittleEndian.store(paid, to: bytes, at: 16)
  }

  public init(decoding bytes: UnsafeRawPointer) {
    let state: UInt8 = LittleEndian.load(from: bytes, at: 0)
    verdict = Verdict(rawValue: state & 0x3F) ?? .none
    isPending = state & 0x80 != 0
    isUpheld = state & 0x40 != 0
    reason = LittleEndian.load(from: bytes, at: 1)
    detail = LittleEndian.load(from: bytes, at: 2)
    revisedAt = LittleEndian.load(from: bytes, at: 4)
    entitled = LittleEndian.load(from: bytes, at: 8)
    paid = LittleEndian.load(from: bytes, at: 16)
  }

  /// The last height whose facts the decision knew. One taken again knew all up to the block before; commands come after
  /// decisions.
  func knownAt(cutOff: UInt64) -> UInt64 { revisedAt > 0 ? UInt64(revisedAt) - 1 : cutOff }
}
