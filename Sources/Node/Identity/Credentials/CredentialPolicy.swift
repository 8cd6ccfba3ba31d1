import Signing

/// What a verifier asks of a credential.
public struct CredentialPolicy: Sendable {
  /// Whose credentials count: the `iss` claim, and the keys it signs with. Several while keys are changed.
  public let issuer: String
  public let keys: [P256Point]
  /// The kind of credential; nil to take any.
  public let credential: String?
  /// The `typ` of the issuer's JWT.
  public let type: String
  /// Whom presentations must be made for.
  public let audience: String

  public static let usualType = "dc+sd-jwt"
  /// How far clocks may differ, in seconds.
  public static let clockSkew: Int64 = 60
  /// How old the holder's signature may be, in seconds.
  public static let bindingLife: Int64 = 300

  public init(
    issuer: String, keys: [P256Point], credential: String?, type: String = CredentialPolicy.usualType, audience: String
  ) {
    precondition((1...8).contains(keys.count), "an issuer has keys, and few")
    self.issuer = issuer
    self.keys = keys
    self.credential = credential
    self.type = type
    self.audience = audience
  }
}
