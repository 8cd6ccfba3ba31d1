import ArgumentParser
import Documents
import Model
import Platform

/// The fact schemas of a folder, one YAML file each.
struct SchemaFolder {
  let path: String
  let documents: [SchemaDocument]

  static let help = ArgumentHelp(
    "The folder of fact schemas. (default: 'schemas' beside the programme's folder, else Examples/schemas)",
    valueName: "DIR")

  var schemas: [FactSchema] { documents.map(\.schema) }

  /// - Parameters:
  ///   - path: the folder a person named.
  ///   - file: the programme whose neighbour it is otherwise.
  init(_ path: String?, beside file: String?) throws {
    let candidates = path.map { [$0] } ?? (file.map { [Self.neighbour(of: $0)] } ?? []) + ["Examples/schemas"]
    guard let folder = candidates.first(where: Directory.exists) else {
      throw Failure(ProgrammePhrase.noSchemas(candidates))
    }
    self.path = folder
    documents = try Directory.names(in: folder).filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".yml") }.map { name in
      let path = folder + "/" + name
      return try SchemaDocument(file: path, bytes: try Input.bytes(of: path))
    }
  }

  func schema(named name: String) throws -> FactSchema {
    guard let schema = schemas.first(where: { $0.name.string == name }) else {
      throw Failure(ProgrammePhrase.unknownSchema(name, in: path, known: schemas.map(\.name.string)))
    }
    return schema
  }

  /// `Examples/schemas` for `Examples/programmes/pkh.yaml`.
  private static func neighbour(of file: String) -> String {
    let folder = file.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    return folder.isEmpty ? "../schemas" : folder + "/../schemas"
  }
}
