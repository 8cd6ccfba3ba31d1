import Coding
import Signing

/// What a credential signs: who, on which network, in which place of its lane, until when, and what to do.
public struct Command: Hashable, Sendable {
  public let network: NetworkID
  public let account: AccountNumber
  /// Which of the account's credentials signs.
  public let credential: UInt16
  /// The credential's next number: each device has its own lane.
  public let sequence: UInt64
  public let validUntil: BlockTime
  public let nonce: Salt
  public let action: Action

  public init(
    network: NetworkID, account: AccountNumber, credential: UInt16, sequence: UInt64, validUntil: BlockTime,
    nonce: Salt, action: Action
  ) {
    self.network = network
    self.account = account
    self.credential = credential
    self.sequence = sequence
    self.validUntil = validUntil
    self.nonce = nonce
    self.action = action
  }

  public static let maximumBytes = 60 << 10
}

/// The digest of a command's payload. Never over its signature: an ECDSA signature can be made again.
public struct CommandID: Hashable, Sendable {
  public let digest: Digest

  public init(digest: Digest) { self.digest = digest }
  public init(payload: [UInt8]) { digest = SHA256.hash(payload) }
}

extension CommandID: CBORCodable {
  public func encode(to w: inout CBORWriter) { w.digest(digest) }
  public init(from r: inout CBORReader) throws(CodingError) { digest = try r.digest() }
}

extension Command: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(8)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    account.encode(to: &w)
    w.unsigned(credential)
    w.unsigned(sequence)
    validUntil.encode(to: &w)
    nonce.encode(to: &w)
    action.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 8)
    network = try NetworkID(from: &r)
    account = try AccountNumber(from: &r)
    credential = try r.unsigned()
    sequence = try r.unsigned()
    validUntil = try BlockTime(from: &r)
    nonce = try Salt(from: &r)
    action = try Action(from: &r)
  }
}
