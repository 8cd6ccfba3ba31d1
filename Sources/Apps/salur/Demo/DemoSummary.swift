import Audit
import Coding
import Engine
import Ledger
import Model
import Platform
import Records
import Signing

/// The story in figures a minister could read. Everything comes from the ledger's own books.
struct DemoSummary {
  struct Line {
    let title: Words
    let series: String
    let fund: Fund
    let entitled: Int64
    let paid: Int64
    let registrants: UInt64
    /// Families that were paid at least once, themselves or a person of theirs.
    let families: Int
    /// What its runs took, both passes.
    let seconds: Double
  }

  let lines: [Line]
  let families: Int
  let people: Int
  let issued: Int64
  let stateRoot: Digest
  let height: UInt64
  let logSize: UInt64
  let violations: [String]
  let movers: [(key: String, mover: Words, rupiah: Int64)]

  init(_ story: DemoStory) throws {
    let replica = story.world.replica
    let state = replica.snapshotOfState
    let hands = try Hands(replica, state)
    lines = try story.records.programmes.map { programme in
      let cycles = state.cycles(of: programme.series)
      return Line(
        title: programme.title, series: programme.series.string, fund: try story.fund(of: programme.series),
        entitled: cycles.reduce(0) { $0 + $1.totals.entitledRupiah.amount },
        paid: cycles.reduce(0) { $0 + $1.totals.paidRupiah.amount },
        registrants: cycles.reduce(0) { $0 + $1.totals.paid }, families: hands.families(of: programme.series, state),
        seconds: story.world.runTimes.seconds[programme.series] ?? 0)
    }
    families = story.population.families
    people = state.persons.count
    issued = state.treasury.issued
    stateRoot = replica.newestBlock.stateRoot
    height = state.height
    logSize = state.logSize
    violations = state.violations().map(\.description)
    movers = [
      ("owner", Words(indonesian: "pemilik", english: "owner"), hands.owner),
      ("helper", Words(indonesian: "pembantu", english: "helper"), hands.helper),
      ("agentRefunds", Words(indonesian: "agen (pengembalian)", english: "agent (refunds)"), hands.agent),
      (
        "nobodyYet", Words(indonesian: "belum siapa pun (masih di dompet)", english: "nobody yet (still in wallets)"),
        lines.reduce(0) { $0 + $1.fund.held }
      ),
    ]
  }

  /// Money on the ledger that no book accounts for.
  var unaccounted: Int64 {
    lines.reduce(0) { sum, line in
      sum + line.fund.funded - line.fund.unspent - line.fund.held - line.fund.spent - line.fund.returnedToTreasury
    }
  }
}

/// Whose hand was on the money, and whom it reached, from the receipts of the log.
private struct Hands {
  private(set) var owner: Int64 = 0
  private(set) var helper: Int64 = 0
  private(set) var agent: Int64 = 0
  /// Accounts that were paid, by series.
  private var paid: [[Bool]]

  init(_ replica: Replica, _ state: LedgerState) throws {
    paid = state.series.indices.map { _ in [Bool](repeating: false, count: state.accounts.count) }
    try replica.forEachReceipt { receipt in
      switch (receipt.kind, receipt.mover) {
      case (.disbursement, _): paid[Int(state.classes[Int(receipt.voucherClass)].series)][receipt.account.row] = true
      case _ where receipt.code != 0: break
      case (.payment, .owner), (.transfer, .owner), (.cashOut, .owner): owner += receipt.amount + receipt.fee
      case (.payment, .helper), (.transfer, .helper), (.cashOut, .helper): helper += receipt.amount + receipt.fee
      case (.refund, .agent): agent += receipt.amount
      default: break
      }
    }
  }

  func families(of series: Text, _ state: LedgerState) -> Int {
    state.seriesIndex(series).map { paid[$0].count { $0 } } ?? 0
  }
}
