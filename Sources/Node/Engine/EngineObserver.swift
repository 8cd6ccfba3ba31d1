import Coding
import Ledger

/// What a running engine tells whoever measures it, on the engine's own thread: an observer counts and returns.
public protocol EngineObserver: Sendable {
  func hasDecided(_ block: BlockMeasure)
}

/// One block as it is measured: what became of the submissions, and how long it took.
public struct BlockMeasure: Sendable {
  public internal(set) var accepted = 0
  /// Finally, on the log.
  public internal(set) var rejected = 0
  /// In no block, by admission or for the moment.
  public internal(set) var refused = 0
  /// The disk failed half way.
  public internal(set) var unknown = 0
  public internal(set) var nanoseconds: UInt64 = 0
  /// Of these, waiting for the journal to be on the disk.
  public internal(set) var syncNanoseconds: UInt64 = 0
  public internal(set) var runs: [RunProgress] = []

  init(_ answers: [Answer]) {
    for answer in answers {
      switch answer {
      case .decided(let decision) where decision.rejection == nil: accepted += 1
      case .decided: rejected += 1
      case .refused: refused += 1
      case .unknown: unknown += 1
      }
    }
  }
}

/// How far a cycle's run is: of so many registrants these are decided, of those entitled these are paid.
public struct RunProgress: Hashable, Sendable {
  public let series: Text
  public let cycle: Text
  public let registrants: UInt64
  public let decided: UInt64
  public let entitled: UInt64
  public let paid: UInt64
}

extension LedgerState {
  /// Runs that have begun and are not done.
  var runsUnderWay: [RunProgress] {
    benefits.cycles.map(\.record).filter { $0.stage.rawValue < Cycle.Stage.paid.rawValue }.map { cycle in
      RunProgress(
        series: series[Int(cycle.series)].name, cycle: cycle.name, registrants: UInt64(cycle.registrants),
        decided: cycle.totals.decided, entitled: cycle.totals.entitled, paid: cycle.totals.paid)
    }
  }
}
