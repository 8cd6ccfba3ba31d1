import Coding
import Signing

/// What somebody who introduces a key must prove: that they hold it. The proof is a COSE_Sign1 by that key, over the key
/// and what it is introduced for; it travels behind the command's own message.
public struct Possession: Sendable {
  public let key: PublicKey
  /// Ties the proof to one registration, claim, account or shop, so that it cannot serve for another.
  public let subject: Digest

  public init(key: PublicKey, subject: Digest) {
    self.key = key
    self.subject = subject
  }

  /// What a command must prove; nil where it introduces no key.
  package init?(of action: Action, by account: AccountNumber) {
    switch action {
    case .register(let sealed, let key, _):
      self.init(key: key, subject: sealed)
    case .claim(let account, let key, _), .recover(let account, let key, _), .reissue(let account, let key, _, _, _):
      self.init(key: key, subject: Self.subject(account))
    case .addCredential(let key, _, _), .addHelper(let key, _, _):
      self.init(key: key, subject: Self.subject(account))
    case .propose(let action):
      self.init(of: action, by: account)
    case .registerMerchant(let key, let shop):
      self.init(key: key, subject: SHA256.hash(shop.encoded))
    default:
      return nil
    }
  }

  /// What the proof of a claim, a further credential or a recovery is tied to.
  public static func subject(_ account: AccountNumber) -> Digest { SHA256.hash(account.encoded) }

  /// The payload to sign: `[1, key, subject]`.
  public static func payload(key: PublicKey, subject: Digest) -> [UInt8] {
    var w = CBORWriter(capacity: 110)
    w.array(3)
    w.unsigned(1 as UInt64)
    key.encode(to: &w)
    w.digest(subject)
    return w.bytes
  }

  public static func aad(network: NetworkID) -> ExternalAAD { ExternalAAD("possession", network: network) }

  func signatureCheck(
    _ proof: [UInt8], network: NetworkID, relyingParty: WebAuthnRelyingParty
  ) throws(SignatureError) -> SignatureCheck {
    let message = try UnverifiedMessage(proof, maximumPayload: 256)
    guard message.payload == Self.payload(key: key, subject: subject) else { throw .wrongSignature }
    return try message.signatureCheck(key: key, aad: Self.aad(network: network), relyingParty: relyingParty)
  }
}
