/// Why a credential or its presentation is refused.
public enum CredentialError: Error, Equatable, Sendable {
  /// Which part of `issuer's JWT ~ disclosure ~ … ~ holder's JWT` is at fault.
  public enum Part: Hashable, Sendable {
    case issuer
    case disclosure(Int)
    case holder
  }

  // The text
  case tooLong(Int)
  case tooManyDisclosures(Int)
  /// Not parts between tildes, the first and last being compact JWTs.
  case shape
  case base64(Part)
  case json(Part)
  /// The JSON is not what this part holds.
  case structure(Part)

  // A JWT
  case algorithm(Part)
  /// The header's `typ`.
  case type(Part)
  /// A header parameter of which the signer demands that it be understood (`crit`).
  case critical(Part)
  case signature(Part)

  // What the issuer says
  case missing(String)
  case wrong(String)
  case unknownIssuer
  /// Not the `vct` that was asked for.
  case otherCredential
  case notYetValid
  case expired

  // Disclosures (RFC 9901 §7.1)
  case hashAlgorithm
  case digestTwice
  /// No digest names this disclosure.
  case unreferenced(Int)
  case claimTwice(String)
  /// A claim that must not be hidden, or a name that belongs to the format.
  case reserved(String)
  case tooDeep

  // Holder binding (RFC 9901 §7.3)
  case noHolderKey
  case notBound
  case nonce
  case audience
  /// The holder signed for other disclosures than these.
  case disclosuresChanged
  case staleBinding
  case bindingFromTheFuture
}
