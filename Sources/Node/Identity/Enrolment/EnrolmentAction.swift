import Model
import Platform
import Signing

/// All of a registration or claim but the proof that the applicant holds the key.
public struct UnprovenRegistration: Sendable {
  public let action: Action
  public let sealed: [Sealed]
  private let key: PublicKey
  private let network: NetworkID
  private let subject: Digest

  init(_ action: Action, sealed: [Sealed], subject: Digest, of applicant: Applicant) {
    self.action = action
    self.sealed = sealed
    self.subject = subject
    key = applicant.key
    network = applicant.network
  }

  /// What the applicant signs with the key, for `Possession.aad`.
  public var payload: [UInt8] { Possession.payload(key: key, subject: subject) }

  /// The finished action, once the proof holds.
  ///
  /// - Parameters:
  ///   - proof: a COSE_Sign1 of `payload`.
  ///   - relyingParty: who WebAuthn assertions must have been made for; without one they are refused.
  public func prove(
    _ proof: [UInt8], relyingParty: WebAuthnRelyingParty? = nil
  ) throws(EnrolmentError) -> EnrolmentAction {
    do throws(SignatureError) {
      let message = try UnverifiedMessage(proof, maximumPayload: 256)
      guard message.payload == payload else { throw .wrongSignature }
      _ = try SignatureVerifier.verify(
        message, key: key, aad: Possession.aad(network: network), relyingParty: relyingParty)
    } catch {
      throw .possession(error)
    }
    return EnrolmentAction(action: action, proof: proof, sealed: sealed)
  }
}

/// What the identity authority's officer signs and submits: the action, and what travels with it.
public struct EnrolmentAction: Sendable {
  public let action: Action
  /// Goes behind the signed command.
  public let proof: [UInt8]
  /// Goes beside it.
  public let sealed: [Sealed]
}
