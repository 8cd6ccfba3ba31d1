import Foundation
import Testing

@Suite("The house is tidy")
struct TidyTests {
  let tree = SourceTree.shared

  @Test("The pure storeys reach for nothing a machine gives")
  func purity() {
    let forbidden = [
      "Foundation": "write it with the standard library, or move it to Platform",
      "Glibc": "move it to Platform",
      "Musl": "move it to Platform",
      "Dispatch": "take `some Lanes` instead",
      "Synchronization": "the pure core has no threads",
    ]
    for folder in ["Sources/Core", "Sources/Ledger"] {
      for file in tree.files(in: folder) {
        for name in file.imports {
          if let remedy = forbidden[name] {
            Issue.record("\(file.path) imports \(name): \(remedy)")
          }
        }
      }
    }
  }

  @Test("Nothing in the pure storeys can differ between two runs")
  func determinism() throws {
    let forbidden: [(pattern: String, remedy: String)] = [
      (#"\b(Double|Float|Float16|Float80|CGFloat)\b"#, "use whole numbers; money and rules know no fractions"),
      (#"\bDate\(\)|\bContinuousClock\b|\bSuspendingClock\b"#, "time comes from the block"),
      (#"\.random\(|SystemRandomNumberGenerator"#, "randomness comes from outside, as bytes"),
      (#"\.hashValue\b|\bHasher\(\)"#, "Swift's hashes differ from run to run; use a Digest"),
      (#"\basync\b|\bawait\b"#, "the pure core is synchronous"),
    ]
    for folder in ["Sources/Core", "Sources/Ledger"] {
      for file in tree.files(in: folder) {
        for (number, line) in file.code.enumerated() {
          let bare = line.replacing(try Regex(#""[^"]*""#), with: "\"\"")
          for (pattern, remedy) in forbidden where try bare.contains(Regex(pattern)) {
            Issue.record("\(file.path):\(number + 1): `\(line.trimmingCharacters(in: .whitespaces))` — \(remedy)")
          }
        }
      }
    }
  }

  @Test("Arrows point down only")
  func arrows() {
    let storeys: [(folder: String, mayUse: [String])] = [
      ("Sources/Core", ["Sources/Core"]),
      ("Sources/Platform", ["Sources/Core", "Sources/Platform"]),
      ("Sources/Ledger", ["Sources/Core", "Sources/Ledger"]),
      ("Sources/Documents", ["Sources/Core", "Sources/Documents"]),
      ("Sources/Audit", ["Sources/Core", "Sources/Ledger", "Sources/Platform", "Sources/Audit"]),
      ("Sources/Presentation", ["Sources/Core", "Sources/Ledger", "Sources/Presentation"]),
      ("Sources/Node", ["Sources/Core", "Sources/Ledger", "Sources/Platform", "Sources/Presentation", "Sources/Node"]),
    ]
    let home = Dictionary(
      tree.files.compactMap { file in file.module.map { ($0, file.path) } }, uniquingKeysWith: { first, _ in first })
    for (folder, mayUse) in storeys {
      for file in tree.files(in: folder) {
        for name in file.imports {
          guard let path = home[name] else { continue }
          if !mayUse.contains(where: { path.hasPrefix($0 + "/") }) {
            Issue.record("\(file.path) imports \(name), which lies above it: turn the arrow round with a protocol below")
          }
        }
      }
    }
  }

  @Test("Files import only what their target declares")
  func declaredImports() {
    let given: Set = ["Swift", "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Dispatch", "Testing", "Synchronization", "PackageDescription"]
    for file in tree.files {
      guard let module = file.module, let declared = tree.dependencies[module] else { continue }
      let allowed = tree.reach(declared).union(given).union([module])
      for name in file.imports where !allowed.contains(name) {
        Issue.record("\(file.path) imports \(name), but target \(module) does not declare it: add it in Package.swift")
      }
    }
  }

  @Test("Only one place calls other machines")
  func outbound() {
    for file in tree.files(in: "Sources") where !file.path.hasPrefix("Sources/Node/Outbound/") {
      if file.imports.contains("FoundationNetworking") {
        Issue.record("\(file.path) imports FoundationNetworking: call through Sources/Node/Outbound, which bounds what comes back")
      }
    }
  }

  @Test("One concept a file: no file is long")
  func fileLength() {
    for file in tree.files where file.lines.count > 401 {
      Issue.record("\(file.path) has \(file.lines.count - 1) lines: move a concept into a file of its own (400 at most)")
    }
  }

  @Test("No leftovers")
  func leftovers() throws {
    let pattern = try Regex("\\b(TO" + "DO|FIX" + "ME|XX" + "X|HA" + "CK)\\b|fatal" + "Error\\(")
    for file in tree.files {
      for (number, line) in file.lines.enumerated() where line.contains(pattern) {
        Issue.record("\(file.path):\(number + 1): finish it, or say it in docs/decisions")
      }
    }
  }

  @Test("The tree was read")
  func sanity() {
    #expect(tree.files.count > 100)
    #expect(tree.dependencies["Model"]?.contains("Rules") == true)
    #expect(tree.files(in: "Sources/Core/Model").allSatisfy { $0.module == "Model" })
  }
}

extension SourceTree {
  /// Targets a target may import: those it declares and those they declare in turn.
  fileprivate func reach(_ names: Set<String>) -> Set<String> {
    var reached = names
    var open = Array(names)
    while let name = open.popLast() {
      for next in dependencies[name] ?? [] where reached.insert(next).inserted { open.append(next) }
    }
    return reached
  }
}
