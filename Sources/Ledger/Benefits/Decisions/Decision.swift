import Model
import Records

/// What the rules say about one registrant.
struct Decision: Equatable, BitwiseCopyable, Sendable {
  var verdict = EntitlementRow.Verdict.none
  var reason: UInt8 = 0
  var detail: UInt16 = 0
  /// Whole rupiah.
  var amount: UInt32 = 0

  /// A programme that could owe one registrant more in one cycle is refused; so no total of a cycle can leave 64 bits,
  /// for registrants have 32-bit numbers.
  static let greatestAmount = Int64(Int32.max)

  static func yes(_ amount: UInt32) -> Decision { Decision(verdict: .yes, amount: amount) }
  static func no(rule: Int) -> Decision { Decision(verdict: .no, reason: UInt8(rule)) }
  static let noPayment = Decision(verdict: .no, reason: EntitlementRow.noPayment)

  static func undecided(_ reason: UInt8, _ detail: UInt16) -> Decision {
    Decision(verdict: .undecided, reason: reason, detail: detail)
  }
}

// Bytes in the decision log: verdict, reason, detail (u16), amount (u32), little-endian.
extension Decision {
  static let encodedLength = 8

  func encode(to p: UnsafeMutableRawPointer) {
    p.storeBytes(of: verdict.rawValue, as: UInt8.self)
    p.storeBytes(of: reason, toByteOffset: 1, as: UInt8.self)
    LittleEndian.store(detail, to: p, at: 2)
    LittleEndian.store(amount, to: p, at: 4)
  }

  var bytes: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: Self.encodedLength) { buffer, count in
      encode(to: UnsafeMutableRawPointer(buffer.baseAddress!))
      count = Self.encodedLength
    }
  }

  init(decoding p: UnsafeRawPointer) {
    verdict = EntitlementRow.Verdict(rawValue: p.load(as: UInt8.self)) ?? .none
    reason = p.load(fromByteOffset: 1, as: UInt8.self)
    detail = LittleEndian.load(from: p, at: 2)
    amount = LittleEndian.load(from: p, at: 4)
  }
}

extension EntitlementRow {
  var decision: Decision {
    Decision(verdict: verdict, reason: reason, detail: detail, amount: UInt32(entitled))
  }

  /// Takes a first or a new decision over. What has been paid stays rightful: nothing is clawed back.
  mutating func take(_ decision: Decision) {
    verdict = decision.verdict
    reason = decision.reason
    detail = decision.detail
    entitled = max(paid, Int64(decision.amount))
  }

  var owed: Int64 { entitled - paid }
}

extension CycleTotals {
  init(eligibilityRules: Int) {
    self.init()
    refused = Array(repeating: 0, count: eligibilityRules + 1)
  }

  /// Counts a row in.
  mutating func add(_ row: EntitlementRow) {
    switch row.verdict {
    case .none: return
    case .yes: entitled += 1
    case .no: refused[place(of: row)] += 1
    case .undecided: undecided += 1
    }
    decided += 1
    entitledRupiah.amount += row.entitled
  }

  /// Counts a row out again, before its decision changes.
  mutating func remove(_ row: EntitlementRow) {
    switch row.verdict {
    case .none: return
    case .yes: entitled -= 1
    case .no: refused[place(of: row)] -= 1
    case .undecided: undecided -= 1
    }
    decided -= 1
    entitledRupiah.amount -= row.entitled
  }

  private func place(of row: EntitlementRow) -> Int { min(Int(row.reason), refused.count - 1) }

  static func += (totals: inout CycleTotals, part: CycleTotals) {
    totals.decided += part.decided
    totals.entitled += part.entitled
    totals.undecided += part.undecided
    for index in totals.refused.indices { totals.refused[index] += part.refused[index] }
    totals.entitledRupiah.amount += part.entitledRupiah.amount
    totals.paid += part.paid
    totals.paidRupiah.amount += part.paidRupiah.amount
  }
}
