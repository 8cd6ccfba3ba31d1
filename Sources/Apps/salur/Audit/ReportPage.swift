import Audit
import Documents
import Model
import Presentation
import Rules

/// One programme of a report, as a table, as JSON and as CSV.
struct ReportPage {
  let programme: ProgrammeReport
  let language: Language
  private let rows: [(region: Region?, name: String, flow: Flow)]

  init(_ programme: ProgrammeReport, level: Region.Level, names: RegionCatalogue?, language: Language) {
    self.programme = programme
    self.language = language
    rows = programme.flows(by: level).map { region, flow in
      let path = region.map { names?.path(of: $0) ?? [] } ?? [AuditPhrase.nowhere.text(language)]
      return (region, path.joined(separator: " / "), flow)
    }
  }

  // MARK: For people

  func show(on console: Console) {
    let title = programme.title.map { $0.text(language) + " " } ?? ""
    console.say(console.output.styled(title + "(\(programme.series))", .bold))
    console.show(flows)
    console.show(accounts)
    console.say("")
  }

  private var flows: TextTable {
    var table = TextTable(
      [(AuditPhrase.region.text(language), .left), ("", .left)]
        + [
          AuditPhrase.families, AuditPhrase.entitled, AuditPhrase.paid, AuditPhrase.spent, AuditPhrase.returned,
          AuditPhrase.held,
        ].map { ($0.text(language), .right) })
    for row in rows { add(row.region?.description ?? "", row.name, row.flow, to: &table) }
    add(AuditPhrase.total.text(language), "", programme.total, to: &table)
    return table
  }

  private func add(_ code: String, _ name: String, _ flow: Flow, to table: inout TextTable) {
    let amounts = [flow.entitled, flow.paid, flow.spent, flow.returned, flow.held].map { language.number($0) }
    table.add([code, name, language.number(flow.families)] + amounts)
  }

  /// From the fund to who moved the money; what is left is unaccounted for.
  private var accounts: TextTable {
    let (fund, moved) = (programme.fund, programme.movement)
    var table = TextTable([("", .left), ("Rp", .right)])
    let lines: [(Phrase, Int64)] = [
      (AuditPhrase.funded, fund.funded), (AuditPhrase.unspent, fund.unspent),
      (AuditPhrase.held, programme.total.held), (AuditPhrase.spent, programme.total.spent),
      (AuditPhrase.toTreasury, fund.returnedToTreasury), (AuditPhrase.unaccounted, programme.unaccounted),
    ]
    for (name, amount) in lines { table.add([name.text(language), language.number(amount)]) }
    table.add([AuditPhrase.movedBy.text(language), ""])
    let movers: [(Phrase, Int64)] = [
      (AuditPhrase.owner, moved.owner), (AuditPhrase.helper, moved.helper), (AuditPhrase.agent, moved.agent),
      (AuditPhrase.refunded, -moved.refunded), (AuditPhrase.waiting, moved.waiting),
      (AuditPhrase.unclaimed, moved.unclaimed),
    ]
    for (name, amount) in movers { table.add([name.text(language), language.number(amount)]) }
    return table
  }

  // MARK: For machines

  var json: JSON {
    let (fund, moved) = (programme.fund, programme.movement)
    return [
      "series": .string(programme.series.string),
      "title": JSON(programme.title) { ["id": .string($0.indonesian.string), "en": .string($0.english.string)] },
      "fund": [
        "funded": .int(fund.funded), "unspent": .int(fund.unspent), "held": .int(programme.total.held),
        "spent": .int(programme.total.spent), "returnedToTreasury": .int(fund.returnedToTreasury),
        "unaccounted": .int(programme.unaccounted),
      ],
      "movedBy": [
        "owner": .int(moved.owner), "helper": .int(moved.helper), "agent": .int(moved.agent),
        "refunded": .int(moved.refunded), "waiting": .int(moved.waiting), "unclaimed": .int(moved.unclaimed),
        "unclaimedFamilies": JSON(moved.unclaimedFamilies),
      ],
      "total": json(programme.total),
      "regions": .array(
        rows.map { row in
          [
            "code": JSON(row.region) { .string($0.description) }, "name": .string(row.name), "flow": json(row.flow),
          ]
        }),
    ]
  }

  private func json(_ flow: Flow) -> JSON {
    [
      "families": JSON(flow.families), "entitledFamilies": JSON(flow.entitledFamilies),
      "entitled": .int(flow.entitled), "paid": .int(flow.paid), "spent": .int(flow.spent),
      "returned": .int(flow.returned), "held": .int(flow.held),
    ]
  }

  /// RFC 4180, one line a programme and region.
  static func csv(_ pages: [ReportPage]) -> String {
    var text = "series,code,region,entitled_families,families,entitled,paid,spent,returned,held\r\n"
    for page in pages {
      for row in page.rows {
        let flow = row.flow
        let fields =
          [page.programme.series.string, row.region?.description ?? "", row.name].map(quoted)
          + [flow.entitledFamilies, flow.families].map { "\($0)" }
          + [flow.entitled, flow.paid, flow.spent, flow.returned, flow.held].map { "\($0)" }
        text += fields.joined(separator: ",") + "\r\n"
      }
    }
    return text
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { [UInt8](",\"\r\n".utf8).contains($0) }) else { return field }
    return "\"" + field.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
  }
}
