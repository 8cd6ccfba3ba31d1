import Coding
import Signing

/// A text with signatures, as it came or as it is being signed (C2SP signed-note). The text must not be believed:
/// only `VerifiedNote` and `VerifiedCheckpoint` may be.
public struct SignedNote: Equatable, Sendable {
  /// One or more lines, each ending in a newline.
  public let text: Text
  public private(set) var signatures: [NoteSignature]

  public static let maximumByteCount = 1 << 16
  public static let maximumSignatures = 64

  private static let newline = UInt8(ascii: "\n")

  /// A note nobody has signed yet.
  ///
  /// - Parameter text: one or more lines, each ending in a newline, without other control characters.
  public init(text: Text) {
    precondition(
      text.utf8.last == SignedNote.newline && SignedNote.controlCharacter(in: text.utf8) == nil,
      "a note's text is made of lines")
    self.text = text
    signatures = []
  }

  /// Reads a note: text, blank line, signature lines.
  public init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= SignedNote.maximumByteCount else { throw .tooLong(limit: SignedNote.maximumByteCount) }
    if let offset = SignedNote.controlCharacter(in: bytes) { throw .controlCharacter(offset: offset) }
    guard bytes.last == SignedNote.newline, let blank = SignedNote.lastBlankLine(of: bytes) else {
      throw .noSignatures
    }
    guard let text = Text(validating: [UInt8](bytes[..<blank])) else { throw .notUTF8 }
    self.text = text
    signatures = []
    var line = text.utf8.count { $0 == SignedNote.newline } + 1
    for bytes in bytes[(blank + 1)...].dropLast().split(separator: SignedNote.newline) {
      line += 1
      guard let signature = NoteSignature(line: bytes) else { throw .malformedSignature(line: line) }
      guard signatures.count < SignedNote.maximumSignatures else {
        throw .tooManySignatures(limit: SignedNote.maximumSignatures)
      }
      signatures.append(signature)
    }
    if signatures.isEmpty { throw .noSignatures }
  }

  /// The note's bytes, as `init(parsing:)` reads them.
  public var bytes: [UInt8] {
    var bytes = text.utf8
    bytes.append(SignedNote.newline)
    for signature in signatures {
      bytes += signature.line
      bytes.append(SignedNote.newline)
    }
    return bytes
  }

  // MARK: Signing

  /// Adds the signature that `sign` makes of a message with the private key of `key`.
  public mutating func sign<Failure: Error>(
    as key: NoteKey, _ sign: (_ message: [UInt8]) throws(Failure) -> Signature
  ) throws(Failure) {
    precondition(key.kind == .ed25519, "a witness's key cosigns")
    signatures.append(NoteSignature(key: key, payload: try sign(text.utf8).bytes))
  }

  /// Adds a witness's cosignature, made at `time`, in seconds of Unix time.
  public mutating func cosign<Failure: Error>(
    as key: NoteKey, at time: UInt64, _ sign: (_ message: [UInt8]) throws(Failure) -> Signature
  ) throws(Failure) {
    precondition(key.kind == .cosignatureV1 && time <= NoteSignature.maximumTime, "a witness's key and time")
    let signature = try sign(NoteSignature.cosignedMessage(text, at: time))
    signatures.append(NoteSignature(key: key, time: time, signature: signature))
  }

  /// Adds a signature made elsewhere, unless the note has that very one. Nothing is verified.
  public mutating func add(_ signature: NoteSignature) {
    if !signatures.contains(signature) { signatures.append(signature) }
  }

  // MARK: Checking

  /// A signature line that claims to be of a known key.
  public struct Claim: Equatable, Sendable {
    public let key: NoteKey
    /// When a witness saw the note, in seconds of Unix time.
    public let time: UInt64?
    /// What has to be verified for the claim to be true.
    public let check: SignatureCheck
  }

  /// The claims about these keys; lines of unknown keys are passed over. A line of a known key that cannot be a
  /// signature is an error.
  public func claims(of keys: [NoteKey]) throws(NoteError) -> [Claim] {
    var claims: [Claim] = []
    for signature in signatures {
      guard let key = keys.first(where: { $0.id == signature.keyID && $0.name == signature.name }) else { continue }
      claims.append(try signature.claim(of: key, text: text))
    }
    return claims
  }

  /// Where the last blank line is: the text may have blank lines of its own, and that one ends it.
  private static func lastBlankLine(of bytes: [UInt8]) -> Int? {
    bytes.indices.dropFirst().last { bytes[$0 - 1] == newline && bytes[$0] == newline }
  }

  private static func controlCharacter(in bytes: [UInt8]) -> Int? {
    bytes.firstIndex { $0 < 0x20 && $0 != newline }
  }
}
