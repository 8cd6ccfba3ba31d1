/// Horizontal bars as an SVG that stands in a page; its colours are the page's. Every bar's figure is written beside it,
/// and a screen reader is told them all.
struct BarChart {
  struct Bar {
    let label: String
    let value: Int64
    let text: String
  }

  let title: String
  let bars: [Bar]

  private static let width = 900
  private static let labels = 300
  private static let figures = 190
  private static let row = 26

  var svg: String {
    guard !bars.isEmpty else { return "" }
    let most = max(1, bars.map { $0.value.magnitude }.max()!)
    let room = Self.width - Self.labels - Self.figures
    let lines = bars.enumerated().map { index, bar in
      let y = index * Self.row
      let length = Int(Double(bar.value.magnitude) / Double(most) * Double(room))
      let kind = hasLosses ? (bar.value < 0 ? "less" : "more") : "bar"
      return """
        <text x="\(Self.labels - 8)" y="\(y + 17)" text-anchor="end">\(SimulationPage.escaped(Self.short(bar.label)))</text>\
        <rect class="\(kind)" x="\(Self.labels)" y="\(y + 4)" width="\(length)" height="\(Self.row - 8)" rx="2"/>\
        <text x="\(Self.labels + length + 8)" y="\(y + 17)">\(SimulationPage.escaped(bar.text))</text>
        """
    }
    let told = bars.map { "\($0.label): \($0.text)" }.joined(separator: "; ")
    return """
      <svg viewBox="0 0 \(Self.width) \(bars.count * Self.row)" role="img" aria-label="\(SimulationPage.escaped(title))">
      <desc>\(SimulationPage.escaped(told))</desc>
      \(lines.joined(separator: "\n"))
      </svg>

      """
  }

  private var hasLosses: Bool { bars.contains { $0.value < 0 } }

  private static func short(_ label: String) -> String { label.count <= 42 ? label : label.prefix(41) + "…" }
}
