import Coding
import Model
import Signing

extension Nullifier {
  /// The name under which one programme's owner may know the person: `SHA-256("salur/pseudonym/v1" ‖ nullifier ‖ series)`.
  ///
  /// Owners of two programmes cannot join their lists by it; whoever has the nullifiers, as an auditor may, can.
  public func pseudonym(series: Text) -> Digest {
    SHA256.hash(Array("salur/pseudonym/v1".utf8) + encoded + series.utf8)
  }
}
