import Platform

/// The files of one kind in a directory, numbered from 1 without gaps: `00000001.segment`, `00000002.segment`, …
package struct NumberedFiles: Sendable {
  package let directory: String
  package let suffix: String

  package init(_ directory: String, suffix: String) {
    self.directory = directory
    self.suffix = suffix
  }

  package func path(_ number: UInt64) -> String {
    let digits = String(number)
    return "\(directory)/\(String(repeating: "0", count: max(0, 8 - digits.utf8.count)))\(digits).\(suffix)"
  }

  /// The numbers in use, ascending. Files that were still being made when the node stopped are removed.
  package func numbers() throws(StorageError) -> [UInt64] {
    var numbers: [UInt64] = []
    for name in try Directory.names(in: directory) {
      let parts = name.split(separator: ".", omittingEmptySubsequences: false)
      guard parts.count >= 2, parts[1].utf8.elementsEqual(suffix.utf8), let number = UInt64(parts[0]) else { continue }
      if parts.count == 2 {
        numbers.append(number)
      } else if name.utf8.elementsEqual("\(parts[0]).\(suffix)\(StoredFile.temporarySuffix)".utf8) {
        try Directory.remove("\(directory)/\(name)")
      }
    }
    return numbers.sorted()
  }
}
