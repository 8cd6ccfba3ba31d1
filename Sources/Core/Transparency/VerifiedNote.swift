import Coding
import Signing

/// The text of a note, and which of the known keys have signed it.
public struct VerifiedNote: Equatable, Sendable {
  public let text: Text
  /// One claim for each key, true.
  public let claims: [SignedNote.Claim]

  /// Believes a note that at least one of `keys` has signed. A wrong signature of any of them is refused, whatever
  /// the others say.
  ///
  /// - Parameter verified: whether a signature fits its message and key.
  public init(
    discharging note: SignedNote, keys: [NoteKey], verified: (SignatureCheck) -> Bool
  ) throws(NoteError) {
    var claims: [SignedNote.Claim] = []
    for claim in try note.claims(of: keys) {
      guard verified(claim.check) else { throw .wrongSignature(claim.key.name) }
      if !claims.contains(where: { $0.key == claim.key }) { claims.append(claim) }
    }
    guard !claims.isEmpty else { throw .notSigned }
    text = note.text
    self.claims = claims
  }
}
