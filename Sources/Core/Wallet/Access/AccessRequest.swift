import Coding
import Model
import Signing

/// What somebody signs to read what is theirs: who asks, what exactly, and when. It is good for one request, for a
/// minute.
public struct AccessRequest: Hashable, Sendable {
  public let network: NetworkID
  public let account: AccountNumber
  /// Which of the account's credentials signs.
  public let credential: UInt16
  /// As in the request's first line: `GET`.
  public let method: Text
  /// Path and query, as in the request's first line.
  public let target: Text
  /// SHA-256 of the body.
  public let body: Digest
  /// When it was signed, by the signer's clock.
  public let issued: BlockTime
  public let nonce: Salt

  public init(
    network: NetworkID, account: AccountNumber, credential: UInt16, method: Text, target: Text, body: [UInt8],
    issued: BlockTime, nonce: Salt
  ) {
    self.network = network
    self.account = account
    self.credential = credential
    self.method = method
    self.target = target
    self.body = SHA256.hash(body)
    self.issued = issued
    self.nonce = nonce
  }

  /// What its signature is for.
  public static func aad(network: NetworkID) -> ExternalAAD { ExternalAAD("request", network: network) }

  public static let maximumBytes = 4096
  /// How far the signer's clock may be from the node's, either way, milliseconds.
  public static let tolerance = BlockTime.minute
  /// The word before the signed bytes, in base 64 for URLs, in the header `Authorization`.
  public static let scheme = "Salur"
}

/// `[1, network, account, credential, method, target, body, issued, nonce]`
extension AccessRequest: CBORCodable {
  public func encode(to w: inout CBORWriter) {
    w.array(9)
    w.unsigned(1 as UInt64)
    network.encode(to: &w)
    account.encode(to: &w)
    w.unsigned(credential)
    w.name(method)
    w.name(target)
    w.digest(body)
    issued.encode(to: &w)
    nonce.encode(to: &w)
  }

  public init(from r: inout CBORReader) throws(CodingError) {
    try r.record(version: 1, count: 9)
    network = try NetworkID(from: &r)
    account = try AccountNumber(from: &r)
    credential = try r.unsigned()
    method = try r.name(max: 16)
    target = try r.name(max: 2048)
    body = try r.digest()
    issued = try BlockTime(from: &r)
    nonce = try Salt(from: &r)
  }
}
