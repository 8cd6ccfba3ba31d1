import CoreMetrics
import Metrics
import Service
import Testing

@Suite("Measures as Prometheus reads them")
struct PrometheusTests {
  @Test("counters, gauges and histograms, with labels escaped and in order")
  func text() {
    let registry = MetricsRegistry()
    for _ in 0..<3 {
      Counter(label: "calls_total", dimensions: [("route", "a\"b\\c\nd")], factory: registry).increment()
    }
    Gauge(label: "queue.depth", factory: registry).record(7)
    Gauge(label: "load", factory: registry).record(0.5)
    Gauge(label: "age", factory: registry).record(Double.infinity)
    let timer = Metrics.Timer(label: "block_seconds", dimensions: [("kind", "x")], factory: registry)
    for milliseconds in [1, 90, 20_000] as [Int64] { timer.recordNanoseconds(milliseconds * 1_000_000) }
    let text = PrometheusText.text(registry, help: ["load": "How much."])
    #expect(text.contains("# TYPE calls_total counter\ncalls_total{route=\"a\\\"b\\\\c\\nd\"} 3\n"), "\(text)")
    #expect(text.contains("# TYPE queue_depth gauge\nqueue_depth 7\n"))
    #expect(text.contains("# TYPE age gauge\nage +Inf\n"))
    #expect(text.contains("# HELP load How much.\n# TYPE load gauge\nload 0.5\n"))
    #expect(text.contains("block_seconds_bucket{kind=\"x\",le=\"0.001\"} 1\n"), "\(text)")
    #expect(text.contains("block_seconds_bucket{kind=\"x\",le=\"0.1\"} 2\n"))
    #expect(text.contains("block_seconds_bucket{kind=\"x\",le=\"+Inf\"} 3\n"))
    #expect(text.contains("block_seconds_count{kind=\"x\"} 3\n"))
  }

  @Test("one name is one kind: a second is counted nowhere, and harms nobody")
  func kinds() {
    let registry = MetricsRegistry()
    Counter(label: "a", factory: registry).increment()
    Gauge(label: "a", factory: registry).record(9)
    #expect(PrometheusText.text(registry, help: [:]) == "# TYPE a counter\na 1\n")
  }

  @Test("the same name and labels are one series, whoever asks")
  func same() {
    let registry = MetricsRegistry()
    Counter(label: "a", dimensions: [("x", "1"), ("y", "2")], factory: registry).increment()
    Counter(label: "a", dimensions: [("y", "2"), ("x", "1")], factory: registry).increment()
    #expect(PrometheusText.text(registry, help: [:]).hasSuffix("a{x=\"1\",y=\"2\"} 2\n"))
  }
}
