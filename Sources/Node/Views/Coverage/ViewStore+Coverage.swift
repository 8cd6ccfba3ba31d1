import Coding
import Foundation
import GRDB
import Model
import Records
import Rules
import Transparency

/// A cycle as its newest public notice tells it.
public struct CycleView: Sendable {
  /// In order of their opening.
  public let id: Int64
  public let notice: CycleNotice
  /// The notice's place in the log.
  public let entry: UInt64
  public let time: BlockTime

  init(_ row: Row) throws {
    (id, entry, time) = (row["id"], unsigned(row["entry"]), BlockTime(milliseconds: row["time"]))
    do throws(CodingError) {
      notice = try CycleNotice(encoded: [UInt8](row["notice"] as Data))
    } catch {
      throw ViewError.malformed(entry: entry)
    }
  }
}

/// A region's cell in a closed cycle.
public struct RegionView: Equatable, Sendable {
  public let region: Region
  /// Families and rupiah; nil where they are withheld.
  public let sum: SumNode?
  /// Shows the cell to be counted in the cycle's root; nil where that would tell a withheld number.
  public let proof: RegionProof?
}

extension ViewStore {
  /// Cycles, newest first.
  ///
  /// - Parameter before: only those opened before this one.
  public func cycles(
    ofSeries series: Text? = nil, before: Int64? = nil, limit: Int
  ) throws(ViewError) -> [CycleView] {
    try read { db in
      let condition = series == nil ? "" : "AND series = :series"
      let rows = try Row.fetchAll(
        db, sql: "SELECT * FROM cycle WHERE id < :before \(condition) ORDER BY id DESC LIMIT :limit",
        arguments: StatementArguments(["before": before ?? .max, "limit": limit])
          + (series.map { StatementArguments(["series": $0.string]) } ?? []))
      return try rows.map { try CycleView($0) }
    }
  }

  public func cycle(ofSeries series: Text, named name: Text) throws(ViewError) -> CycleView? {
    try read { db in try Self.cycle(db, series, name) }
  }

  /// Cells of the regions directly in a region, or of the provinces; nil where there is no such cycle. Empty while the cycle
  /// is not closed.
  public func regions(
    ofSeries series: Text, cycle name: Text, in region: Region?
  ) throws(ViewError) -> (cycle: CycleView, cells: [RegionView])? {
    try read { db in
      guard let cycle = try Self.cycle(db, series, name) else { return nil }
      return (cycle, try Self.cells(db, cycle.id, in: region))
    }
  }

  /// A region's cells in the newest closed cycles, newest first.
  public func coverage(
    of region: Region, before: Int64? = nil, limit: Int
  ) throws(ViewError) -> [(cycle: CycleView, cell: RegionView)] {
    try read { db in
      let rows = try Row.fetchAll(
        db.cachedStatement(
          sql: """
            SELECT cycle.*, region.sum AS sum FROM region JOIN cycle ON cycle.id = region.cycle
            WHERE region.region = ? AND region.cycle < ? ORDER BY region.cycle DESC LIMIT ?
            """), arguments: [signed(region.raw), before ?? .max, limit])
      return try rows.map { row in
        let cycle = try CycleView(row)
        let steps = try Self.steps(db, cycle.id, of: region)
        return (cycle, try Self.cell(region, sum: row["sum"], steps))
      }
    }
  }

  private func read<Value>(_ body: (Database) throws -> Value) throws(ViewError) -> Value {
    try onDatabase { try database.read(body) }
  }

  private static func cycle(_ db: Database, _ series: Text, _ name: Text) throws -> CycleView? {
    try Row.fetchOne(
      db.cachedStatement(sql: "SELECT * FROM cycle WHERE series = ? AND name = ?"),
      arguments: [series.string, name.string]
    ).map { try CycleView($0) }
  }

  private static func cells(_ db: Database, _ cycle: Int64, in region: Region?) throws -> [RegionView] {
    let level = region.map { $0.level.rawValue + 1 } ?? 0
    let range = region.map { (signed($0.raw), signed($0.raw + $0.level.unit - 1)) } ?? (0, .max)
    let rows = try Row.fetchAll(
      db.cachedStatement(
        sql: "SELECT region, sum, step FROM region WHERE cycle = ? AND level = ? AND region BETWEEN ? AND ?"),
      arguments: [cycle, Int64(level), range.0, range.1])
    let above = try region.map { try steps(db, cycle, of: $0) } ?? []
    return try rows.map { row in
      guard let region = Region(raw: unsigned(row["region"])) else { throw ViewError.malformed(entry: 0) }
      return try cell(region, sum: row["sum"], [try step(row["step"])] + above)
    }
  }

  /// Steps of a region and those it lies in, finest first; nil where one may not be shown.
  private static func steps(_ db: Database, _ cycle: Int64, of region: Region) throws -> [SumInclusionProof?] {
    let statement = try db.cachedStatement(
      sql: "SELECT step FROM region WHERE cycle = ? AND level = ? AND region = ?")
    return try region.chain.map { region in
      let row = try Row.fetchOne(
        statement, arguments: [cycle, Int64(region.level.rawValue), signed(region.raw)])
      return try step(row?["step"])
    }
  }

  private static func step(_ bytes: Data?) throws -> SumInclusionProof? {
    try bytes.map { try SumInclusionProof(encoded: [UInt8]($0)) }
  }

  private static func cell(_ region: Region, sum: Data?, _ steps: [SumInclusionProof?]) throws -> RegionView {
    guard let sum = try sum.map({ try SumNode(encoded: [UInt8]($0)) }) else {
      return RegionView(region: region, sum: nil, proof: nil)
    }
    let whole = steps.compactMap(\.self)
    let proof = whole.count == steps.count ? RegionProof(cell: RegionSum(region: region, sum: sum), steps: whole) : nil
    return RegionView(region: region, sum: sum, proof: proof)
  }
}
