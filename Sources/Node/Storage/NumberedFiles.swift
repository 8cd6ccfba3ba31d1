import Platform
import Records

/// The files of one kind in a directory, numbered from 1 without gaps.
package struct NumberedFiles: Sendable {
  package let directory: String
  private let kind: FileHeader.Kind

  package init(_ directory: String, _ kind: FileHeader.Kind) {
    self.directory = directory
    self.kind = kind
  }

  package func path(_ number: UInt64) -> String { "\(directory)/\(kind.fileName(number))" }

  /// The numbers in use, ascending. Files that were still being made when the node stopped are removed.
  package func numbers() throws(StorageError) -> [UInt64] {
    var numbers: [UInt64] = []
    for name in try Directory.names(in: directory) {
      if let number = kind.number(ofFile: name) {
        numbers.append(number)
      } else if let finished = StoredFile.nameWithoutTemporarySuffix(name), kind.number(ofFile: finished) != nil {
        try Directory.remove("\(directory)/\(name)")
      }
    }
    return numbers.sorted()
  }
}
