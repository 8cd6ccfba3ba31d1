import Foundation

/// A Markdown page with parts that follow from the code, each between `<!-- generated:NAME -->` and `<!-- end -->`.
struct GeneratedPage {
  let path: String
  private(set) var text: String

  init(_ path: String) throws {
    self.path = path
    text = try Project.text(path)
  }

  /// The names of its generated parts, in order.
  var parts: [String] {
    text.components(separatedBy: Self.opening).dropFirst().compactMap { $0.components(separatedBy: " -->").first }
  }

  /// What the page says in a part; nil where it has none of this name.
  subscript(part: String) -> String? {
    range(of: part).map { String(text[$0]) }
  }

  mutating func replace(_ part: String, with content: String) {
    guard let range = range(of: part) else { return }
    text.replaceSubrange(range, with: content)
  }

  func write() throws {
    try text.write(to: Project.root.appending(path: path), atomically: true, encoding: .utf8)
  }

  private static let opening = "<!-- generated:"

  private func range(of part: String) -> Range<String.Index>? {
    guard let start = text.range(of: "\(Self.opening)\(part) -->\n"),
      let end = text.range(of: "<!-- end -->", range: start.upperBound..<text.endIndex)
    else { return nil }
    return start.upperBound..<end.lowerBound
  }
}
