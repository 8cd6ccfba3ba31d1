import Coding
import Ledger
import Model
import Presentation

/// What everybody may know of a programme as it stands. Not what its wallets hold and have spent: between two looks one
/// family's payment could be read off.
struct PublicProgramme: Sendable {
  let series: Text
  let owner: Text
  let title: Words
  let versions: [Version]
  let cap: Rupiah
  let funded: Rupiah
  let returned: Rupiah
  let isRetired: Bool

  struct Version: Sendable {
    let id: ProgrammeID
    let name: Text
    let state: ProgrammeVersion.State
    let starts: BlockTime?
  }

  var json: [JSON.Member] {
    [
      .init(key: "series", value: series.json), .init(key: "owner", value: owner.json),
      .init(key: "title", value: ["id": title.indonesian.json, "en": title.english.json]),
      .init(
        key: "versions",
        value: .array(
          versions.map { version in
            [
              "programme": version.id.json, "version": version.name.json, "state": .string("\(version.state)"),
              "starts": JSON(version.starts) { $0.json },
            ]
          })),
      .init(key: "cap", value: cap.json), .init(key: "funded", value: funded.json),
      .init(key: "returnedToTreasury", value: returned.json), .init(key: "retired", value: .bool(isRetired)),
    ]
  }
}

extension LedgerState {
  /// All programmes, or the one of this name.
  func publicProgrammes(named name: Text? = nil) -> [PublicProgramme] {
    series.indices.filter { name == nil || series[$0].name == name }.compactMap { index in
      let series = series[index]
      let versions = benefits.versions.indices.filter { Int(benefits.versions[$0].series) == index }
      guard let newest = versions.last else { return nil }
      return PublicProgramme(
        series: series.name, owner: agency(series.owner)?.agency.name ?? "", title: benefits.programme(newest).title,
        versions: versions.map { number in
          let version = benefits.versions[number]
          return .init(
            id: version.id, name: benefits.programme(number).version, state: version.state, starts: version.starts)
        },
        cap: series.cap, funded: Rupiah(series.fund.funded), returned: Rupiah(series.fund.returnedToTreasury),
        isRetired: series.isRetired)
    }
  }
}
