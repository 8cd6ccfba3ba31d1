import Coding
import Model
import Signing

/// A card as anybody can read it: a P-256 key sealed under a PIN, and whose it says it is. Nothing of it is to be
/// believed before the right PIN has opened it, and then all of it: the seal covers the face.
public struct UnopenedCard: Hashable, Sendable {
  public let face: Face
  /// Nonce, the key's 32 bytes encrypted, and tag: AES-256-GCM.
  public let sealed: [UInt8]

  /// What a card says beside the sealed key. No name is on it.
  public struct Face: Hashable, Sendable {
    public let network: NetworkID
    public let account: AccountNumber
    public let credential: UInt16
    /// Random: tells one card of a key from another.
    public let id: CardID
    /// scrypt's cost: N is 2 to this power; r = 8, p = 1 (RFC 7914).
    public let cost: UInt8
    public let salt: Salt

    public init(
      network: NetworkID, account: AccountNumber, credential: UInt16, id: CardID, cost: UInt8, salt: Salt
    ) {
      precondition(UnopenedCard.costs.contains(cost), "scrypt's cost is bounded")
      self.network = network
      self.account = account
      self.credential = credential
      self.id = id
      self.cost = cost
      self.salt = salt
    }
  }

  public static let sealedByteCount = 12 + 32 + 16
  /// A terminal spends at most 256 MiB and a few seconds on a stranger's card; a cheaper one is nobody's to make.
  public static let costs: ClosedRange<UInt8> = 14...18
  /// The most bytes a card has.
  public static let maximumByteCount = 141

  public init(face: Face, sealed: [UInt8]) {
    precondition(sealed.count == Self.sealedByteCount, "a nonce, 32 bytes and a tag")
    self.face = face
    self.sealed = sealed
  }
}

/// Names a card and nothing else: sixteen random bytes.
@frozen
public struct CardID: FixedBytes, Comparable {
  public let first: UInt64
  public let second: UInt64

  public static func < (a: CardID, b: CardID) -> Bool { a.bytes.lexicographicallyPrecedes(b.bytes) }
}

// MARK: - Bytes

/// `[1, network, account, credential, id, cost, salt, sealed]`
extension UnopenedCard: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(8)
    face.encodeFields(to: &w)
    w.bytes(sealed)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 8)
    let network = try NetworkID(from: &r)
    let account = try AccountNumber(from: &r)
    let credential: UInt16 = try r.unsigned()
    let id = try CardID(from: &r)
    let cost: UInt8 = try r.unsigned()
    guard Self.costs.contains(cost) else { throw r.error(.outOfRange) }
    let salt = try Salt(from: &r)
    face = Face(network: network, account: account, credential: credential, id: id, cost: cost, salt: salt)
    sealed = try r.bytes(exactly: Self.sealedByteCount)
  }
}

extension UnopenedCard.Face {
  fileprivate func encodeFields(to w: inout CBORWriter) {
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    account.encode(to: &w)
    w.unsigned(credential)
    id.encode(to: &w)
    w.unsigned(cost)
    salt.encode(to: &w)
  }

  /// What the seal covers beside the key: `salur/card/v1` ‖ `[1, network, account, credential, id, cost, salt]`.
  public var context: [UInt8] {
    var w = CBORWriter(capacity: 96)
    w.array(7)
    encodeFields(to: &w)
    return Array("salur/card/v1".utf8) + w.bytes
  }
}

// MARK: - Text

extension UnopenedCard {
  /// What its text begins with. All characters are of a QR code's alphanumeric set.
  public static let prefix = "SLRC1:"

  /// For printing and for an NFC tag: the prefix and the bytes in base 45 (RFC 9285).
  public var text: String { Self.prefix + Base45.encode(encoded) }

  public init(text: String) throws(CodingError) {
    let limit = Self.prefix.utf8.count + (3 * Self.maximumByteCount + 1) / 2
    guard text.utf8.count <= limit else {
      throw CodingError(.tooLong(limit: UInt64(limit), found: UInt64(text.utf8.count)), at: 0)
    }
    guard text.utf8.starts(with: Self.prefix.utf8) else {
      throw CodingError(.invalid("a card's text begins with SLRC1:"), at: 0)
    }
    try self.init(
      encoded: try Base45.decode(String(decoding: text.utf8.dropFirst(Self.prefix.utf8.count), as: UTF8.self)))
  }
}
