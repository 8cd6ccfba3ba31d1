import Coding
import Presentation
import Rules
import Signing

/// The credential with which a person opens a wallet: who issued it knows the person; who reads it learns what is shown.
public enum EnrolmentCredential {
  /// The `vct`.
  public static let name = "urn:salur:enrolment:1"

  /// Claims a holder may show; the first three are what registration asks for.
  public enum Claim: String, CaseIterable, Sendable {
    /// Whether the person is six or older: nobody younger holds a wallet.
    case over6 = "over_6"
    /// The village of the family card, `PP.KK.KC.DDDD`.
    case region = "region_code"
    /// How many people stand on the family card.
    case familySize = "family_size"
    case givenName = "given_name"
    case familyName = "family_name"
    case birthDate = "birthdate"
  }

  /// All that registration needs to be shown.
  public static let needed: [Claim] = [.over6, .region, .familySize]
}

/// What a verified enrolment credential says, read strictly.
public struct EnrolmentClaims: Hashable, Sendable {
  /// What the issuer calls the person: a random name, the same only for the same verifier's purpose.
  public let subject: String
  /// Who knows the person under that name.
  public let issuer: String
  public let region: Region
  public let familySize: Int

  /// Refuses a credential that does not show what registration needs, or shows that the person may not register.
  init(_ claims: JSON) throws(EnrolmentError) {
    guard let subject = claims.string("sub"), (1...Self.maximumSubject).contains(subject.utf8.count) else {
      throw .claim("sub")
    }
    guard let issuer = claims.string("iss") else { throw .claim("iss") }
    guard case .bool(let isOver6)? = claims[EnrolmentCredential.Claim.over6.rawValue] else {
      throw .claim(EnrolmentCredential.Claim.over6.rawValue)
    }
    guard isOver6 else { throw .tooYoung }
    guard let region = claims.string(EnrolmentCredential.Claim.region.rawValue).flatMap({ Region($0) }),
      region.level == .village
    else { throw .claim(EnrolmentCredential.Claim.region.rawValue) }
    guard case .int(let size)? = claims[EnrolmentCredential.Claim.familySize.rawValue],
      (1...Int64(BlindedNumbers.maximumCount)).contains(size)
    else { throw .claim(EnrolmentCredential.Claim.familySize.rawValue) }
    self.subject = subject
    self.issuer = issuer
    self.region = region
    familySize = Int(size)
  }

  static let maximumSubject = 128
}
