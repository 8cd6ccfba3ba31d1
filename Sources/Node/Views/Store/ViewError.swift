import Coding
import GRDB

/// Why the read model cannot be used. Nothing is lost in any case: it is made again from the journal.
public enum ViewError: Error, Sendable {
  /// SQLite's own words.
  case database(String)
  /// There is none here.
  case missing(String)
  /// It was made for another network, by another version, or is not a read model at all.
  case otherView(String)
  /// Blocks must come one after the other.
  case outOfOrder(expected: UInt64, found: UInt64)
  /// The regions' totals of a cycle do not make up the root the cycle was closed with.
  case wrongRegions(series: Text, cycle: Text)
  /// A public entry that cannot be read.
  case malformed(entry: UInt64)
}

extension ViewError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .database(let words): "the read model's database failed: \(words)"
    case .missing(let path): "there is no read model at \(path): 'salur views rebuild' makes it"
    case .otherView(let path): "\(path) is no read model of this network and version: 'salur views rebuild' makes it again"
    case .outOfOrder(let expected, let found): "block \(found) was offered where block \(expected) belongs"
    case .wrongRegions(let series, let cycle):
      "the regions' totals of \(series) \(cycle) do not make up the root in its public notice"
    case .malformed(let entry): "the public entry \(entry) cannot be read"
    }
  }
}

/// Runs work on the database and passes its error on as the view's.
func onDatabase<Result>(_ body: () throws -> Result) throws(ViewError) -> Result {
  do {
    return try body()
  } catch let error as ViewError {
    throw error
  } catch {
    throw .database("\(error)")
  }
}
