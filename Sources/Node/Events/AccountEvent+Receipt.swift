import Model
import Records

extension AccountEvent {
  /// What a receipt means to whom it concerns; nil where nobody has to be told.
  init?(_ receipt: Receipt, entry: UInt64, vouchers: VoucherCatalogue) {
    guard let (kind, detail, account) = Self.meaning(of: receipt) else { return nil }
    self.init(kind, detail, account: account, entry: entry, time: receipt.time)
    switch kind {
    case .paymentArrived:
      // What an agent handed out comes back to it with the fee.
      amount = receipt.amount + (detail == .cashOut ? receipt.fee : 0)
      series = vouchers.series(ofClass: receipt.voucherClass)
    case .credentialChanged:
      credential = detail == .removed ? UInt16(exactly: receipt.reference) : receipt.credential
      if detail == .claimed { credential = nil }
    case .appealAnswered: appeal = receipt.reference
    case .helperPaid: (amount, credential) = (receipt.amount, receipt.credential)
    case .voucherExpiring: break
    }
  }

  /// Whose owner is told of a receipt, if anybody's.
  public static func account(toldOf receipt: Receipt) -> AccountNumber? { meaning(of: receipt)?.2 }

  private static func meaning(of receipt: Receipt) -> (Kind, Detail, AccountNumber)? {
    switch receipt.kind {
    case .disbursement: (.paymentArrived, .disbursement, receipt.account)
    case .payment: (.paymentArrived, .sale, receipt.other)
    case .transfer: (.paymentArrived, .transfer, receipt.other)
    case .refund: (.paymentArrived, .refund, receipt.account)
    case .cashIn: (.paymentArrived, .cashIn, receipt.account)
    case .cashOut: (.paymentArrived, .cashOut, receipt.other)
    case .supplierPayment: (.paymentArrived, .supplierPayment, receipt.other)
    case .claimed: (.credentialChanged, .claimed, receipt.account)
    case .credentialAdded: (.credentialChanged, .added, receipt.account)
    case .credentialRemoved: (.credentialChanged, .removed, receipt.account)
    case .frozen: (.credentialChanged, .frozen, receipt.account)
    case .unfrozen: (.credentialChanged, .unfrozen, receipt.account)
    case .limitsSet: (.credentialChanged, .limits, receipt.account)
    case .guardiansSet: (.credentialChanged, .guardians, receipt.account)
    case .recoveryStarted: (.credentialChanged, .recoveryAsked, receipt.account)
    case .recoveryLocked: (.credentialChanged, .recoveryLocked, receipt.account)
    case .recoveryDisputed: (.credentialChanged, .recoveryDisputed, receipt.account)
    case .recoveryVetoed, .recoveryRefused, .recoveryLapsed: (.credentialChanged, .recoveryStopped, receipt.account)
    case .recovered: (.credentialChanged, .recovered, receipt.account)
    case .helperSpent: (.helperPaid, .sale, receipt.account)
    case .appealUpheld: (.appealAnswered, .upheld, receipt.account)
    case .appealRefused: (.appealAnswered, .refused, receipt.account)
    default: nil
    }
  }

  /// Whom a kind of receipt concerns, by its raw value: what millions of receipts are sifted with.
  static let concerned: [Concerned] = (UInt8.min...UInt8.max).map { raw in
    guard let kind = Receipt.Kind(rawValue: raw) else { return .nobody }
    let probe = Receipt(
      kind, account: AccountNumber(1), other: AccountNumber(2), time: BlockTime(milliseconds: 0), digest: .zero)
    // Erasing says nothing new to its owner, but ends what was subscribed.
    if kind == .erased { return .account }
    return switch meaning(of: probe)?.2 {
    case AccountNumber(1): .account
    case AccountNumber(2): .other
    default: .nobody
    }
  }

  enum Concerned: UInt8 { case nobody, account, other }
}
