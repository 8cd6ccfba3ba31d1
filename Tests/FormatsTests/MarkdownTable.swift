/// Rows of a Markdown table; a generated part ends in a newline.
func table(_ head: [String], _ rows: [[String]]) -> String {
  let lines = [head, head.map { _ in "---" }] + rows
  return lines.map { "| \($0.joined(separator: " | ")) |\n" }.joined()
}

/// Lines of code in a fence.
func fence(_ lines: [String]) -> String { "```\n\(lines.joined(separator: "\n"))\n```\n" }

/// Hexadecimal digits, 48 bytes a line, so that nobody has to scroll.
func hexLines(_ hex: String) -> [String] {
  stride(from: 0, to: hex.count, by: 96).map { String(hex.dropFirst($0).prefix(96)) }
}
