import Coding
import Signing

/// A key that signs notes, under a name (C2SP signed-note).
public struct NoteKey: Hashable, Sendable {
  public enum Kind: UInt8, Sendable {
    /// Signs the note's text.
    case ed25519 = 0x01
    /// A witness's: signs the text of a checkpoint and the time it was seen (C2SP tlog-cosignature).
    case cosignatureV1 = 0x04
  }

  public let name: Text
  public let kind: Kind
  public let key: Ed25519Key
  /// The first four bytes of SHA-256(name ‖ newline ‖ kind ‖ key): tells keys of one name apart, proves nothing.
  public let id: UInt32

  public init(name: Text, kind: Kind, key: Ed25519Key) throws(NoteError) {
    guard NoteKey.isValidName(name) else { throw .malformedName }
    self.name = name
    self.kind = kind
    self.key = key
    let digest = SHA256.hash(name.utf8 + [UInt8(ascii: "\n"), kind.rawValue] + key.bytes)
    id = digest.bytes.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Reads a verifier key: `name+id+base64(kind ‖ key)`, the id in eight hexadecimal digits.
  public init(verifierKey text: String) throws(NoteError) {
    let plus = UInt8(ascii: "+")
    // Base 64 may contain plus signs too; names must not.
    let parts = [UInt8](text.utf8).split(separator: plus, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3, let name = Text(validating: [UInt8](parts[0])),
      let id = try? Hex.decode(String(decoding: parts[1], as: UTF8.self)), id.count == 4,
      let tagged = try? Base64.decode(String(decoding: parts[2], as: UTF8.self)), tagged.count == 33,
      let kind = Kind(rawValue: tagged[0]), let key = Ed25519Key(bytes: tagged.dropFirst())
    else { throw .malformedKey }
    try self.init(name: name, kind: kind, key: key)
    guard self.idBytes == id else { throw .wrongKeyID }
  }

  public var verifierKey: String {
    name.string + "+" + Hex.encode(idBytes) + "+" + Base64.encode([kind.rawValue] + key.bytes)
  }

  var idBytes: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) } }

  static func isValidName(_ name: Text) -> Bool {
    !name.utf8.isEmpty
      && name.string.unicodeScalars.allSatisfy { $0.value > 0x20 && $0 != "+" && !isSpace($0) }
  }

  /// Unicode's property White_Space, above ASCII.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000: true
    default: false
    }
  }
}
