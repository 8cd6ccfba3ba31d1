import Foundation
import GRDB

extension ViewStore {
  /// Writes what a batch has learnt and how far it came, in one transaction.
  public func write(_ batch: ViewBatch) throws(ViewError) {
    guard let mark = batch.mark else { return }
    try onDatabase {
      try database.write { db in
        guard try Self.mark(db) == batch.start else {
          throw ViewError.outOfOrder(expected: (try Self.mark(db)?.height).map { $0 + 1 } ?? 0, found: mark.height)
        }
        try write(batch.index, db)
        for change in batch.cycles { try write(change, db) }
        try db.execute(
          sql: "UPDATE view SET height = ?, entries = ?, block = ?",
          arguments: [signed(mark.height), signed(mark.entries), Data(mark.block.bytes)])
      }
    }
  }

  private func write(_ index: HistoryIndex, _ db: Database) throws {
    let insert = try db.makeStatement(sql: "INSERT INTO entry (account, entry) VALUES (?, ?)")
    for place in index.sortedPlaces {
      try insert.execute(arguments: [Int64(place.account), signed(place.entry)])
    }
    let insertRun = try db.makeStatement(sql: "INSERT INTO run (bucket, first, accounts) VALUES (?, ?, ?)")
    for run in index.runs {
      try insertRun.execute(arguments: [Int64(run.bucket), signed(run.first), Data(run.accounts)])
    }
  }

  private func write(_ change: ViewBatch.CycleChange, _ db: Database) throws {
    let (series, name) = (change.notice.series.string, change.notice.cycle.string)
    try db.execute(
      sql: """
        INSERT INTO cycle (series, name, entry, time, notice) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (series, name) DO UPDATE SET entry = excluded.entry, time = excluded.time, notice = excluded.notice
        """,
      arguments: [series, name, signed(change.entry), change.time.milliseconds, Data(change.notice.encoded)])
    guard let table = change.regions,
      let id = try Int64.fetchOne(
        db, sql: "SELECT id FROM cycle WHERE series = ? AND name = ?", arguments: [series, name])
    else { return }
    let insert = try db.makeStatement(
      sql: "INSERT INTO region (cycle, level, region, sum, step) VALUES (?, ?, ?, ?, ?)")
    for cell in table.cells {
      try insert.execute(
        arguments: [
          id, Int64(cell.region.level.rawValue), signed(cell.region.raw), cell.shown.map { Data($0.sum.encoded) },
          cell.shown?.step.map { Data($0.encoded) },
        ])
    }
  }
}
