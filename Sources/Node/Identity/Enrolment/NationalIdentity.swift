import Model
import Signing

/// The seam for the national identity app and the registry behind it. `docs/IDENTITY.md` says what an adapter must do.
///
/// The app issues the credential to the wallet; that is between the two, and only its signature is seen here. The registry
/// is asked for the family card of a person by the name the credential gives them, so that no national number has to be
/// in the credential, or pass through the phone.
public struct NationalIdentity: Sendable {
  /// The `iss` of its credentials.
  public let issuer: String
  /// What it signs them with; several while keys are changed.
  public let keys: [P256Point]
  /// The family card of a credential's `sub`.
  public let family: @Sendable (_ subject: String) async throws(NationalIdentityError) -> FamilyCard

  public init(
    issuer: String, keys: [P256Point],
    family: @escaping @Sendable (_ subject: String) async throws(NationalIdentityError) -> FamilyCard
  ) {
    self.issuer = issuer
    self.keys = keys
    self.family = family
  }

  /// What registration asks of a presentation.
  ///
  /// - Parameter audience: the registration service's name.
  public func policy(audience: String) -> CredentialPolicy {
    CredentialPolicy(issuer: issuer, keys: keys, credential: EnrolmentCredential.name, audience: audience)
  }
}

/// Who stands on a family card, by their national numbers: the credential's holder first.
public struct FamilyCard: Hashable, Sendable {
  public let holder: NationalNumber
  public let others: [NationalNumber]
  /// The account that the authority opened for them already, where it did.
  public let registered: RegisteredFamily?

  public init(holder: NationalNumber, others: [NationalNumber], registered: RegisteredFamily? = nil) {
    self.holder = holder
    self.others = others
    self.registered = registered
  }

  public var everyone: [NationalNumber] { [holder] + others }
}

/// A family that is on the ledger, by the authority's own records: the ledger tells nobody whose account is whose.
public struct RegisteredFamily: Hashable, Sendable {
  public let account: AccountNumber
  /// As they were registered.
  public let members: [Nullifier]

  public init(account: AccountNumber, members: [Nullifier]) {
    self.account = account
    self.members = members
  }
}

public enum NationalIdentityError: Error, Equatable, Sendable {
  /// Nobody is called that.
  case unknownSubject
  /// Try again later.
  case unavailable(String)
}
