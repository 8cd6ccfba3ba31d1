import Model
import Records
import Signing

// What a credential may spend: its tier's limits, or tighter ones its owner set. The day's sum is the account's, so that
// another credential does not bring another limit.

extension LedgerState {
  /// The limits of a credential at a time.
  public func limits(ofCredentialRow row: Int, at time: BlockTime) -> SpendingLimits {
    let credential = credentials[row]
    let most = parameters.limits(of: credential.tier)
    guard credential.terms != CredentialRow.none else { return most }
    return most.tightened(to: terms[Int(credential.terms)].limits(at: time))
  }

  func checkLimits(_ amount: Rupiah, _ context: CommandContext, at time: BlockTime) throws(Rejection) {
    let limits = limits(ofCredentialRow: context.credentialRow, at: time)
    guard amount <= limits.perPayment else { throw .abovePaymentLimit }
    let most = isBeingRecovered(context.by) ? min(limits.perDay, parameters.recoveryCap) : limits.perDay
    let spent = Rupiah(money.spent(by: context.by, day: parameters.day(of: time)))
    guard let total = spent.adding(amount), total <= most else { throw .aboveDayLimit }
  }

  mutating func countSpending(_ amount: Rupiah, _ context: CommandContext, at time: BlockTime) {
    money.addSpent(amount.amount, by: context.by, day: parameters.day(of: time))
  }

  /// A helper pays where its owner said, and not in its own shop.
  func checkHelper(_ context: CommandContext, at shop: MerchantRow) throws(Rejection) {
    guard context.isHelper else { return }
    let helper = terms[Int(credentials[context.credentialRow].terms)]
    guard shop.owner == .none || shop.owner != helper.helper else { throw .ownShop }
    guard helper.categoryCount == 0 || helper.allowed.contains(MerchantCategory(shop.category)) else {
      throw .notForHelper
    }
  }

  /// The owner's limits for one of its credentials. Tighter ones hold at once, in both parts; looser ones wait, and
  /// nothing that waited before them counts any more.
  mutating func setLimits(
    _ limits: SpendingLimits, of number: UInt16, _ context: CommandContext, block: inout BlockContext
  ) throws(Rejection) -> UInt64 {
    guard context.account.kind == .family else { throw .notAFamily }
    guard let row = credentialRow(context.by, number), credentials[row].status == .live else {
      throw .unknownCredential
    }
    guard limits.isWithin(parameters.limits(of: credentials[row].tier)) else { throw .limitTooHigh }
    // must succeed below
    let now = self.limits(ofCredentialRow: row, at: block.time)
    let from = limits.isWithin(now) ? block.time : block.time.advanced(by: parameters.loosening)
    setTerms(of: row) { terms in
      terms.limits = now.tightened(to: limits)
      terms.nextLimits = limits
      terms.nextFrom = from
    }
    var receipt = context.receipt(.limitsSet, time: block.time)
    receipt.reference = UInt64(number)
    return block.entries.append(receipt)
  }

  /// Changes a credential's terms, which it gets if it has none.
  mutating func setTerms(of row: Int, _ change: (inout TermsRow) -> Void) {
    if credentials[row].terms == CredentialRow.none {
      var blank = TermsRow()
      blank.salt = accounts[credentials[row].account.row].salt
      let index = UInt32(terms.append(blank))
      credentials.update(row) { $0.terms = index }
    }
    let index = Int(credentials[row].terms)
    terms.update(index, change)
  }
}
