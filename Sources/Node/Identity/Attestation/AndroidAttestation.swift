import Signing

/// Verifying that an Android device made a key in its hardware, for this app, in answer to this question.
public struct AndroidAttestation: Sendable {
  /// SHA-256 digests of the roots' DER: Google's, from the genesis document.
  public let roots: Set<Digest>
  /// The app's package name.
  public let package: String
  /// SHA-256 digests of the certificates that may have signed it.
  public let signers: Set<Digest>

  public init(roots: Set<Digest>, package: String, signers: Set<Digest>) {
    self.roots = roots
    self.package = package
    self.signers = signers
  }

  /// - Parameters:
  ///   - certificates: in DER, leaf first, root last.
  ///   - challenge: what the service asked, as the app gave it to the keystore.
  ///   - key: the one to be registered.
  ///   - now: seconds since 1970.
  public func verify(
    _ certificates: [[UInt8]], challenge: [UInt8], key: P256Point, now: Int64
  ) async throws(AttestationError) -> AttestedKey {
    let chain = try await AttestationChain(
      verifying: certificates, roots: roots, statement: AndroidKeyDescription.identifier, now: now)
    let description = try AndroidKeyDescription(chain.statement(AndroidKeyDescription.identifier))
    guard description.challenge == challenge else { throw .challenge }
    guard chain.key == key else { throw .otherKey }
    try checkApplication(description)
    try Self.checkPurpose(description)
    return AttestedKey(key: key, chain: chain.digest, shortfalls: Self.shortfalls(description))
  }

  /// The operating system says which app asked: hardware does not know apps. Verified boot vouches for the system.
  private func checkApplication(_ description: AndroidKeyDescription) throws(AttestationError) {
    guard let application = description.bySoftware.application ?? description.byHardware.application,
      application.packages == [Array(package.utf8)], !application.signers.isEmpty,
      application.signers.allSatisfy({ Digest(bytes: $0).map(signers.contains) ?? false })
    else { throw .application }
  }

  private static func checkPurpose(_ description: AndroidKeyDescription) throws(AttestationError) {
    let lists = [description.byHardware, description.bySoftware]
    let purposes = lists.reduce(into: Set<Int64>()) { $0.formUnion($1.purposes) }
    guard purposes.contains(Authorizations.signs),
      purposes.isSubset(of: [Authorizations.signs, Authorizations.verifies]),
      lists.lazy.compactMap(\.algorithm).first == Authorizations.ellipticCurve,
      lists.lazy.compactMap(\.curve).first == Authorizations.p256
    else { throw .purpose }
  }

  /// Why the key is not in the hardware tier: only what hardware enforces counts.
  private static func shortfalls(_ description: AndroidKeyDescription) -> Set<AttestationShortfall> {
    let (hardware, software) = (description.byHardware, description.bySoftware)
    var shortfalls: Set<AttestationShortfall> = []
    if description.attestationLevel == .software { shortfalls.insert(.attestedBySoftware) }
    if description.keyLevel == .software { shortfalls.insert(.keptBySoftware) }
    if hardware.origin != Authorizations.generated { shortfalls.insert(.notMadeInHardware) }
    if let trust = hardware.rootOfTrust {
      if !trust.isLocked { shortfalls.insert(.deviceUnlocked) }
      if trust.bootState != 0 { shortfalls.insert(.bootNotVerified) }
    } else {
      shortfalls.insert(.noRootOfTrust)
    }
    if hardware.needsNoUser || software.needsNoUser {
      shortfalls.insert(.userNotAsked)
    } else if (hardware.userAuthentication ?? 0) == 0 {
      shortfalls.insert((software.userAuthentication ?? 0) == 0 ? .userNotAsked : .userAskedBySoftware)
    }
    if !hardware.purposes.contains(Authorizations.signs) { shortfalls.insert(.purposeBySoftware) }
    return shortfalls
  }
}
