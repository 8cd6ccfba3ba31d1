import Coding
import Model
import Presentation
import Records

/// Something that happened to an account and that its owner wants to hear of.
public struct AccountEvent: Equatable, Sendable {
  public let account: AccountNumber
  public let kind: Kind
  public let detail: Detail
  /// Index of the log entry that says so; of the block's own entry where the ledger only reached a time.
  public let entry: UInt64
  public let time: BlockTime
  /// Whole rupiah: what arrived, or what is left to spend.
  public var amount: Int64?
  /// The series of the programme whose money it is.
  public var series: Text?
  /// When a voucher's last day ends.
  public var expires: BlockTime?
  /// The credential that acted, or was removed.
  public var credential: UInt16?
  /// Entry of the appeal that was answered.
  public var appeal: UInt64?

  public init(_ kind: Kind, _ detail: Detail, account: AccountNumber, entry: UInt64, time: BlockTime) {
    self.kind = kind
    self.detail = detail
    self.account = account
    self.entry = entry
    self.time = time
  }

  public enum Kind: UInt8, Sendable, CaseIterable {
    case paymentArrived = 1
    case voucherExpiring = 2
    case credentialChanged = 3
    case appealAnswered = 4
    case helperPaid = 5

    public var name: String {
      switch self {
      case .paymentArrived: "payment-arrived"
      case .voucherExpiring: "voucher-expiring"
      case .credentialChanged: "credential-changed"
      case .appealAnswered: "appeal-answered"
      case .helperPaid: "helper-paid"
      }
    }
  }

  /// What exactly, in one word.
  public enum Detail: String, Sendable, CaseIterable {
    case disbursement, transfer, refund, sale
    case cashIn = "cash-in"
    case cashOut = "cash-out"
    case supplierPayment = "supplier-payment"
    case sevenDays = "7-days"
    case oneDay = "1-day"
    case claimed, added, removed, frozen, unfrozen, limits, guardians, recovered
    case recoveryAsked = "recovery-asked"
    case recoveryLocked = "recovery-locked"
    case recoveryDisputed = "recovery-disputed"
    case recoveryStopped = "recovery-stopped"
    case upheld, refused
  }
}

extension AccountEvent {
  /// As its owner reads it on a stream only they can open.
  public var json: JSON {
    var members: [JSON.Member] = [
      .init(key: "kind", value: .string(kind.name)), .init(key: "detail", value: .string(detail.rawValue)),
      .init(key: "entry", value: JSON(entry)), .init(key: "time", value: time.json),
    ]
    if let amount { members.append(.init(key: "amount", value: .int(amount))) }
    if let series { members.append(.init(key: "series", value: .string(series.string))) }
    if let expires { members.append(.init(key: "expires", value: expires.json)) }
    if let credential { members.append(.init(key: "credential", value: JSON(credential))) }
    if let appeal { members.append(.init(key: "appeal", value: JSON(appeal))) }
    return .object(members)
  }
}
