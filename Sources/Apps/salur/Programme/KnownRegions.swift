import ArgumentParser
import Documents
import Rules

/// The regions that exist, read when the first code is looked up: most programmes name none.
final class KnownRegions {
  private let file: String?
  private lazy var catalogue = file.flatMap { file in
    (try? Input.bytes(of: file)).flatMap { try? RegionCatalogue(file: file, bytes: $0) }
  }

  static let help = ArgumentHelp(
    """
    The list of regions that codes in rules are looked up in. (default: 'regions/wilayah.csv' beside the programme's \
    folder, else Examples/regions/wilayah.csv; without a list they are not)
    """, valueName: "FILE")

  /// - Throws: for a file a person named that cannot be read; any other is left alone.
  init(_ named: String?, beside programme: String) throws {
    if let named { _ = try RegionCatalogue(file: named, bytes: try Input.bytes(of: named)) }
    let folder = programme.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    let neighbour = (folder.isEmpty ? ".." : folder + "/..") + "/regions/wilayah.csv"
    file = named ?? [neighbour, "Examples/regions/wilayah.csv"].first { Input.exists($0) }
  }

  func contains(_ region: Region) -> Bool { catalogue?.contains(region) ?? true }
}
