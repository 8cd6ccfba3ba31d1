import Coding
import Identity
import Model
import Signing

/// What a wallet brings of its device's maker; nobody has verified it.
enum DeviceAttestation: Sendable {
  /// Certificates in DER, leaf first.
  case android([[UInt8]])
  /// App Attest's object.
  case apple([UInt8])
}

extension EnrolmentConfiguration {
  /// Verifies an attestation up to a root that genesis names. Its question is the challenge's 32 bytes.
  ///
  /// - Parameter now: seconds since 1970.
  func verify(
    _ attestation: DeviceAttestation, challenge: Digest, key: PublicKey, now: Int64
  ) async throws(IdentityProblem) -> AttestedKey {
    guard case .p256(let point) = key else { throw IdentityProblem(AttestationError.otherKey) }
    let roots = Set(genesis.parameters.attestationRoots)
    do throws(AttestationError) {
      switch attestation {
      case .android(let certificates):
        guard let android else { throw .application }
        return try await AndroidAttestation(roots: roots, package: android.package, signers: android.signers).verify(
          certificates, challenge: challenge.bytes, key: point, now: now)
      case .apple(let object):
        guard let apple else { throw .application }
        return try await AppleAttestation(
          roots: roots, application: apple.application, environment: apple.environment
        ).verify(object, root: apple.root, challenge: challenge.bytes, key: point, now: now)
      }
    } catch {
      throw IdentityProblem(error)
    }
  }
}

extension IdentityProblem {
  init(_ error: AttestationError) { self = .refused("attestation", error.phrase) }

  init(_ error: EnrolmentError) {
    switch error {
    case .challenge(.tooMany): self = .busy
    case .challenge: self.init(status: .conflict, name: "challenge", title: error.phrase)
    case .credential: self = .refused("credential", error.phrase)
    case .claim, .tooYoung: self = .refused("claims", error.phrase)
    case .familySize: self = .refused("family-card", error.phrase)
    case .nullifier(.nobody), .nullifier(.tooMany), .nullifier(.twice), .nullifier(.cannotBlind):
      self = .unavailable("registry", error.phrase)
    case .nullifier: self.init(status: .badGateway, name: "evaluation", title: error.phrase, canRetry: true)
    case .otherFamily: self = .refused("other-family", error.phrase)
    case .possession: self = .refused("possession", error.phrase)
    }
  }
}
