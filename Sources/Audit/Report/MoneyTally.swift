import Coding
import Ledger
import Model
import Records

/// Adds up what every receipt did with programmes' money, by series and village.
struct MoneyTally: BlockObserver {
  private var places = Places()
  private var series: [SeriesTally] = []
  /// What has been refunded of a payment so far, where anything has.
  private var refunded: [UInt64: Int64] = [:]

  struct SeriesTally {
    /// By the village's number.
    var flows: [Flow] = []
    var movement = Movement()
    var paidFamilies = AccountSet()

    subscript(village: Int) -> Flow {
      get { village < flows.count ? flows[village] : Flow() }
      set {
        if village >= flows.count { flows.append(contentsOf: repeatElement(Flow(), count: village + 1 - flows.count)) }
        flows[village] = newValue
      }
    }
  }

  mutating func observe(
    _ block: BlockRecord, _ output: BlockOutput, leaves: UnsafeRawBufferPointer, state: LedgerState
  ) {
    places.extend(state)
    while series.count < state.series.count { series.append(SeriesTally()) }
    let receipts = output.entries.receipts
    for place in 0..<output.entries.count {
      let start = place * Receipt.byteCount
      // Public entries have no receipt, and most kinds move no money.
      guard receipts[start] != 0, let kind = Receipt.Kind(rawValue: receipts[start + 1]), kind.concernsReport,
        let receipt = output.entries.receipt(at: place)
      else { continue }
      add(receipt, state)
    }
  }

  private mutating func add(_ receipt: Receipt, _ state: LedgerState) {
    switch receipt.kind {
    case .familyChanged: places.refresh(receipt.account, state)
    case .refund: addRefund(receipt, state)
    default: addVoucher(receipt, state)
    }
  }

  /// Vouchers coming, going, or returning. A payment of several parts is counted by its parts.
  private mutating func addVoucher(_ receipt: Receipt, _ state: LedgerState) {
    guard let number = series(ofClass: receipt.voucherClass, state) else { return }
    let village = places[receipt.account]
    switch receipt.kind {
    case .disbursement:
      series[number][village].paid += receipt.amount
      series[number][village].entitled += receipt.amount
      if series[number].paidFamilies.insert(receipt.account) {
        series[number][village].families += 1
        series[number][village].entitledFamilies += 1
      }
    case .payment, .paymentPart, .cashOut:
      let amount = receipt.amount + receipt.fee
      series[number][village].spent += amount
      series[number].movement.add(amount, by: receipt.mover)
    case .expired: series[number][village].returned += receipt.amount
    default: break
    }
  }

  /// A refund goes back to the payment's parts in their order: to its class or, once that has expired, to the fund.
  private mutating func addRefund(_ receipt: Receipt, _ state: LedgerState) {
    var before = refunded[receipt.reference, default: 0]
    refunded[receipt.reference] = before + receipt.amount
    var rest = receipt.amount
    for part in state.parts(ofPayment: receipt.reference) where rest > 0 {
      let earlier = min(before, part.amount)
      let share = min(rest, part.amount - earlier)
      before -= earlier
      rest -= share
      guard let number = series(ofClass: part.voucherClass, state) else { continue }
      let village = places[receipt.account]
      series[number][village].spent -= share
      series[number].movement.refunded += share
      if state.classes[Int(part.voucherClass)].expires <= receipt.time { series[number][village].returned += share }
    }
  }

  private func series(ofClass number: UInt32, _ state: LedgerState) -> Int? {
    number < UInt32(state.classes.count) ? Int(state.classes[Int(number)].series) : nil
  }
}

// MARK: - The report

extension MoneyTally {
  /// What there is to say once the last block has been observed.
  mutating func reports(_ state: LedgerState) -> [ProgrammeReport] {
    addOwed(state)
    addHolders(state)
    let villages = places.ordered
    return state.series.indices.map { number in
      let flows = villages.map { (region: $0.region, flow: series[number][$0.number]) }.filter { $0.flow != Flow() }
      return ProgrammeReport(
        series: state.series[number].name, title: title(ofSeries: number, state), fund: state.series[number].fund,
        movement: series[number].movement, total: flows.reduce(into: Flow()) { $0 += $1.flow }, villages: flows)
    }
  }

  private func title(ofSeries number: Int, _ state: LedgerState) -> Words? {
    let versions = state.benefits.versions
    return versions.lastIndex { Int($0.series) == number }.map { state.benefits.programme($0).title }
  }

  /// Decided in somebody's favour and not paid yet: of cycles that are not over, row by row.
  private mutating func addOwed(_ state: LedgerState) {
    for (index, cycle) in state.benefits.cycles.enumerated() where !cycle.record.stage.isOver {
      let number = Int(cycle.record.series)
      let decidesAboutPersons = state.benefits.programme(Int(cycle.record.version)).unit == .person
      for registrant in 0..<state.benefits.cycles[index].entitlements.count {
        let row = cycle.entitlement(of: registrant)
        guard row.entitled > row.paid else { continue }
        let account = decidesAboutPersons ? state.persons[registrant].family : AccountNumber(UInt32(registrant))
        guard account.row < state.accounts.count else { continue }
        let village = places[account]
        series[number][village].entitled += row.entitled - row.paid
        if series[number].paidFamilies.insert(account) { series[number][village].entitledFamilies += 1 }
      }
    }
  }

  /// Who holds what is left.
  private mutating func addHolders(_ state: LedgerState) {
    for row in 0..<state.accounts.count where state.accounts[row].kind == .family {
      let account = AccountNumber(UInt32(row))
      let isClaimed = state.accounts[row].nextCredential > 0
      var held = [Int64](repeating: 0, count: series.count)
      for (voucherClass, record) in state.classes.enumerated() where !record.isSwept {
        held[Int(record.series)] += state.money.balance(of: account, voucherClass: voucherClass)
      }
      for number in series.indices where held[number] > 0 {
        series[number].movement.addHeld(held[number], isClaimed: isClaimed)
      }
    }
  }
}

extension Movement {
  fileprivate mutating func add(_ amount: Int64, by mover: Receipt.Mover) {
    switch mover {
    case .owner: owner += amount
    case .helper: helper += amount
    case .agent: agent += amount
    // Neither the rules nor an agency can spend from a wallet: there is no such command.
    case .ledger, .agency: break
    }
  }

  fileprivate mutating func addHeld(_ amount: Int64, isClaimed: Bool) {
    if isClaimed {
      waiting += amount
    } else {
      unclaimed += amount
      unclaimedFamilies += 1
    }
  }
}

extension Receipt.Kind {
  fileprivate var concernsReport: Bool {
    switch self {
    case .familyChanged, .disbursement, .payment, .paymentPart, .refund, .cashOut, .expired: true
    default: false
    }
  }
}

extension LedgerState {
  /// What each class, or free rupiah, gave to the payment with this entry.
  fileprivate func parts(ofPayment entry: UInt64) -> [PaymentPartRow] {
    var (low, high) = (0, payments.count)
    while low < high {
      let middle = (low + high) / 2
      if payments[middle].entry < entry { low = middle + 1 } else { high = middle }
    }
    guard low < payments.count, payments[low].entry == entry else { return [] }
    let first = Int(payments[low].firstPart)
    return (first..<first + Int(payments[low].partCount)).map { paymentParts[$0] }
  }
}
