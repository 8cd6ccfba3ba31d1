import Model
import Records

/// What an account's whole history adds up to: a second way to its balance. The state counts the entries, so none can be
/// kept back; that they add up besides is the owner's own check of the ledger.
public struct Statement: Equatable, Sendable {
  public private(set) var free: Int64 = 0
  public private(set) var takings: Int64 = 0
  /// By class.
  public private(set) var vouchers: [UInt32: Int64] = [:]

  /// - Parameters:
  ///   - events: all of the account's, in any order.
  ///   - classes: the state's, which say when each expires.
  public init(of account: AccountNumber, events: [ProvenEvent], classes: [VoucherClass]) {
    let events = events.sorted { $0.entry < $1.entry }
    var parts: [UInt64: [Part]] = [:]
    for event in events where event.receipt.kind == .paymentPart {
      parts[event.receipt.reference, default: []].append(Part(event.receipt))
    }
    for event in events where event.receipt.kind == .payment || event.receipt.kind == .cashOut {
      if parts[event.entry] == nil { parts[event.entry] = [Part(event.receipt)] }
    }
    for event in events {
      if event.receipt.account == account { add(own: event, &parts, classes) }
      if event.receipt.other == account { add(others: event.receipt) }
    }
  }

  /// Whether it says the same as the state.
  public func agrees(with money: MoneyLeaf) -> Bool {
    let held = vouchers.filter { $0.value != 0 }
    return free == money.free && takings == money.takings && held.count == money.vouchers.count
      && money.vouchers.allSatisfy { held[$0.voucherClass] == $0.amount }
  }

  /// Requires that events are all there are of an account: as many as the state counts, and adding up to what it holds.
  ///
  /// - Parameter events: each of another entry of the account, as `HistoryAnswer` verifies them.
  public static func require(
    _ events: [ProvenEvent], of account: AccountNumber, toAgreeWith state: ProvenState
  ) throws(TrustError) {
    guard let money = state.money(of: account), let registry = state.registry else { throw .leftOut }
    guard UInt32(truncatingIfNeeded: events.count) == money.entries,
      Statement(of: account, events: events, classes: registry.classes).agrees(with: money)
    else { throw .incomplete }
  }

  /// What one class, or free rupiah, gave to a payment, and what of it is not refunded.
  private struct Part {
    let voucherClass: UInt32
    let amount: Int64
    var left: Int64

    init(_ receipt: Receipt) {
      voucherClass = receipt.voucherClass
      amount = receipt.amount &+ receipt.fee
      left = amount
    }
  }

  // An honest history cannot overflow; a dishonest one may, and then does not agree.

  private mutating func add(
    own event: ProvenEvent, _ parts: inout [UInt64: [Part]], _ classes: [VoucherClass]
  ) {
    let receipt = event.receipt
    switch receipt.kind {
    case .disbursement: change(receipt.voucherClass, by: receipt.amount)
    case .expired: change(receipt.voucherClass, by: 0 &- receipt.amount)
    case .payment, .cashOut:
      for part in parts[event.entry] ?? [] { change(part.voucherClass, by: 0 &- part.amount) }
    case .transfer: free &-= receipt.amount
    case .cashIn: free &+= receipt.amount
    case .refund: refund(receipt, to: &parts[receipt.reference, default: []], classes)
    case .supplierPayment, .settlementRequested: takings &-= receipt.amount
    case .settlementFailed: takings &+= receipt.amount
    default: break
    }
  }

  private mutating func add(others receipt: Receipt) {
    switch receipt.kind {
    case .payment, .supplierPayment: takings &+= receipt.amount
    case .cashOut: takings &+= receipt.amount &+ receipt.fee
    case .refund: takings &-= receipt.amount
    case .transfer: free &+= receipt.amount
    default: break
    }
  }

  /// The parts in their order: each to its class, or, where that has expired, not to the payer.
  private mutating func refund(_ receipt: Receipt, to parts: inout [Part], _ classes: [VoucherClass]) {
    var rest = receipt.amount
    for index in parts.indices where rest > 0 {
      let share = min(rest, parts[index].left)
      parts[index].left -= share
      rest -= share
      let number = parts[index].voucherClass
      guard number != Receipt.none else {
        free &+= share
        continue
      }
      if number < UInt32(classes.count), receipt.time < classes[Int(number)].expires { change(number, by: share) }
    }
  }

  private mutating func change(_ voucherClass: UInt32, by amount: Int64) {
    guard voucherClass != Receipt.none else {
      free &+= amount
      return
    }
    vouchers[voucherClass] = (vouchers[voucherClass] ?? 0) &+ amount
  }
}
