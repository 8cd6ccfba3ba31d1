import ArgumentParser
import Documents
import Platform

/// The list of regions, where it is needed only if it is there.
struct RegionOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The list of regions, a file of 'kode,nama'. (default: \(RegionCatalogue.usual), where it is)",
      valueName: "FILE"),
    completion: .file(extensions: ["csv"]))
  var regions: String?

  func catalogue() throws -> RegionCatalogue? {
    guard let file = regions ?? (Directory.exists(RegionCatalogue.usual) ? RegionCatalogue.usual : nil) else {
      return nil
    }
    return try RegionCatalogue(file: file, bytes: try Input.bytes(of: file))
  }
}

extension RegionCatalogue {
  /// Where the list lies in the project.
  static let usual = "Examples/regions/wilayah.csv"
}
