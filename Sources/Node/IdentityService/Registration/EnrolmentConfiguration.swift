import Identity
import Model
import Platform
import Signing

/// What a registration service works with.
public struct EnrolmentConfiguration: Sendable {
  /// Names the network, the log's key and witnesses, the relying party, and the device makers' roots.
  public var genesis: Genesis
  /// Where commands go; it is believed nothing.
  public var node: String
  /// What the service calls itself: presentations are made for it.
  public var audience: String
  /// Whose credentials count.
  public var issuers: [TrustedIssuer]
  /// Answers with the family card behind a credential.
  public var registry: String
  /// The identity authority's account, and the key of the officer who signs.
  public var authority: AccountNumber
  public var officer: SigningKey
  public var evaluatorKeys: EvaluatorKeys
  public var evaluators: [EvaluatorRole: String]
  /// The wallet's app on each platform; nil where no attestation of that kind is taken.
  public var android: AndroidApp?
  public var apple: AppleApp?

  public struct AndroidApp: Sendable {
    public let package: String
    /// SHA-256 digests of the certificates that may have signed it.
    public let signers: Set<Digest>

    public init(package: String, signers: Set<Digest>) {
      self.package = package
      self.signers = signers
    }
  }

  public struct AppleApp: Sendable {
    public let application: String
    /// Apple's root in DER, which attestations leave out.
    public let root: [UInt8]
    public let environment: AppleAttestation.Environment

    public init(application: String, root: [UInt8], environment: AppleAttestation.Environment) {
      self.application = application
      self.root = root
      self.environment = environment
    }
  }

  public init(
    genesis: Genesis, node: String, audience: String, issuers: [TrustedIssuer], registry: String,
    authority: AccountNumber, officer: SigningKey, evaluatorKeys: EvaluatorKeys, evaluators: [EvaluatorRole: String],
    android: AndroidApp? = nil, apple: AppleApp? = nil
  ) {
    self.genesis = genesis
    self.node = node
    self.audience = audience
    self.issuers = issuers
    self.registry = registry
    self.authority = authority
    self.officer = officer
    self.evaluatorKeys = evaluatorKeys
    self.evaluators = evaluators
    self.android = android
    self.apple = apple
  }
}
