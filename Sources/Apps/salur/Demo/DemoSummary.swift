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
  }

  let lines: [Line]
  let families: Int
  let people: Int
  let issued: Int64
  let stateRoot: Digest
  let height: UInt64
  let logSize: UInt64
  let violations: [String]
  let movers: [(mover: Words, rupiah: Int64)]

  init(_ story: DemoStory) throws {
    let replica = story.world.replica
    let state = replica.snapshotOfState
    lines = try story.records.programmes.map { programme in
      let cycles = state.cycles(of: programme.series)
      return Line(
        title: programme.title, series: programme.series.string, fund: try story.fund(of: programme.series),
        entitled: cycles.reduce(0) { $0 + $1.totals.entitledRupiah.amount },
        paid: cycles.reduce(0) { $0 + $1.totals.paidRupiah.amount },
        registrants: cycles.reduce(0) { $0 + $1.totals.paid })
    }
    families = story.population.families
    people = state.persons.count
    issued = state.treasury.issued
    stateRoot = replica.newestBlock.stateRoot
    height = state.height
    logSize = state.logSize
    violations = state.violations().map(\.description)
    movers = try Self.movers(replica, story)
  }

  /// Whose hand was on the money, from the receipts of the log.
  private static func movers(
    _ replica: Replica, _ story: DemoStory
  ) throws -> [(mover: Words, rupiah: Int64)] {
    var owner: Int64 = 0
    var helper: Int64 = 0
    var agent: Int64 = 0
    try replica.forEachReceipt { receipt in
      guard receipt.code == 0 else { return }
      switch (receipt.kind, receipt.mover) {
      case (.payment, .owner), (.transfer, .owner), (.cashOut, .owner): owner += receipt.amount + receipt.fee
      case (.payment, .helper), (.transfer, .helper), (.cashOut, .helper): helper += receipt.amount + receipt.fee
      case (.refund, .agent): agent += receipt.amount
      default: break
      }
    }
    let held = try story.records.programmes.reduce(0 as Int64) { try $0 + story.fund(of: $1.series).held }
    return [
      (Words(indonesian: "pemilik", english: "owner"), owner),
      (Words(indonesian: "pembantu", english: "helper"), helper),
      (Words(indonesian: "agen (pengembalian)", english: "agent (refunds)"), agent),
      (Words(indonesian: "belum siapa pun (masih di dompet)", english: "nobody yet (still in wallets)"), held),
    ]
  }

  /// Money on the ledger that no book accounts for.
  var unaccounted: Int64 {
    lines.reduce(0) { sum, line in
      sum + line.fund.funded - line.fund.unspent - line.fund.held - line.fund.spent - line.fund.returnedToTreasury
    }
  }
}
