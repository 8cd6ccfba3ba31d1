import Coding
import Ledger
import Model

/// The report as one page that needs nothing else: tables, and charts drawn in it; light or dark as the reader's screen
/// is.
struct SimulationPage {
  private let report: SimulationReport
  private let language: Language

  init(_ report: SimulationReport, _ language: Language) {
    self.report = report
    self.language = language
  }

  var html: String {
    let programme = report.programme
    let title = Self.escaped(programme.title.text(language))
    return """
      <!doctype html>
      <html lang="\(language == .indonesian ? "id" : "en")">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(title)</title>
      <style>\(Self.style)</style>
      </head>
      <body>
      <main>
      <h1>\(title)</h1>
      <p class="name">\(Self.escaped("\(programme.series) \(programme.version)"))</p>
      \(introduction)
      \(cycles)
      \(rules)
      \(regions)
      \(classes)
      \(comparison)
      </main>
      </body>
      </html>

      """
  }

  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;")
  }

  private static let style = """
    :root{color-scheme:light dark;--text:#1b1f24;--paper:#fff;--line:#d5dae0;--bar:#1f6feb;--more:#1a7f37;--less:#cf222e}
    @media(prefers-color-scheme:dark){:root{--text:#e6edf3;--paper:#0d1117;--line:#30363d;--bar:#58a6ff;--more:#3fb950;--less:#ff7b72}}
    body{margin:0;background:var(--paper);color:var(--text);font:16px/1.5 system-ui,sans-serif}
    main{max-width:60rem;margin:0 auto;padding:1rem}
    h1{margin-bottom:0}h2{margin-top:2.5rem}.name{margin-top:0;opacity:.8}
    .short{color:var(--less);font-weight:600}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}
    th,td{padding:.3rem .6rem;border-bottom:1px solid var(--line);text-align:right;white-space:nowrap}
    th:first-child,td:first-child{text-align:left;white-space:normal}
    svg{display:block;width:100%;height:auto;margin:1rem 0}
    svg text{fill:var(--text);font-size:13px}
    .bar{fill:var(--bar)}.more{fill:var(--more)}.less{fill:var(--less)}
    @media print{body{color:#000;background:#fff}}
    """
}

// MARK: - Sections

extension SimulationPage {
  private func words(_ phrase: Phrase) -> String { Self.escaped(phrase.text(language)) }
  private func money(_ amount: Int64) -> String { Rupiah(amount).text(language) }

  private func section(_ heading: Phrase, _ content: String) -> String {
    "<section>\n<h2>\(words(heading))</h2>\n\(content)\n</section>"
  }

  /// A table whose first column names the row.
  private func table(_ head: [Phrase], _ rows: [[String]]) -> String {
    let titles = head.map { "<th scope=\"col\">\(words($0))</th>" }.joined()
    let lines = rows.map { row in
      "<tr><th scope=\"row\">\(Self.escaped(row[0]))</th>"
        + row.dropFirst().map { "<td>\(Self.escaped($0))</td>" }.joined()
        + "</tr>"
    }
    return "<div class=\"scroll\"><table>\n<thead><tr>\(titles)</tr></thead>\n<tbody>\n"
      + lines.joined(separator: "\n") + "\n</tbody></table></div>"
  }

  private var introduction: String {
    let result = report.result
    let tried = SimulationPhrase.tried(
      report.registry, families: language.number(result.families), people: language.number(result.people),
      seconds: language.decimal(report.seconds))
    let needs = SimulationPhrase.needs(
      money(result.new.rupiah), cap: money(report.cap), peak: money(result.new[report.peak].paid.rupiah),
      cycle: report.simulation.new.cycles[report.peak].name)
    let verdict =
      report.shortCycle.map {
        "<p class=\"short\" role=\"alert\">\(words(SimulationPhrase.shortfall(money(report.shortfall), cycle: $0.name)))</p>"
      } ?? "<p>\(words(SimulationPhrase.enough(money(report.cap - result.new.rupiah))))</p>"
    return "<p>\(words(tried))</p>\n<p>\(words(needs))</p>\n\(verdict)"
  }

  private var cycles: String {
    let rows = Array(zip(report.simulation.new.cycles, report.result.new))
    let chart = BarChart(
      title: SimulationPhrase.byCycle.text(language),
      bars: rows.map { BarChart.Bar(label: $0.name, value: $1.paid.rupiah, text: money($1.paid.rupiah)) })
    let table = table(
      [
        SimulationPhrase.cycle, SimulationPhrase.due, SimulationPhrase.decided, SimulationPhrase.paid,
        SimulationPhrase.people, SimulationPhrase.rupiah, SimulationPhrase.undecided,
      ],
      rows.map { cycle, tally in
        [cycle.name, cycle.due.description]
          + [
            Int64(tally.decided), Int64(tally.paid.count), Int64(tally.people), tally.paid.rupiah,
            Int64(tally.undecided),
          ]
          .map { language.number($0) }
      })
    return section(SimulationPhrase.byCycle, chart.svg + table)
  }

