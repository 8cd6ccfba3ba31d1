import Foundation

/// The project's files as these tests see them.
enum Project {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  static func bytes(_ path: String) throws -> [UInt8] { Array(try Data(contentsOf: root.appending(path: path))) }

  /// Every Markdown page people are meant to read.
  static func pages() -> [String] {
    var pages = ["README.md", "CHANGELOG.md"]
    for folder in ["docs", "Examples"] {
      guard let walk = FileManager.default.enumerator(atPath: root.appending(path: folder).path) else { continue }
      for case let name as String in walk where name.hasSuffix(".md") { pages.append("\(folder)/\(name)") }
    }
    return pages.sorted()
  }
}
