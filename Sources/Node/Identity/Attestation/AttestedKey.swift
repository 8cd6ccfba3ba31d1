import Model
import Signing

/// A key whose attestation has been verified. Only verification makes one.
public struct AttestedKey: Sendable {
  public let key: P256Point
  public let tier: Tier
  /// Of the certificates, for the registration: `SHA-256` of their deterministic CBOR array.
  public let chain: Digest
  /// What goes into the registration.
  public var attestation: Attestation { Attestation(tier: tier, chain: chain) }
  /// Why the tier is not higher.
  public let shortfalls: Set<AttestationShortfall>

  init(key: P256Point, chain: Digest, shortfalls: Set<AttestationShortfall>) {
    self.key = key
    self.chain = chain
    self.shortfalls = shortfalls
    tier = shortfalls.map(\.highest).min() ?? .hardware
  }
}

/// What keeps a key from the highest tier. A limit that only software enforces is none.
public enum AttestationShortfall: Hashable, CaseIterable, Sendable {
  // Nothing in hardware vouches for the key
  case attestedBySoftware
  case keptBySoftware
  /// The key was imported, or only software says it was not.
  case notMadeInHardware
  /// Hardware does not say how the device was started.
  case noRootOfTrust
  case deviceUnlocked
  case bootNotVerified

  // Software decides about its use
  case userNotAsked
  /// Only software says that the owner is asked.
  case userAskedBySoftware
  /// Only software says what the key may do.
  case purposeBySoftware
  /// The maker vouches for the app, and the app for the key.
  case vouchedByApp

  /// The best tier with it.
  var highest: Tier {
    switch self {
    case .attestedBySoftware, .keptBySoftware, .notMadeInHardware, .noRootOfTrust, .deviceUnlocked, .bootNotVerified:
      .software
    case .userNotAsked, .userAskedBySoftware, .purposeBySoftware, .vouchedByApp: .platform
    }
  }
}

/// Why an attestation is refused altogether.
public enum AttestationError: Error, Equatable, Sendable {
  // The certificates
  case certificateCount(Int)
  case certificateTooLong(Int)
  /// Which one, from 0, the leaf.
  case certificate(Int)
  /// The last certificate is none of the configured roots.
  case unknownRoot
  /// They do not lead from the leaf to the root one by one, or not now.
  case chain

  // What the leaf says
  case noStatement
  /// A certificate above the leaf has a statement: whoever holds an attested key made the ones below.
  case statementAbove
  case statement
  /// The statement answers another question.
  case challenge
  /// The key is not the one to be registered.
  case otherKey
  /// Of another app, or of an app signed by somebody else.
  case application
  /// Not a key of P-256 that signs, and does nothing else.
  case purpose

  // Apple's object around it
  case object
  case environment
  case counter
}
