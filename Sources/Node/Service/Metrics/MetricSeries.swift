import CoreMetrics
import Synchronization

/// One line of numbers that grows or moves.
protocol MetricSeries: AnyObject, Sendable {}

final class CounterSeries: MetricSeries, CounterHandler {
  private let count = Mutex<Int64>(0)

  var value: Int64 { count.withLock { $0 } }

  func increment(by amount: Int64) { count.withLock { $0 &+= amount } }
  func reset() { count.withLock { $0 = 0 } }
}

final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler, FloatingPointCounterHandler {
  private let current = Mutex<Double>(0)

  var value: Double { current.withLock { $0 } }

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { current.withLock { $0 = value } }
  func increment(by amount: Double) { current.withLock { $0 += amount } }
  func decrement(by amount: Double) { current.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(value) }
  func record(_ value: Double) { set(value) }
  func reset() { set(0 as Double) }
}

/// How often a value was at most so large, for fixed bounds.
final class HistogramSeries: MetricSeries, TimerHandler, RecorderHandler {
  struct Counts: Sendable {
    /// One a bound, and one for what is larger.
    var buckets: [UInt64]
    var sum: Double = 0
  }

  /// From half a millisecond to ten seconds; 0.1 is the promise about payments.
  static let seconds = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
  static let sizes: [Double] = [1, 10, 100, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 1_000_000]

  let bounds: [Double]
  private let counts: Mutex<Counts>

  init(bounds: [Double]) {
    self.bounds = bounds
    counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
  }

  var snapshot: Counts { counts.withLock { $0 } }

  func record(_ value: Double) {
    let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
    counts.withLock {
      $0.buckets[bucket] += 1
      $0.sum += value
    }
  }

  func record(_ value: Int64) { record(Double(value)) }
  func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
