import Coding
import Model
import Signing

/// The registration service's judgement, without any transport: it asks a wallet a question, verifies the answer, and hands
/// on what has been verified. The steps are types; none can be left out:
/// `Registrar.verify` → `Applicant.blind` → `BlindedFamily.finish` → `EnrolledFamily.register` or `claim` → `prove`.
public struct Registrar: Sendable {
  public let network: NetworkID
  /// Whose credentials count. They change while issuers change their keys.
  public var policies: [CredentialPolicy]
  private var challenges = Challenges()

  public init(network: NetworkID, policies: [CredentialPolicy]) {
    self.network = network
    self.policies = policies
  }

  /// A new question for a wallet.
  ///
  /// - Parameters:
  ///   - random: 32 unpredictable bytes.
  ///   - now: seconds since 1970.
  public mutating func challenge(_ random: Digest, now: Int64) throws(EnrolmentError) -> Digest {
    do throws(ChallengeError) {
      try challenges.ask(random, now: now)
    } catch {
      throw .challenge(error)
    }
    return random
  }

  /// What a wallet signs as the presentation's `nonce`: the question, and the key that is to be registered. Whoever stands
  /// between wallet and service can pass a presentation on, but not have another key registered with it.
  public static func nonce(_ challenge: Digest, key: PublicKey, network: NetworkID) -> String {
    Base64.encodeURL(
      SHA256.hash(Array("salur/enrolment/v1".utf8) + network.bytes + challenge.bytes + key.encoded).bytes)
  }

  /// Verifies a presentation made for one of the questions asked; the question is used up, whatever comes of it.
  ///
  /// - Parameters:
  ///   - key: the one to register.
  ///   - now: seconds since 1970.
  public mutating func verify(
    _ presentation: String, challenge: Digest, key: PublicKey, now: Int64
  ) throws(EnrolmentError) -> Applicant {
    do throws(ChallengeError) {
      try challenges.take(challenge, now: now)
    } catch {
      throw .challenge(error)
    }
    let verified: VerifiedPresentation
    do throws(CredentialError) {
      let issuer = try UnverifiedCredential(presentation).claimedIssuer
      guard let policy = policies.first(where: { isSame(issuer, $0.issuer) }) else { throw .unknownIssuer }
      verified = try VerifiedPresentation(
        verifying: presentation, policy: policy, nonce: Self.nonce(challenge, key: key, network: network), now: now)
    } catch {
      throw .credential(error)
    }
    return Applicant(claims: try EnrolmentClaims(verified.claims), key: key, network: network)
  }
}
