import Engine
import EngineSupport
import Model
import Records
import Rules
import Testing
import Views

/// What a read model must say, found by reading the whole journal.
struct NaiveViews {
  private(set) var entries: [UInt32: [UInt64]] = [:]
  private(set) var notices: [(entry: UInt64, notice: CycleNotice)] = []

  init(_ replica: Replica) throws {
    var reader = replica.blocks(from: 0)
    while let record = try reader.next() {
      for place in 0..<record.entryCount {
        let start = place * Receipt.byteCount
        guard let receipt = Receipt(bytes: Array(record.receipts[start..<start + Receipt.byteCount])) else { continue }
        let entry = record.firstEntry + UInt64(place)
        entries[receipt.account.raw, default: []].append(entry)
        if receipt.other != .none { entries[receipt.other.raw, default: []].append(entry) }
      }
      for (place, entry) in record.publicEntries where entry.kind == .cycle {
        notices.append((record.firstEntry + UInt64(place), try CycleNotice(encoded: entry.content)))
      }
    }
  }
}

/// All a view answers about a small chain, to be compared with another.
struct ViewDump: Equatable {
  var mark: ViewMark?
  var histories: [[UInt64]] = []
  var cycles: [String] = []
  var regions: [RegionView] = []

  init(_ views: ViewStore, accounts: Int) throws {
    mark = try views.mark()
    for account in 0..<accounts {
      histories.append(try views.history(of: AccountNumber(UInt32(account)), limit: 10_000).entries)
    }
    for cycle in try views.cycles(limit: 100) {
      cycles.append("\(cycle.id) \(cycle.entry) \(cycle.notice)")
      try addRegions(views, cycle.notice, in: nil)
    }
  }

  private mutating func addRegions(_ views: ViewStore, _ notice: CycleNotice, in region: Region?) throws {
    let cells = try #require(try views.regions(ofSeries: notice.series, cycle: notice.cycle, in: region)).cells
    for cell in cells {
      regions.append(cell)
      if cell.region.level < .village { try addRegions(views, notice, in: cell.region) }
    }
  }
}
