import ArgumentParser
import Documents
import Engine
import Model
import Presentation
import Rules

struct RegistryImport: SalurCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Reads a registry from a spreadsheet (CSV), refuses it with every problem, and says what is in it.",
    discussion: """
      With --data it also registers the families on a node's ledger, signed by the identity authority, and attests \
      what the registry says about them, signed by a source of the schema. People reach the ledger as nullifiers, \
      everything else sealed. Families that are there already stay as they are, so an import that was cut short is run \
      again; for what has changed since, attest it from another day with --valid-from.
      """)

  @Argument(help: ArgumentHelp("The registry.", valueName: "FILE"), completion: .file(extensions: ["csv"]))
  var file: String

  @Option(help: ArgumentHelp("The data directory of a node to register the families on.", valueName: "DIR"))
  var data: String?

  @OptionGroup var vaultKey: VaultKeyOption

  @Option(name: .customLong("key"), help: ArgumentHelp("The identity authority's key file.", valueName: "FILE"))
  var identityKey: String?

  @Option(name: .customLong("source-key"), help: ArgumentHelp("The fact source's key file.", valueName: "FILE"))
  var sourceKey: String?

  @Option(name: .customLong("valid-from"), help: ArgumentHelp("The first day the facts are true.", valueName: "DATE"))
  var validFrom = CivilDate(year: 2026, month: 1, day: 1)!

  @OptionGroup var sources: RegistrySources
  @OptionGroup var options: ConsoleOptions

  func run(on console: Console) async throws {
    if data != nil, identityKey == nil || sourceKey == nil {
      throw ValidationError("With '--data', '--key' and '--source-key' are needed too.")
    }
    let interruption = Interruption(console, RegistryPhrase.importBrokenOff)
    defer { withExtendedLifetime(interruption) {} }
    let regions = try sources.regionCatalogue()
    let format = RegistryFile(layout: try sources.layout(in: try sources.schemaFolder()), regions: regions)
    let bytes = try Input.bytes(of: file, limit: .max)
    var census = Census()
    let name = Input.name(of: file)
    try bytes.withUnsafeBytes { try format.read(file: name, bytes: $0) { census.count($0) } }
    var upload: RegistryUpload?
    if let data, let identityKey, let sourceKey {
      let replica = try Replica.open(DataDirectory(data, vaultKeyFile: vaultKey.vaultKeyFile), console).0
      var started = try RegistryUpload(
        layout: format.layout, validFrom: validFrom,
        identity: try Operator(replica, [try KeyFile(identityKey)]),
        source: try Operator(replica, [try KeyFile(sourceKey)]))
      let bar = ProgressBar(console, RegistryPhrase.registering, total: census.families)
      defer { bar.finish() }
      try bytes.withUnsafeBytes { bytes in
        try format.read(file: name, bytes: bytes) { started.add($0) { bar.advance(to: $0) } }
      }
      try started.finish()
      upload = started
    }
    if console.isJSON { return console.answer(census.json(name, upload)) }
    console.say(upload.map { RegistryPhrase.registered($0, console.language) } ?? RegistryPhrase.good(name))
    console.show(census.table(regions, console.language))
  }
}

extension RegistryUpload {
  var json: JSON {
    [
      "families": JSON(done), "facts": JSON(attested), "alreadyRegistered": JSON(alreadyRegistered),
      "alreadyAttested": JSON(alreadyAttested), "accounts": .array(accounts.map(\.json)),
      "batches": .array(
        batches.map {
          [
            "entry": JSON($0.entry), "height": JSON($0.height), "kind": .string($0.kind.rawValue),
            "count": JSON($0.count),
          ]
        }),
    ]
  }
}

/// Who is in a registry, by province.
private struct Census {
  private var provinces: [Region: (families: Int, people: Int)] = [:]

  mutating func count(_ family: RegistryFamily) {
    guard let province = family.region.ancestor(at: .province) else { return }
    provinces[province, default: (0, 0)].families += 1
    provinces[province, default: (0, 0)].people += family.members.count
  }

  private var rows: [(province: Region, families: Int, people: Int)] {
    provinces.sorted { $0.key.raw < $1.key.raw }.map { ($0.key, $0.value.families, $0.value.people) }
  }

  var families: Int { rows.reduce(0) { $0 + $1.families } }
  private var people: Int { rows.reduce(0) { $0 + $1.people } }

  func json(_ file: String, _ upload: RegistryUpload?) -> JSON {
    [
      "file": .string(file), "families": JSON(families), "people": JSON(people),
      "ledger": JSON(upload, \.json),
      "provinces": .array(
        rows.map {
          ["region": .string($0.province.description), "families": JSON($0.families), "people": JSON($0.people)]
        }),
    ]
  }

  func table(_ regions: RegionCatalogue, _ language: Language) -> TextTable {
    var table = TextTable([
      (RegistryPhrase.province.text(language), .left), (RegistryPhrase.families.text(language), .right),
      (RegistryPhrase.people.text(language), .right),
    ])
    for row in rows {
      let name = [row.province.description, regions.name(of: row.province)].compactMap(\.self).joined(separator: " ")
      table.add([name, language.number(row.families), language.number(row.people)])
    }
    table.add([RegistryPhrase.all.text(language), language.number(families), language.number(people)])
    return table
  }
}
