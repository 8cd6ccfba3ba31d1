import Coding
import Model
import Records

/// Blocks that are read into the view together. Whatever is cut into batches how, the view comes out the same.
public struct ViewBatch: Sendable {
  /// Where the view must stand for this to be written.
  let start: ViewMark?
  /// Where it stands then; nil while nothing was added.
  public private(set) var mark: ViewMark?
  var index = HistoryIndex()
  var cycles: [CycleChange] = []

  struct CycleChange: Sendable {
    let notice: CycleNotice
    let entry: UInt64
    let time: BlockTime
    /// Of a closed cycle.
    let regions: CoverageTable?
  }

  public init(after mark: ViewMark?) { start = mark }

  /// Rows to write, more or less: when it is time to.
  public var weight: Int { index.places.count + index.runs.count * 8 + cycles.reduce(0) { $0 + ($1.regions?.cells.count ?? 1) } }

  /// The height of the block to add next.
  public var nextHeight: UInt64 { (mark ?? start).map { $0.height + 1 } ?? 0 }

  /// Adds the block that follows; where it throws, nothing was added.
  ///
  /// - Parameter regions: the regions' totals of a cycle that the block closes.
  public mutating func add<Failure: Error>(
    _ record: BlockRecord, regions: (CycleNotice) throws(Failure) -> [RegionSum]
  ) throws {
    guard record.height == nextHeight else { throw ViewError.outOfOrder(expected: nextHeight, found: record.height) }
    guard let last = record.publicEntries.last, let block = try? BlockEntry(encoded: last.entry.content) else {
      throw ViewError.malformed(entry: record.firstEntry + UInt64(max(0, record.entryCount - 1)))
    }
    var changes: [CycleChange] = []
    for (place, entry) in record.publicEntries where entry.kind == .cycle {
      let number = record.firstEntry + UInt64(place)
      guard let notice = try? CycleNotice(encoded: entry.content) else { throw ViewError.malformed(entry: number) }
      var table: CoverageTable?
      if notice.stage == .closed, let root = notice.root {
        guard let found = CoverageTable(root: root, regions: try regions(notice)) else {
          throw ViewError.wrongRegions(series: notice.series, cycle: notice.cycle)
        }
        table = found
      }
      changes.append(CycleChange(notice: notice, entry: number, time: record.time, regions: table))
    }
    cycles += changes
    index.add(record)
    mark = ViewMark(block)
  }
}
