import Coding
import Ledger
import Model
import Rules
import Signing

/// What the ledger knows about an account, gathered to be shown.
public struct AccountView: Sendable {
  public let account: AccountNumber
  public let kind: AccountRow.Kind
  public let name: String?
  public let region: Region?
  public let registeredAt: UInt64
  public let members: Int
  public let keys: [Key]
  public let frozenUntil: BlockTime?
  public let free: Rupiah
  public let takings: Rupiah
  public let vouchers: [Voucher]
  public let decisions: [Decided]
  public let appeals: [Appealed]
  /// There are cycles whose decisions the ledger no longer holds.
  public let hasClosedCycles: Bool

  public struct Key: Sendable {
    public let number: UInt16
    public let isLive: Bool
    public let use: CredentialUse
    public let tier: Tier
    public let key: PublicKey
  }

  public struct Voucher: Sendable {
    public let series: String
    public let cycle: String
    public let expires: BlockTime
    public let amount: Rupiah
  }

  public struct Decided: Sendable {
    /// The member it is about, where the programme decides about persons.
    public let person: UInt32?
    public let series: String
    public let cycle: String
    public let verdict: EntitlementRow.Verdict
    /// The rule that said no, or the fact it waits for.
    public let reason: Words?
    public let entitled: Rupiah
    public let paid: Rupiah
  }

  public struct Appealed: Sendable {
    public let entry: UInt64
    public let person: UInt32?
    public let series: String
    public let cycle: String
    public let status: AppealRow.Status
    public let deadline: BlockTime
  }
}

extension AccountView {
  /// Nil where there is no such account.
  public init?(_ account: AccountNumber, in state: borrowing LedgerState) {
    guard let head = state.account(account) else { return nil }
    self.account = account
    kind = head.kind
    name =
      state.agency(account)?.agency.name.string
      ?? (head.kind == .merchant ? state.shops[Int(head.office)].name.string : nil)
    region = Region(raw: head.region)
    registeredAt = head.registeredAt
    members = Int(head.memberCount)
    keys = Self.keys(of: head, in: state)
    frozenUntil = head.frozenUntil > state.time ? head.frozenUntil : nil
    free = Rupiah(state.money.free(of: account))
    takings = Rupiah(state.money.takings(of: account))
    vouchers = Self.vouchers(of: account, in: state)
    decisions = head.kind == .family ? Self.decisions(about: head, account, in: state) : []
    appeals = Self.appeals(of: account, in: state)
    hasClosedCycles = state.benefits.cycles.contains { $0.record.stage.isOver }
  }

  private static func keys(
    of head: AccountRow, in state: borrowing LedgerState
  ) -> [Key] {
    var keys: [Key] = []
    var row = head.firstCredential
    while row != .max {
      let credential = state.credentials[Int(row)]
      if let key = credential.key {
        keys.append(
          Key(
            number: credential.number, isLive: credential.status == .live, use: credential.use, tier: credential.tier,
            key: key))
      }
      row = credential.next
    }
    return keys.sorted { $0.number < $1.number }
  }

  private static func vouchers(of account: AccountNumber, in state: borrowing LedgerState) -> [Voucher] {
    var vouchers: [Voucher] = []
    for (index, voucher) in state.classes.enumerated() {
      let amount = state.money.balance(of: account, voucherClass: index)
      guard amount > 0 else { continue }
      vouchers.append(
        Voucher(
          series: state.series[Int(voucher.series)].name.string,
          cycle: state.benefits.cycles[Int(voucher.cycle)].record.name.string, expires: voucher.expires,
          amount: Rupiah(amount)))
    }
    return vouchers
  }

  /// Decisions of the cycles still open; a closed cycle's are in its entries.
  private static func decisions(
    about head: AccountRow, _ account: AccountNumber, in state: borrowing LedgerState
  ) -> [Decided] {
    let people = state.people(of: head)
    var decisions: [Decided] = []
    for cycle in state.benefits.cycles {
      let programme = state.benefits.programme(Int(cycle.record.version))
      let registrants: [(row: Int, person: UInt32?)] =
        programme.unit == .family ? [(account.row, nil)] : people.map { ($0.row, $0.raw) }
      for (registrant, person) in registrants {
        let row = cycle.entitlement(of: registrant)
        guard row.verdict != .none else { continue }
        decisions.append(
          Decided(
            person: person, series: programme.series.string, cycle: cycle.record.name.string, verdict: row.verdict,
            reason: reason(of: row, programme), entitled: Rupiah(row.entitled), paid: Rupiah(row.paid)))
      }
    }
    return decisions
  }

  private static func appeals(of account: AccountNumber, in state: borrowing LedgerState) -> [Appealed] {
    var appeals: [Appealed] = []
    for row in state.benefits.appeals.appeals(of: account) {
      let cycle = state.benefits.cycles[Int(row.cycle)].record
      let programme = state.benefits.programme(Int(cycle.version))
      appeals.append(
        Appealed(
          entry: row.entry, person: programme.unit == .person ? row.registrant : nil,
          series: programme.series.string, cycle: cycle.name.string, status: row.status, deadline: row.deadline))
    }
    return appeals
  }

  private static func reason(of row: EntitlementRow, _ programme: Programme) -> Words? {
    switch row.verdict {
    case .none, .yes: nil
    case .no:
      row.reason == EntitlementRow.noPayment ? ReasonWords.noPayment : programme.eligible[Int(row.reason)].say
    case .undecided:
      switch row.reason {
      case EntitlementRow.series: ReasonWords.waitsForSeries
      case EntitlementRow.fault: ReasonWords.fault
      default: ReasonWords.waits(for: programme.facts[Int(row.reason)].schema)
      }
    }
  }

  /// All vouchers together; no more than was ever issued.
  public var inVouchers: Rupiah { Rupiah(vouchers.reduce(0) { $0 + $1.amount.amount }) }

  public var json: JSON {
    [
      "account": account.json, "kind": .string("\(kind)"), "name": JSON(name) { .string($0) },
      "region": JSON(region) { $0.json }, "registeredAt": JSON(registeredAt), "members": JSON(members),
      "keys": .array(
        keys.map { key in
          [
            "number": JSON(key.number), "isLive": .bool(key.isLive), "use": .string("\(key.use)"),
            "tier": .string("\(key.tier)"), "key": key.key.json,
          ]
        }),
      "frozenUntil": JSON(frozenUntil) { $0.json }, "free": free.json, "takings": takings.json,
      "vouchers": .array(vouchers.map { JSON(reflecting: $0) }),
      "decisions": .array(decisions.map { JSON(reflecting: $0) }),
      "appeals": .array(appeals.map { JSON(reflecting: $0) }),
    ]
  }
}
