import CoreMetrics
import Synchronization

/// All that is measured here, kept in memory until somebody asks: the backend of swift-metrics behind `/metrics`.
///
/// Names are taken as they come, in the form Prometheus wants: `salur_commands_total`. Timers are histograms of seconds.
public final class MetricsRegistry: MetricsFactory {
  private let families = Mutex<[String: Family]>([:])

  struct Family: Sendable {
    let kind: Kind
    var series: [SeriesName: any MetricSeries] = [:]
  }

  enum Kind: String, Sendable {
    case counter, gauge, histogram
  }

  struct SeriesName: Hashable, Sendable {
    let labels: [Label]

    struct Label: Hashable, Sendable {
      let name: String
      let value: String
    }
  }

  public init() {}

  /// What is there, in the order of names.
  var sorted: [(name: String, family: Family)] {
    families.withLock { $0 }.map { (name: $0.key, family: $0.value) }.sorted { $0.name < $1.name }
  }

  /// The one series of this name and these labels. A name that is of another kind already keeps that, and the new series is
  /// shown nowhere.
  private func series<Series: MetricSeries>(
    _ label: String, _ dimensions: [(String, String)], _ kind: Kind, _ make: () -> Series
  ) -> Series {
    let name = PrometheusText.name(label)
    let labels = SeriesName(
      labels: dimensions.map { .init(name: PrometheusText.name($0.0), value: $0.1) }.sorted { $0.name < $1.name })
    return families.withLock { families in
      var family = families[name] ?? Family(kind: kind)
      guard family.kind == kind else { return make() }
      if let series = family.series[labels] as? Series { return series }
      let series = make()
      family.series[labels] = series
      families[name] = family
      return series
    }
  }

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter) { CounterSeries() }
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter) { GaugeSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge) { GaugeSeries() }
  }

  public func makeRecorder(
    label: String, dimensions: [(String, String)], aggregate: Bool
  ) -> any RecorderHandler {
    guard aggregate else { return series(label, dimensions, .gauge) { GaugeSeries() } }
    return series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.sizes) }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, .histogram) { HistogramSeries(bounds: HistogramSeries.seconds) }
  }

  // A series stays for as long as the process: Prometheus takes one that starts again for a restart.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}
}
