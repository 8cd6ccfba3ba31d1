import Coding

/// A public key as a `did:key` identifier: multibase base58btc (`z`) of a multicodec prefix and the key.
///
/// P-256 points are compressed in it, and making them whole again takes arithmetic the core does not have: it reads
/// them as far as their 33 bytes.
public enum DIDKey: Equatable, Sendable {
  case ed25519(Ed25519Key)
  case p256(compressed: [UInt8])

  public init(_ key: PublicKey) {
    switch key {
    case .p256(let point), .webAuthn(let point): self = .p256(compressed: point.compressed)
    case .ed25519(let key): self = .ed25519(key)
    }
  }

  public init(_ text: String) throws(CodingError) {
    let characters = [UInt8](text.utf8)
    guard characters.starts(with: DIDKey.prefix.utf8) else { throw CodingError(.invalid("not a did:key"), at: 0) }
    let start = DIDKey.prefix.utf8.count
    let bytes: [UInt8]
    do { bytes = try Base58BTC.decode(String(decoding: characters[start...], as: UTF8.self)) } catch {
      throw CodingError(error.kind, at: start + error.offset)
    }
    self = try DIDKey(multicodec: bytes, at: start)
  }

  private init(multicodec bytes: [UInt8], at offset: Int) throws(CodingError) {
    let key = bytes.dropFirst(2)
    if bytes.starts(with: DIDKey.ed25519Codec) {
      guard let value = Bytes32(bytes: key) else { throw CodingError(.invalidLength, at: offset) }
      let key = Ed25519Key(value)
      if let defect = key.defect { throw CodingError(.invalid(defect), at: offset) }
      self = .ed25519(key)
    } else if bytes.starts(with: DIDKey.p256Codec) {
      guard key.count == 33 else { throw CodingError(.invalidLength, at: offset) }
      guard key.first == 2 || key.first == 3, Bytes32(bytes: key.dropFirst())! < P256.prime else {
        throw CodingError(.invalid("not a compressed P-256 point"), at: offset)
      }
      self = .p256(compressed: [UInt8](key))
    } else {
      throw CodingError(.invalid("neither an Ed25519 nor a P-256 key"), at: offset)
    }
  }

  private static let prefix = "did:key:z"
  private static let ed25519Codec: [UInt8] = [0xed, 0x01]
  private static let p256Codec: [UInt8] = [0x80, 0x24]
}

extension DIDKey: CustomStringConvertible {
  public var description: String { "did:key:\(multibase)" }

  /// The identifier's last part: the key as a Multikey has it (W3C Controlled Identifiers 1.0).
  public var multibase: String {
    switch self {
    case .ed25519(let key): "z" + Base58BTC.encode(DIDKey.ed25519Codec + key.bytes)
    case .p256(let compressed): "z" + Base58BTC.encode(DIDKey.p256Codec + compressed)
    }
  }
}
