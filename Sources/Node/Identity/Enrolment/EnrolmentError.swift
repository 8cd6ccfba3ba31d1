import Signing

/// Why somebody is not registered.
public enum EnrolmentError: Error, Equatable, Sendable {
  case challenge(ChallengeError)
  case credential(CredentialError)
  /// A claim that registration needs is not shown, or is not what it should be.
  case claim(String)
  case tooYoung
  /// The registry has another number of people on the card than the credential says.
  case familySize(credential: Int, card: Int)
  case nullifier(NullifierError)
  /// The applicant is no member of the account's family.
  case otherFamily
  case possession(SignatureError)
}
