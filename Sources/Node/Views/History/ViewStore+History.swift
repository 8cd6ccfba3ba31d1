import Foundation
import GRDB
import Model

/// Entries that concern an account, newest first.
public struct HistoryPage: Equatable, Sendable {
  public let entries: [UInt64]
  /// Older ones come before this entry; nil where there are none.
  public let next: UInt64?
  /// How far the view had come: the page leaves out nothing of a log of so many entries.
  public let mark: ViewMark?
}

extension ViewStore {
  /// - Parameter before: only entries below this one; nil for the newest.
  public func history(
    of account: AccountNumber, before: UInt64? = nil, limit: Int
  ) throws(ViewError) -> HistoryPage {
    try onDatabase {
      try database.read { db in
        let end = signed(before ?? .max)
        var found = try Self.rows(db, account, end: end, limit: limit + 1)
        found += try Self.inRuns(db, account, end: end, limit: limit + 1)
        found.sort(by: >)
        let page = Array(found.prefix(limit))
        return HistoryPage(entries: page, next: found.count > limit ? page.last : nil, mark: try Self.mark(db))
      }
    }
  }

  private static func rows(_ db: Database, _ account: AccountNumber, end: Int64, limit: Int) throws -> [UInt64] {
    let statement = try db.cachedStatement(
      sql: "SELECT entry FROM entry WHERE account = ? AND entry < ? ORDER BY entry DESC LIMIT ?")
    return try Int64.fetchAll(statement, arguments: [Int64(account.raw), end, limit]).map(unsigned)
  }

  private static func inRuns(_ db: Database, _ account: AccountNumber, end: Int64, limit: Int) throws -> [UInt64] {
    let statement = try db.cachedStatement(
      sql: "SELECT first, accounts FROM run WHERE bucket = ? AND first < ? ORDER BY first DESC")
    let bucket = account.raw >> 12
    var found: [UInt64] = []
    let rows = try Row.fetchCursor(statement, arguments: [Int64(bucket), end])
    while found.count < limit, let row = try rows.next() {
      let run = AccountRun(
        bucket: bucket, first: unsigned(row["first"]), accounts: [UInt8](row["accounts"] as Data))
      found += run.entries(of: account.raw).filter { $0 < unsigned(end) }.reversed()
    }
    return found
  }
}
