import Coding

/// One thing wrong with a file a person wrote: where, what, and what to do about it.
public struct Diagnostic: Hashable, Sendable {
  /// A place in a file. Lines and columns start at 1; columns count code points.
  public struct Place: Hashable, Sendable, Comparable {
    public let line: Int
    public let column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    public static func < (a: Place, b: Place) -> Bool { (a.line, a.column) < (b.line, b.column) }
  }

  public let file: String
  public let place: Place
  /// What is wrong, as a clause: `'eligble' is no field of a programme`.
  public let message: Phrase
  /// What to do, as an imperative clause: `write 'eligible'`.
  public let remedy: Phrase
  /// The line it stands on, and a caret under the place.
  public let excerpt: String

  public init(file: String, place: Place, message: Phrase, remedy: Phrase, excerpt: String) {
    self.file = file
    self.place = place
    self.message = message
    self.remedy = remedy
    self.excerpt = excerpt
  }
}

extension Diagnostic: CustomStringConvertible {
  /// `pkh.yaml:12:1: 'eligble' is no field of a programme; write 'eligible'`, then the excerpt.
  public func text(_ language: Language) -> String {
    let (message, remedy) = (message.text(language), remedy.text(language))
    let sentence = "\(file):\(place.line):\(place.column): \(message); \(remedy)"
    return excerpt.isEmpty ? sentence : sentence + "\n" + excerpt
  }

  public var description: String { text(.english) }
}

/// Everything that is wrong with a file, in the order of its lines; never empty.
public struct DocumentError: Error, Hashable, Sendable {
  public let diagnostics: [Diagnostic]
  /// There is more wrong with the file than is told.
  public let isCut: Bool

  public init(_ diagnostics: [Diagnostic], isCut: Bool = false) {
    self.diagnostics = diagnostics
    self.isCut = isCut
  }
}

extension DocumentError: CustomStringConvertible {
  public var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
