import Model
import Records
import Rules
import Signing

// Pass two: everybody entitled is paid, in order, a bounded number a block.

extension LedgerState {
  /// Goes on with paying a cycle, if it may be paid.
  mutating func payCycle(_ cycle: Int, _ budget: inout Int, lanes: some Lanes, _ block: inout BlockContext) {
    switch benefits.cycles[cycle].record.stage {
    case .decided, .waiting: guard beginPaying(cycle, &block) else { return }
    case .paying: break
    case .deciding, .paid, .closed, .stopped: return
    }
    let first = Int(benefits.cycles[cycle].record.cursor)
    let end = benefits.cycles[cycle].entitlements.count
    let rows = first..<min(first + budget, end)
    budget -= rows.count
    pay(rows, of: cycle, lanes: lanes, &block)
    benefits.cycles[cycle].record.cursor = UInt32(rows.upperBound)
    guard rows.upperBound == end else { return }
    benefits.cycles[cycle].record.stage = .paid
    publish(.paid, cycle: cycle, &block)
  }

  /// Pass two begins when the decisions have been public for as long as they must, not while it is held, not before an older cycle of its
  /// series, and with enough money, or with whatever there is where the programme shares it.
  private mutating func beginPaying(_ cycle: Int, _ block: inout BlockContext) -> Bool {
    let record = benefits.cycles[cycle].record
    guard record.decidedAt < block.height, record.mayPay(at: block.time, review: parameters.review),
      !isPrecededByUnpaid(cycle)
    else { return false }
    let available = availableAfterArrears(ofSeries: Int(record.series))
    if available < record.owed {
      switch benefits.programme(ofCycle: cycle).fund.onShortfall {
      case .wait:
        announceGap(record.owed - available, of: cycle, &block)
        return false
      case .share:
        benefits.cycles[cycle].record.share = Cycle.Share(available: available, needed: record.owed)
      }
    }
    benefits.cycles[cycle].record.gap = 0
    benefits.cycles[cycle].record.stage = .paying
    benefits.cycles[cycle].record.voucherClass = UInt32(addClass(of: cycle, at: block.time))
    return true
  }

  func isPrecededByUnpaid(_ cycle: Int) -> Bool {
    benefits.kept.contains { older in
      let record = benefits.cycles[older].record
      return older < cycle && record.series == benefits.cycles[cycle].record.series
        && record.stage != .paid && !record.stage.isOver
    }
  }

  /// What a series' fund holds beyond what is already owed to people of cycles paid before.
  func availableAfterArrears(ofSeries series: Int) -> Int64 {
    let owed = benefits.kept.reduce(0 as Int64) { sum, cycle in
      let record = benefits.cycles[cycle].record
      return Int(record.series) == series && record.stage == .paid ? sum + record.owed : sum
    }
    return max(0, self.series[series].fund.unspent - owed)
  }

  /// At most once a day: between two notices close together one family's decision could be read off.
  private mutating func announceGap(_ gap: Int64, of cycle: Int, _ block: inout BlockContext) {
    guard benefits.cycles[cycle].record.mayAnnounce(gap, at: block.time) else { return }
    benefits.cycles[cycle].record.gap = gap
    benefits.cycles[cycle].record.gapTime = block.time
    benefits.cycles[cycle].record.stage = .waiting
    publish(.waiting, cycle: cycle, &block)
  }

  private mutating func pay(_ rows: Range<Int>, of cycle: Int, lanes: some Lanes, _ block: inout BlockContext) {
    guard !rows.isEmpty else { return }
    let record = benefits.cycles[cycle].record
    let voucherClass = Int(record.voucherClass!)
    money.growClass(voucherClass, to: money.accountCount)
    let run = PaymentRun(record, in: self, block)
    let chunks = (rows.lowerBound >> 12...(rows.upperBound - 1) >> 12).map { chunk in
      let part = rows.clamped(to: chunk << 12..<(chunk + 1) << 12)
      return PayingChunk(
        rows: part, entitlements: benefits.cycles[cycle].entitlements.mutableChunk(chunk, touching: part),
        balances: run.paysFamilies ? money.mutableVouchers(voucherClass, chunk: chunk) : nil)
    }
    var parts = [PaymentRun.Part](repeating: PaymentRun.Part(), count: chunks.count)
    parts.withUnsafeMutableBufferPointer { parts in
      nonisolated(unsafe) let parts = parts
      lanes.forEachRange(of: chunks.count) { range in
        for index in range { parts[index] = run.count(chunks[index]) }
      }
      var place = block.entries.reserve(parts.reduce(0) { $0 + $1.payments })
      for index in parts.indices {
        parts[index].firstPlace = place
        place += parts[index].payments
      }
      lanes.forEachRange(of: chunks.count) { range in
        for index in range { run.pay(chunks[index], &parts[index], lanes: lanes) }
      }
    }
    for (chunk, part) in zip(chunks, parts) { book(part, chunk, of: cycle, run, block) }
  }

  /// Books what a lane paid.
  private mutating func book(
    _ part: PaymentRun.Part, _ chunk: PayingChunk, of cycle: Int, _ run: PaymentRun, _ block: BlockContext
  ) {
    let series = Int(benefits.cycles[cycle].record.series)
    self.series[series].fund.unspent -= part.rupiah
    self.series[series].fund.held += part.rupiah
    benefits.cycles[cycle].record.totals.paid += UInt64(part.firstPayments)
    benefits.cycles[cycle].record.totals.paidRupiah.amount += part.rupiah
    let number = chunk.rows.lowerBound >> 12
    part.owing.withUnsafeBufferPointer { benefits.cycles[cycle].owing.insert($0.baseAddress!, inBlock: number) }
    if run.paysFamilies {
      part.paid.withUnsafeBufferPointer { money.touch($0.baseAddress!, inBlock: number) }
    } else {
      for place in part.firstPlace..<part.firstPlace + part.payments {
        let receipt = block.entries.receipt(at: place)!
        money.addVoucher(receipt.amount, voucherClass: Int(receipt.voucherClass), to: receipt.account)
      }
    }
  }
}
