import Coding
import Documents
import Foundation
import Model
import Platform
import Rules
import Signing
import Transparency

/// The documents the demonstration acts on, read from `Examples/`.
struct DemoRecords {
  let regions: RegionCatalogue
  let familySchema: FactSchema
  let studentSchema: FactSchema
  let quakeSchema: FactSchema
  let familyProgramme: Programme
  let pupilProgramme: Programme
  let quakeProgramme: Programme
  let genesis: Genesis
  /// The key that signs the log's checkpoints.
  let logKey: SigningKey

  init(_ examples: Examples, keys: DemoKeys) throws {
    regions = try RegionCatalogue(
      file: examples.path("regions/wilayah.csv"), bytes: examples.read("regions/wilayah.csv"))
    let schema = { (name: String) in
      try SchemaDocument(file: examples.path(name), bytes: examples.read(name)).schema
    }
    familySchema = try schema("schemas/dtsen.family.1.yaml")
    studentSchema = try schema("schemas/dapodik.student.1.yaml")
    quakeSchema = try schema("schemas/bmkg.quake.1.yaml")
    let schemas = [familySchema, studentSchema, quakeSchema]
    let programme = { (name: String) in
      try ProgrammeDocument(file: examples.path(name), bytes: examples.read(name), schemas: schemas).programme
    }
    familyProgramme = try programme("programmes/pkh.yaml")
    pupilProgramme = try programme("programmes/pip.yaml")
    quakeProgramme = try programme("programmes/gempa-ntt.yaml")
    logKey = keys.key(.ed25519, "log")
    guard case .ed25519(let point) = logKey.publicKey else { preconditionFailure("the log's key is Ed25519") }
    let verifier = Text(try NoteKey(name: "salur.example/nusantara", kind: .ed25519, key: point).verifierKey)
    let genesisKeys = GenesisKeys(
      point: { try? P256Point(compressed: $0) },
      officer: { keys.officer($0.string, $1).publicKey },
      log: { verifier })
    let file = "genesis/nusantara.yaml"
    let document = try GenesisDocument(file: examples.path(file), bytes: examples.read(file), keys: genesisKeys).genesis
    genesis = Genesis(
      origin: document.origin, time: document.time, parameters: document.parameters, agencies: document.agencies,
      logKey: document.logKey, witnesses: try DemoWitnesses.verifierKeys(keys))
  }

  var schemas: [FactSchema] { [familySchema, studentSchema, quakeSchema] }
  var programmes: [Programme] { [familyProgramme, pupilProgramme, quakeProgramme] }
}

/// Where the example documents are: named by the user, or found beside the program's source or working directory.
struct Examples {
  let root: String

  init(_ named: String?) throws {
    if let named, !Directory.exists(named + "/programmes") {
      throw Failure(
        "\(named) bukan folder contoh dokumen: tidak ada 'programmes' di dalamnya; periksa --examples",
        "\(named) is no folder of example documents: it has no 'programmes'; check --examples")
    }
    let candidates = [
      named, ProcessInfo.processInfo.environment["SALUR_EXAMPLES"], "Examples",
      Bundle.main.executableURL.map { url in
        // .build/<triple>/release/salur: the project's root is three folders up.
        url.resolvingSymlinksInPath().deletingLastPathComponent().appendingPathComponent("../../../Examples")
          .standardized.path
      },
    ].compactMap { $0 }
    guard let root = candidates.first(where: { Directory.exists($0 + "/programmes") }) else {
      throw Failure(
        "Contoh dokumen tidak ditemukan; sebutkan foldernya dengan --examples FOLDER.",
        "The example documents were not found; name their folder with --examples FOLDER.")
    }
    self.root = root
  }

  func path(_ name: String) -> String { root + "/" + name }
  func read(_ name: String) throws -> [UInt8] { try File.contents(of: path(name)) }
}
