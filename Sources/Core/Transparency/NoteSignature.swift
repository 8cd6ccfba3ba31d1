import Coding
import Signing

/// A signature line of a note, `— name base64(key id ‖ payload)`: what it says has not been verified.
public struct NoteSignature: Equatable, Sendable {
  public let name: Text
  public let keyID: UInt32
  /// 64 bytes of an Ed25519 signature, for a cosignature after 8 bytes of time; for unknown keys, anything.
  let payload: [UInt8]

  static let maximumTime = UInt64(Int64.max)
  private static let start: [UInt8] = [UInt8]("— ".utf8)
  private static let space = UInt8(ascii: " ")

  init(key: NoteKey, payload: [UInt8]) {
    name = key.name
    keyID = key.id
    self.payload = payload
  }

  init(key: NoteKey, time: UInt64, signature: Signature) {
    let timeBytes = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) }
    self.init(key: key, payload: timeBytes + signature.bytes)
  }

  /// Reads a line without its newline.
  public init?(line: ArraySlice<UInt8>) {
    guard line.starts(with: NoteSignature.start) else { return nil }
    let parts = line.dropFirst(NoteSignature.start.count)
      .split(separator: NoteSignature.space, omittingEmptySubsequences: false)
    guard parts.count == 2, let name = Text(validating: [UInt8](parts[0])), NoteKey.isValidName(name),
      let content = try? Base64.decode(String(decoding: parts[1], as: UTF8.self)), content.count > 4
    else { return nil }
    self.name = name
    keyID = content.prefix(4).reduce(0) { $0 << 8 | UInt32($1) }
    payload = [UInt8](content.dropFirst(4))
  }

  /// The line without its newline.
  public var line: [UInt8] {
    let id = (0..<4).map { UInt8(truncatingIfNeeded: keyID >> UInt32(24 - 8 * $0)) }
    return NoteSignature.start + name.utf8 + [NoteSignature.space] + Base64.encode(id + payload).utf8
  }

  /// What a witness signs (C2SP tlog-cosignature, version 1).
  static func cosignedMessage(_ text: Text, at time: UInt64) -> [UInt8] {
    [UInt8]("cosignature/v1\ntime \(time)\n".utf8) + text.utf8
  }

  /// What has to be verified for this to be `key`'s signature of `text`.
  func claim(of key: NoteKey, text: Text) throws(NoteError) -> SignedNote.Claim {
    let time: UInt64?
    let message: [UInt8]
    let signature: Signature?
    switch key.kind {
    case .ed25519:
      time = nil
      message = text.utf8
      signature = Signature(bytes: payload)
    case .cosignatureV1:
      let seconds = payload.prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
      guard seconds <= NoteSignature.maximumTime else { throw .wrongSignature(name) }
      time = seconds
      message = NoteSignature.cosignedMessage(text, at: seconds)
      signature = Signature(bytes: payload.dropFirst(8))
    }
    guard let signature, let check = try? SignatureCheck(key: .ed25519(key.key), message: message, signature: signature)
    else { throw .wrongSignature(name) }
    return SignedNote.Claim(key: key, time: time, check: check)
  }
}
