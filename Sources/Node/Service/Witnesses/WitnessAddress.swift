import Coding
import Transparency

/// A witness to be asked: its key and where it answers.
public struct WitnessAddress: Equatable, Sendable {
  public let key: NoteKey
  /// The prefix of its addresses, without a slash at the end.
  public let url: String

  public init(key: NoteKey, url: String) throws(NoteError) {
    guard key.kind == .cosignatureV1 else { throw .wrongKind(key.name) }
    self.key = key
    var url = Substring(url)
    while url.last == "/" { url.removeLast() }
    self.url = String(url)
  }

  /// Reads `VERIFIERKEY=URL`.
  public init(parsing text: String) throws(NoteError) {
    let utf8 = Array(text.utf8)
    let starts = ["=http://", "=https://"].map { Array($0.utf8) }
    guard let split = utf8.indices.first(where: { index in starts.contains { utf8[index...].starts(with: $0) } }) else {
      throw .malformedKey
    }
    try self.init(
      key: NoteKey(verifierKey: String(decoding: utf8[..<split], as: UTF8.self)),
      url: String(decoding: utf8[(split + 1)...], as: UTF8.self))
  }
}
