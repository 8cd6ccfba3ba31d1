/// Who WebAuthn assertions must have been made for (Web Authentication level 3 §4).
public struct WebAuthnRelyingParty: Equatable, Sendable {
  /// The hash of the relying party's id, a domain such as `salur.go.id`.
  public let idHash: Digest
  /// The web origins whose pages may ask for signatures, such as `https://dompet.salur.go.id`, in UTF-8.
  public let origins: [[UInt8]]

  public init(id: String, origins: [String]) {
    idHash = SHA256.hash([UInt8](id.utf8))
    self.origins = origins.map { [UInt8]($0.utf8) }
  }
}
