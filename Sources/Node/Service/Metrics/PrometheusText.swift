/// What was measured as Prometheus reads it: text exposition format 0.0.4.
package enum PrometheusText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// - Parameter help: what each name means, where that is known.
  package static func text(_ registry: MetricsRegistry, help: [String: String]) -> String {
    var text = ""
    for (name, family) in registry.sorted {
      if let help = help[name] { text += "# HELP \(name) \(help)\n" }
      text += "# TYPE \(name) \(family.kind.rawValue)\n"
      let series = family.series.map { (labels: $0.key.labels.map { ($0.name, $0.value) }, series: $0.value) }
      for (labels, series) in series.sorted(by: { Self.labels($0.labels) < Self.labels($1.labels) }) {
        switch series {
        case let counter as CounterSeries: text += "\(name)\(Self.labels(labels)) \(counter.value)\n"
        case let gauge as GaugeSeries: text += "\(name)\(Self.labels(labels)) \(number(gauge.value))\n"
        case let histogram as HistogramSeries: text += lines(of: histogram, name, labels)
        default: break
        }
      }
    }
    return text
  }

  private static func lines(
    of histogram: HistogramSeries, _ name: String, _ labels: [(String, String)]
  ) -> String {
    let counts = histogram.snapshot
    var (text, count) = ("", 0 as UInt64)
    for (bound, bucket) in zip(histogram.bounds.map(number) + ["+Inf"], counts.buckets) {
      count += bucket
      text += "\(name)_bucket\(Self.labels(labels + [("le", bound)])) \(count)\n"
    }
    text += "\(name)_sum\(Self.labels(labels)) \(number(counts.sum))\n"
    return text + "\(name)_count\(Self.labels(labels)) \(count)\n"
  }

  /// `{route="/v1/commands",status="200"}`
  private static func labels(_ labels: [(String, String)]) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.0)=\"\(escaped($0.1))\"" }.joined(separator: ",") + "}"
  }

  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// Whole numbers without a fraction.
  private static func number(_ value: Double) -> String {
    if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
    return Int64(exactly: value).map(String.init) ?? (value.isNaN ? "NaN" : "\(value)")
  }

  /// A name Prometheus allows.
  static func name(_ label: String) -> String {
    let allowed = label.unicodeScalars.map { scalar -> Character in
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
      default: "_"
      }
    }
    let name = String(allowed)
    return name.first.map { $0.isNumber } ?? true ? "_" + name : name
  }
}
