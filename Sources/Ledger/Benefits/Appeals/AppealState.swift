import Model
import Signing

/// All appeals, and what follows from them: which are open, and which rules are waived for whom.
public struct AppealState: Sendable {
  public private(set) var rows = Table<AppealRow>()
  private(set) var replaced = Table<ReplacedAnswer>()

  // Derived from the rows
  /// Rows of one decision, by cycle and registrant.
  private var byDecision: [Decision: [Int]] = [:]
  private(set) var open = DirtyRows()
  private var openByCycle: [UInt32: Int] = [:]
  private var openByFiler: [AccountNumber: Int] = [:]
  /// By cycle and registrant, a bit for every rule waived.
  private var waivers: [UInt32: [UInt32: UInt64]] = [:]
  /// Rows by account and seals of replaced answers by row, for whoever asks to be forgotten.
  private var byAccount: [AccountNumber: [Int]] = [:]
  private var replacedByRow: [Int: [Digest]] = [:]

  private struct Decision: Hashable {
    let cycle: UInt32
    let registrant: UInt32
  }

  public init() {}

  init(rows: Table<AppealRow>, replaced: Table<ReplacedAnswer>) {
    self.rows = rows
    self.replaced = replaced
    for row in 0..<rows.count { note(row) }
    for index in 0..<replaced.count { note(replaced[index]) }
  }

  private mutating func note(_ answer: ReplacedAnswer) {
    replacedByRow[Int(answer.appeal), default: []].append(answer.seal)
  }

  private mutating func note(_ row: Int) {
    let appeal = rows[row]
    byDecision[Decision(cycle: appeal.cycle, registrant: appeal.registrant), default: []].append(row)
    byAccount[appeal.account, default: []].append(row)
    if appeal.status.isOpen { setOpen(row, appeal) }
    if appeal.status == .excepted { waive(appeal) }
  }

  private mutating func setOpen(_ row: Int, _ appeal: AppealRow) {
    open.insert(row)
    openByCycle[appeal.cycle, default: 0] += 1
    openByFiler[appeal.filedBy, default: 0] += 1
  }

  private mutating func waive(_ appeal: AppealRow) {
    waivers[appeal.cycle, default: [:]][appeal.registrant, default: 0] |= 1 << UInt64(appeal.rule)
  }

  mutating func append(_ appeal: AppealRow) {
    let row = rows.append(appeal)
    note(row)
  }

  mutating func update(_ row: Int, _ change: (inout AppealRow) -> Void) {
    let before = rows[row]
    rows.update(row, change)
    let after = rows[row]
    if before.status.isOpen, !after.status.isOpen {
      open.remove(row)
      openByCycle[after.cycle]! -= 1
      openByFiler[after.filedBy]! -= 1
    }
    if before.answer != .zero, before.answer != after.answer {
      let answer = ReplacedAnswer(appeal: row, seal: before.answer)
      replaced.append(answer)
      note(answer)
    }
    if after.status == .excepted, before.status != .excepted { waive(after) }
  }

  mutating func refreshRoots(lanes: some Lanes) -> [Digest] {
    [rows.refreshRoot(lanes: lanes), replaced.refreshRoot(lanes: lanes)]
  }
}

extension AppealState {
  public func row(ofEntry entry: UInt64) -> Int? { rows.row(ofEntry: entry) }

  /// Appeals of one decision, oldest first.
  public func appeals(cycle: UInt32, registrant: UInt32) -> [AppealRow] {
    (byDecision[Decision(cycle: cycle, registrant: registrant)] ?? []).map { rows[$0] }
  }

  public func appeals(of account: AccountNumber) -> [AppealRow] { (byAccount[account] ?? []).map { rows[$0] } }

  /// Seals of all that was said in appeals about an account.
  public func seals(of account: AccountNumber) -> [Digest] {
    (byAccount[account] ?? []).flatMap { row in
      [rows[row].words] + (replacedByRow[row] ?? []) + (rows[row].answer == .zero ? [] : [rows[row].answer])
    }
  }

  func open(filedBy account: AccountNumber) -> Int { openByFiler[account] ?? 0 }

  func hasOpen(cycle: UInt32) -> Bool { (openByCycle[cycle] ?? 0) > 0 }

  /// By registrant, a bit for every eligibility rule that is waived in a cycle.
  func waivers(cycle: UInt32) -> [UInt32: UInt64] { waivers[cycle] ?? [:] }
}
