import Foundation

/// The project's Swift files as the tidy tests read them: text, nothing compiled.
struct SourceTree {
  struct File {
    /// From the project's root.
    let path: String
    let lines: [String]
    var module: String?
  }

  let root: URL
  let files: [File]
  /// Declared dependencies of every target, products by their name, as `swift package describe` would list them.
  let dependencies: [String: Set<String>]

  static let shared = SourceTree()

  private init() {
    root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let manifest = Manifest(text: (try? String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)) ?? "")
    dependencies = manifest.dependencies
    var found: [File] = []
    for folder in ["Sources", "Tests"] {
      let base = root.appendingPathComponent(folder)
      guard let walk = FileManager.default.enumerator(at: base, includingPropertiesForKeys: nil) else { continue }
      for case let url as URL in walk where url.pathExtension == "swift" {
        let path = String(url.path.dropFirst(root.path.count + 1))
        let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
        found.append(
          File(path: path, lines: text.components(separatedBy: "\n"), module: manifest.module(of: path)))
      }
    }
    files = found.sorted { $0.path < $1.path }
  }

  /// Files under a folder.
  func files(in folder: String) -> [File] { files.filter { $0.path.hasPrefix(folder + "/") } }
}

extension SourceTree.File {
  /// Lines without what follows `//`, so that words in comments do not count.
  var code: [String] {
    lines.map { line in
      guard let comment = line.range(of: "//") else { return line }
      return String(line[..<comment.lowerBound])
    }
  }

  /// The modules it imports.
  var imports: [String] {
    code.compactMap { line in
      let words = line.split(separator: " ")
      guard let index = words.firstIndex(of: "import"), index + 1 < words.count, index <= 2 else { return nil }
      let modifiers = words[..<index]
      guard modifiers.allSatisfy({ $0.hasPrefix("@") && !$0.contains("(") || $0 == "public" || $0 == "package" }) else {
        return nil
      }
      let name = words.last.map(String.init) ?? ""
      return name.split(separator: ".").first.map(String.init)
    }
  }
}

/// The manifest read as text: target names, folders and dependencies.
private struct Manifest {
  private(set) var dependencies: [String: Set<String>] = [:]
  private var folders: [(folder: String, module: String)] = []

  init(text: String) {
    let starts = [".target(", ".testTarget(", ".executableTarget(", ".systemLibrary("]
    var rest = text[...]
    while let next = starts.compactMap({ rest.range(of: $0) }).min(by: { $0.lowerBound < $1.lowerBound }) {
      let body = Self.balanced(rest[next.upperBound...])
      add(String(body), isTest: rest[next].contains("test"))
      rest = rest[body.endIndex...]
    }
  }

  func module(of path: String) -> String? {
    folders.filter { path.hasPrefix($0.folder + "/") }.max { $0.folder.count < $1.folder.count }?.module
  }

  private mutating func add(_ body: String, isTest: Bool) {
    guard let name = Self.argument("name", in: body) else { return }
    folders.append((Self.argument("path", in: body) ?? (isTest ? "Tests/\(name)" : "Sources/\(name)"), name))
    var names: Set<String> = []
    if let list = body.range(of: "dependencies: [") {
      let inner = Self.balanced(body[list.upperBound...], open: "[", close: "]")
      for piece in inner.components(separatedBy: "\"").enumerated() where piece.offset % 2 == 1 {
        names.insert(piece.element)
      }
    }
    dependencies[name] = names
  }

  private static func argument(_ label: String, in text: String) -> String? {
    guard let range = text.range(of: "\(label): \"") else { return nil }
    return text[range.upperBound...].prefix { $0 != "\"" }.description
  }

  /// The text up to the bracket that closes one already open.
  private static func balanced(
    _ text: Substring, open: Character = "(", close: Character = ")"
  ) -> Substring {
    var depth = 1
    for index in text.indices {
      if text[index] == open { depth += 1 }
      if text[index] == close { depth -= 1 }
      if depth == 0 { return text[..<index] }
    }
    return text
  }
}
