import Model

/// A payment that the payer has been shown. Showing it is what makes one, and a card opens for nothing else.
public struct ShownPayment: Hashable, Sendable {
  public let merchant: AccountNumber
  public let amount: Rupiah

  /// - Parameter show: puts both before the payer's eyes; returns when they are there.
  public init(
    to merchant: AccountNumber, amount: Rupiah, showing show: (_ merchant: AccountNumber, _ amount: Rupiah) -> Void
  ) {
    show(merchant, amount)
    self.merchant = merchant
    self.amount = amount
  }
}
