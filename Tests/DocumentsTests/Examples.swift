import Documents
import Foundation
import Model
import Rules

/// The files of `Examples/`, which are documents the tests read like anyone else's.
enum Examples {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Examples")

  static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: folder.appending(path: path)))
  }

  static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  static func schemas() throws -> [FactSchema] {
    try ["dtsen.family.1", "dapodik.student.1", "bmkg.quake.1"].map { name in
      try SchemaDocument(file: "\(name).yaml", bytes: bytes("schemas/\(name).yaml")).schema
    }
  }

  /// Everything in the folder of schemas.
  static func allSchemas() throws -> [FactSchema] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path + "/schemas").sorted().map { name in
      try SchemaDocument(file: name, bytes: bytes("schemas/\(name)")).schema
    }
  }

  static func programme(_ name: String) throws -> ProgrammeDocument {
    try ProgrammeDocument(file: "\(name).yaml", bytes: bytes("programmes/\(name).yaml"), schemas: schemas())
  }
}

/// The problems a body reports; none where it succeeds.
func diagnostics(_ body: () throws(DocumentError) -> Void) -> [Diagnostic] {
  do {
    try body()
    return []
  } catch {
    return error.diagnostics
  }
}

extension Examples {
  static func regions() throws -> RegionCatalogue { try sharedRegions.get() }

  /// Read once: ninety thousand lines.
  private static let sharedRegions = Result {
    try RegionCatalogue(file: "wilayah.csv", bytes: bytes("regions/wilayah.csv"))
  }

  static func generator(seed: UInt64) throws -> RegistryGenerator {
    let schemas = try schemas()
    return try RegistryGenerator(
      seed: seed, regions: regions(), family: schemas[0], student: schemas[1], asOf: CivilDate("2026-01-01")!)
  }
}
