import ArgumentParser
import Audit
import Documents
import Model
import Platform
import Presentation
import Rules

struct AuditReport: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "What became of every programme's money, place by place, recomputed from genesis.",
    discussion: """
      Families, entitled, paid, spent and returned by province, regency, district or village, with totals that \
      reconcile to the programme's fund, and who moved the money. Signatures are left to 'audit verify'.
      """)

  @OptionGroup var data: DataOption

  @Option(help: ArgumentHelp("Only this programme, such as id.kemensos.pkh.", valueName: "NAME"))
  var series: String?

  @Option(help: "By province, regency, district or village. (default: province)")
  var level: Region.Level?

  @Option(help: "table, json or csv.")
  var format: Format = .table

  @OptionGroup var regions: RegionOption
  @OptionGroup var options: ConsoleOptions

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
  }

  func run(on console: Console) async throws {
    let names = try regions.catalogue()
    var audit = try AuditRun(data, needsKey: true, console)
    audit.options.signatures = false
    let (all, result) = try audit { audit, progress throws(AuditError) in try audit.report(progress: progress) }
    let programmes = all.filter { series == nil || $0.series.string == series }
    if let series, programmes.isEmpty {
      throw Failure(AuditPhrase.unknownSeries(series, known: all.map(\.series.string)))
    }
    let pages = programmes.map { ReportPage($0, level: level ?? .province, names: names, language: console.language) }
    switch console.isJSON ? .json : format {
    case .table: for page in pages { page.show(on: console) }
    case .csv: console.output.write(ReportPage.csv(pages))
    case .json:
      console.answer([
        "clean": .bool(result.isClean), "findingCount": JSON(result.findingCount),
        "programmes": .array(pages.map(\.json)),
      ])
    }
    if !result.isClean {
      console.note(AuditPhrase.dirtyReport)
      throw ExitCode.failure
    }
  }

}

extension Region.Level: ExpressibleByArgument {
  public init?(argument: String) {
    guard let level = Self.allCases.first(where: { "\($0)" == argument }) else { return nil }
    self = level
  }

  public static var allValueStrings: [String] { allCases.map { "\($0)" } }
}
