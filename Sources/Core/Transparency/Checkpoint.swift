import Coding
import Signing

/// The head of a log: which log, how many entries, and the root over them (C2SP tlog-checkpoint).
///
/// Its text is three lines and any extension lines:
///
///     example.com/log
///     20852163
///     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
public struct Checkpoint: Equatable, Sendable {
  /// The log's name: one line.
  public let origin: Text
  public let size: UInt64
  public let root: Digest
  /// Further lines, none of them empty.
  public let extensions: [Text]

  public static let maximumSize = UInt64(Int64.max)
  public static let maximumExtensions = 16

  /// - Parameter origin: one line, not empty, without control characters; so too each of `extensions`.
  public init(origin: Text, size: UInt64, root: Digest, extensions: [Text] = []) {
    precondition(
      Checkpoint.isLine(origin) && extensions.allSatisfy(Checkpoint.isLine)
        && extensions.count <= Checkpoint.maximumExtensions && size <= Checkpoint.maximumSize,
      "a checkpoint is made of lines")
    self.origin = origin
    self.size = size
    self.root = root
    self.extensions = extensions
  }

  /// Reads the text of a note.
  public init(parsing text: Text) throws(NoteError) {
    let newline = UInt8(ascii: "\n")
    guard text.utf8.last == newline else { throw .malformedCheckpoint(line: 1) }
    // The text is valid UTF-8, and a newline byte is never a part of another character.
    let lines = text.utf8.dropLast().split(separator: newline, omittingEmptySubsequences: false)
      .map { Text(validating: [UInt8]($0))! }
    if let empty = lines.firstIndex(where: { !Checkpoint.isLine($0) }) { throw .malformedCheckpoint(line: empty + 1) }
    guard lines.count >= 2, let size = UInt64(decimal: lines[1].utf8), size <= Checkpoint.maximumSize,
      lines[1].utf8.elementsEqual(size.description.utf8)
    else { throw .malformedCheckpoint(line: 2) }
    guard lines.count >= 3, let bytes = try? Base64.decode(lines[2].string), let root = Digest(bytes: bytes) else {
      throw .malformedCheckpoint(line: 3)
    }
    guard lines.count <= 3 + Checkpoint.maximumExtensions else {
      throw .malformedCheckpoint(line: 4 + Checkpoint.maximumExtensions)
    }
    origin = lines[0]
    self.size = size
    self.root = root
    extensions = [Text](lines.dropFirst(3))
  }

  public var text: Text {
    var utf8: [UInt8] = []
    for line in [origin, Text(size.description), Text(Base64.encode(root.bytes))] + extensions {
      utf8 += line.utf8
      utf8.append(UInt8(ascii: "\n"))
    }
    return Text(validating: utf8)!
  }

  /// A note of it, for signing.
  public var note: SignedNote { SignedNote(text: text) }

  private static func isLine(_ text: Text) -> Bool { !text.utf8.isEmpty && text.utf8.allSatisfy { $0 >= 0x20 } }
}
