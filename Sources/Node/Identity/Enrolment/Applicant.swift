import Model
import Signing

/// Somebody whose credential has been verified, and the key they want registered.
public struct Applicant: Sendable {
  public let claims: EnrolmentClaims
  public let key: PublicKey
  let network: NetworkID

  /// Blinds the numbers of the family card for both agencies.
  ///
  /// - Parameter card: what the national registry answered for `claims.subject`.
  public func blind(_ card: FamilyCard, keys: EvaluatorKeys) throws(EnrolmentError) -> BlindedFamily {
    let everyone = card.everyone
    guard everyone.count == claims.familySize else {
      throw .familySize(credential: claims.familySize, card: everyone.count)
    }
    do throws(NullifierError) {
      return BlindedFamily(
        applicant: self, numbers: try BlindedNumbers(everyone, domain: NullifierDomain(network), keys: keys))
    } catch {
      throw .nullifier(error)
    }
  }
}

/// An applicant's family while both agencies are being asked.
public struct BlindedFamily: Sendable {
  let applicant: Applicant
  let numbers: BlindedNumbers

  /// What to ask an agency.
  public func elements(for role: EvaluatorRole) -> [[UInt8]] { numbers.elements(for: role) }

  /// Both agencies' answers, once their proofs hold.
  public func finish(first: Evaluation, second: Evaluation) throws(EnrolmentError) -> EnrolledFamily {
    do throws(NullifierError) {
      return EnrolledFamily(applicant: applicant, members: try numbers.nullifiers(first: first, second: second))
    } catch {
      throw .nullifier(error)
    }
  }
}

/// A family whose nullifiers are known, and the one of them who came.
public struct EnrolledFamily: Sendable {
  public let applicant: Applicant
  /// The applicant first.
  public let members: [Nullifier]

  /// Opens an account. Whether anybody of the family has one already is the ledger's to say.
  ///
  /// - Parameters:
  ///   - salt: 16 unpredictable bytes, which become the account's.
  ///   - attested: what the key's maker said of it, where somebody was asked.
  /// - Precondition: what was attested is the applicant's key.
  public func register(salt: Salt, attested: AttestedKey? = nil) -> UnprovenRegistration {
    let content = Registration(region: applicant.claims.region, members: members).encoded
    let sealed = Sealed(salt: salt, content: content)
    return UnprovenRegistration(
      .register(sealed: sealed.digest, key: applicant.key, attestation: attestation(attested)), sealed: [sealed],
      subject: sealed.digest, of: applicant)
  }

  /// Takes over an account that was opened for the family without a key.
  ///
  /// - Parameters:
  ///   - registered: the account's members on the ledger; the applicant must be one of them.
  ///   - attested: what the key's maker said of it, where somebody was asked.
  public func claim(
    _ account: AccountNumber, registered: [Nullifier], attested: AttestedKey? = nil
  ) throws(EnrolmentError) -> UnprovenRegistration {
    guard registered.contains(members[0]) else { throw .otherFamily }
    return UnprovenRegistration(
      .claim(account: account, key: applicant.key, attestation: attestation(attested)), sealed: [],
      subject: Possession.subject(account), of: applicant)
  }

  private func attestation(_ attested: AttestedKey?) -> Attestation {
    guard let attested else { return .none }
    precondition(
      PublicKey.p256(attested.key).isSameKey(as: applicant.key), "an attestation is of the key it comes with")
    return attested.attestation
  }
}
