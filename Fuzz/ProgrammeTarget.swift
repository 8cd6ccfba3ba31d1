import Documents
import Foundation
import Model

/// The reader of programmes: any bytes are a programme, or problems each with a place.
struct ProgrammeTarget {
  let mutator: Mutator
  private let schemas: [FactSchema]

  /// - Parameter examples: the folder of the example documents.
  init(examples: String) throws {
    func text(_ path: String) throws -> String { try String(contentsOfFile: examples + "/" + path, encoding: .utf8) }
    let names = try FileManager.default.contentsOfDirectory(atPath: examples + "/schemas").sorted()
    schemas = try names.filter { $0.hasSuffix(".yaml") }.map { name in
      try SchemaDocument(file: name, bytes: Array(text("schemas/" + name).utf8)).schema
    }
    let programmes = try FileManager.default.contentsOfDirectory(atPath: examples + "/programmes").sorted()
    mutator = Mutator(
      seeds: try programmes.filter { $0.hasSuffix(".yaml") }.map { try text("programmes/" + $0) },
      words: [
        "programme:", "facts:", "eligible:", "pay:", "each: m", "limits:", "- ", "\n", "\n  ", ": ", "{", "}", "[", "]",
        "&a ", "*a", "!!int ", "---\n", "\"", "'", "#", "on", "012", "2026.1", "~", "|\n", ">\n", "\t", "\u{FEFF}",
        "9000000000000001", "-1", "P90D", "2026-02-30", "family.members", "when:", "<<: ", "%", "@", "\u{85}", "? ",
      ])
  }

  func run(_ input: [UInt8]) {
    do throws(DocumentError) {
      _ = try ProgrammeDocument(file: "fuzz.yaml", bytes: input, schemas: schemas)
    } catch {
      precondition(!error.diagnostics.isEmpty, "a refusal without a reason")
    }
  }
}
