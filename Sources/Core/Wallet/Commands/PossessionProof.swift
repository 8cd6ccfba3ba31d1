import Coding
import Model
import Signing

/// A new device's word that it holds a key and offers it to an account: what its owner takes from one screen to another.
/// Nothing is believed before its check is discharged.
public struct PossessionProof: Equatable, Sendable {
  public let key: PublicKey
  /// The COSE_Sign1 message that travels behind the command.
  public let signed: [UInt8]
  private let payload: [UInt8]

  public init(signed: [UInt8]) throws(SignatureError) {
    let message = try UnverifiedMessage(signed, maximumPayload: 256)
    do throws(CodingError) {
      var r = CBORReader(message.payload)
      try r.record(version: 1, count: 3)
      key = try PublicKey(from: &r)
      _ = try r.digest()
      try r.end()
    } catch {
      throw .malformed(error)
    }
    payload = message.payload
    self.signed = signed
  }

  /// Whether it was made for this account, as far as can be seen without verifying the signature.
  public func isFor(_ account: AccountNumber) -> Bool {
    payload == Possession.payload(key: key, subject: Possession.subject(account))
  }

  public func signatureCheck(
    network: NetworkID, relyingParty: WebAuthnRelyingParty
  ) throws(SignatureError) -> SignatureCheck {
    try UnverifiedMessage(signed, maximumPayload: 256)
      .signatureCheck(key: key, aad: Possession.aad(network: network), relyingParty: relyingParty)
  }
}