  private var rules: String {
    let (programme, total) = (report.programme, report.total)
    let chart = BarChart(
      title: SimulationPhrase.byRule.text(language),
      bars: zip(programme.pay, total.payments).map {
        BarChart.Bar(label: $0.say.text(language), value: $1.rupiah, text: money($1.rupiah))
      })
    let payments = table(
      [SimulationPhrase.paidFor, SimulationPhrase.payments, SimulationPhrase.rupiah],
      zip(programme.pay, total.payments).map {
        [$0.say.text(language), language.number($1.count), language.number($1.rupiah)]
      })
    var refused = zip(programme.eligible, total.refused).map { [$0.say.text(language), language.number($1)] }
    refused.append([
      SimulationPhrase.noPayment.text(language), language.number(total.refused[programme.eligible.count]),
    ])
    refused += report.waits(total).map { wait in
      [
        wait.name.map { SimulationPhrase.waits.text(language) + " " + $0 } ?? SimulationPhrase.fault.text(language),
        language.number(wait.count),
      ]
    }
    return section(
      SimulationPhrase.byRule,
      chart.svg + payments + "<p></p>" + table([SimulationPhrase.refused, SimulationPhrase.allCycles], refused))
  }

  private func parts(_ heading: Phrase, _ parts: [(name: String, part: TrialTally.Part)]) -> String {
    guard !parts.isEmpty else { return "" }
    let largest = parts.sorted { $0.part.paid.rupiah > $1.part.paid.rupiah }.prefix(40)
    let inOrder = parts.count <= 40 ? parts : Array(largest)
    let chart = BarChart(
      title: heading.text(language),
      bars: inOrder.map { BarChart.Bar(label: $0.name, value: $0.part.paid.rupiah, text: money($0.part.paid.rupiah)) })
    let rows = parts.map { row in
      [row.name]
        + [Int64(row.part.decided), Int64(row.part.paid.count), row.part.paid.rupiah].map { language.number($0) }
    }
    return section(
      heading,
      chart.svg
        + table([Phrase("", ""), SimulationPhrase.decided, SimulationPhrase.paid, SimulationPhrase.rupiah], rows))
  }

  private var regions: String {
    parts(
      SimulationPhrase.byRegion,
      report.shownRegions.map { (report.name(of: report.regions[$0]), report.total.regions[$0]) })
  }

  private var classes: String {
    guard let classes = report.simulation.classes else { return "" }
    return parts(
      SimulationPhrase.by(classes.name), report.shownClasses.map { (classes.labels[$0], report.total.classes[$0]) })
  }

  private var comparison: String {
    guard report.simulation.old != nil else { return "" }
    let comparison = report.result.comparison
    let changed = comparison.total.gains.count + comparison.total.losses.count
    let sentence = SimulationPhrase.changes(
      language.number(changed), same: language.number(comparison.unchanged), new: language.number(comparison.new),
      gone: language.number(comparison.gone))
    let net = report.ruleChanges.map { row in
      BarChart.Bar(label: row.rule.say.text(language), value: row.new - row.old, text: money(row.new - row.old))
    }
    let rules = table(
      [SimulationPhrase.paidFor, SimulationPhrase.old, SimulationPhrase.new, SimulationPhrase.difference],
      report.ruleChanges.map { row in
        [row.rule.say.text(language)] + [row.old, row.new, row.new - row.old].map { language.number($0) }
      })
    var rows = [(SimulationPhrase.total.text(language), comparison.total)]
    if let classes = report.simulation.classes {
      rows += report.shownClasses.map { ("\(classes.name) \(classes.labels[$0])", comparison.classes[$0]) }
    }
    rows += report.shownRegions.map { (report.name(of: report.regions[$0]), comparison.regions[$0]) }
    let changes = table(
      [Phrase("", ""), SimulationPhrase.gains, SimulationPhrase.more, SimulationPhrase.losses, SimulationPhrase.less],
      rows.map { name, change in
        [name]
          + [Int64(change.gains.count), change.gains.rupiah, Int64(change.losses.count), change.losses.rupiah]
          .map { language.number($0) }
      })
    let examples = table(
      [SimulationPhrase.row, SimulationPhrase.old, SimulationPhrase.new, SimulationPhrase.difference],
      (comparison.most + comparison.least.reversed()).map { example in
        [Int64(example.place), example.old, example.new, example.new - example.old].map { language.number($0) }
      })
    return section(
      SimulationPhrase.comparison,
      "<p>\(words(sentence))</p>" + BarChart(title: SimulationPhrase.comparison.text(language), bars: net).svg + rules
        + "<p></p>" + changes) + section(SimulationPhrase.examples, examples)
  }
}
