import Coding
import Signing

/// Proof that whoever introduces a key holds it: a COSE_Sign1 by that key over what the key is introduced for.
public struct Possession: Sendable {
  public let key: PublicKey
  /// Ties the proof to one registration, claim, account or shop, so that it cannot serve for another.
  public let subject: Digest
  private let proof: [UInt8]

  public init(key: PublicKey, subject: Digest, proof: [UInt8]) {
    self.key = key
    self.subject = subject
    self.proof = proof
  }

  /// The proof a command must carry; nil where it introduces no key.
  init?(of action: Action, by account: AccountNumber) {
    switch action {
    case .register(let sealed, let key, let proof):
      self.init(key: key, subject: sealed, proof: proof)
    case .claim(let claimed, let key, let proof):
      self.init(key: key, subject: Self.subject(claimed), proof: proof)
    case .addCredential(let key, let proof):
      self.init(key: key, subject: Self.subject(account), proof: proof)
    case .registerMerchant(let key, let proof, let shop):
      self.init(key: key, subject: SHA256.hash(shop.encoded), proof: proof)
    default:
      return nil
    }
  }

  /// What the proof of a claim, or of a further credential, is tied to.
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
    network: NetworkID, relyingParty: WebAuthnRelyingParty
  ) throws(SignatureError) -> SignatureCheck {
    let message = try UnverifiedMessage(proof, maximumPayload: 256)
    guard message.payload == Self.payload(key: key, subject: subject) else { throw .wrongSignature }
    return try message.signatureCheck(key: key, aad: Self.aad(network: network), relyingParty: relyingParty)
  }
}
