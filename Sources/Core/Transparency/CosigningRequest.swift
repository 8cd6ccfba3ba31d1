import Coding
import Signing

/// What a log asks a witness for: to cosign a head, which it proves to continue the one the witness cosigned last
/// (C2SP tlog-witness, `add-checkpoint`).
///
///     old 20852014
///     PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
///     (empty line)
///     (the note)
public struct CosigningRequest: Equatable, Sendable {
  public let oldSize: UInt64
  /// The hashes of the consistency proof, as they were offered.
  public let hashes: [Digest]
  public let note: SignedNote

  public static let maximumHashes = 63
  public static let maximumByteCount = SignedNote.maximumByteCount + 64 * (maximumHashes + 1)
  private static let newline = UInt8(ascii: "\n")

  public init(proof: ConsistencyProof, note: SignedNote) {
    precondition(proof.hashes.count <= CosigningRequest.maximumHashes, "no log has so many entries")
    oldSize = proof.oldSize
    hashes = proof.hashes
    self.note = note
  }

  /// Reads a request's body.
  public init(parsing bytes: [UInt8]) throws(NoteError) {
    guard bytes.count <= CosigningRequest.maximumByteCount else {
      throw .tooLong(limit: CosigningRequest.maximumByteCount)
    }
    var rest = bytes[...]
    let start = [UInt8]("old ".utf8)
    guard let first = CosigningRequest.line(of: &rest), first.starts(with: start),
      let size = UInt64(decimal: first.dropFirst(start.count)),
      first.dropFirst(start.count).elementsEqual(size.description.utf8)
    else { throw .malformedRequest(line: 1) }
    oldSize = size
    var hashes: [Digest] = []
    while true {
      guard let line = CosigningRequest.line(of: &rest) else { throw .malformedRequest(line: hashes.count + 2) }
      if line.isEmpty { break }
      guard hashes.count < CosigningRequest.maximumHashes,
        let decoded = try? Base64.decode(String(decoding: line, as: UTF8.self)), let hash = Digest(bytes: decoded)
      else { throw .malformedRequest(line: hashes.count + 2) }
      hashes.append(hash)
    }
    self.hashes = hashes
    note = try SignedNote(parsing: [UInt8](rest))
  }

  /// The body, as `init(parsing:)` reads it.
  public var bytes: [UInt8] {
    var text = "old \(oldSize)\n"
    for hash in hashes { text += Base64.encode(hash.bytes) + "\n" }
    return [UInt8](text.utf8) + [CosigningRequest.newline] + note.bytes
  }

  /// Takes a line off the front, without its newline; nil where there is none.
  private static func line(of rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let end = rest.firstIndex(of: newline) else { return nil }
    defer { rest = rest[(end + 1)...] }
    return rest[..<end]
  }
}
