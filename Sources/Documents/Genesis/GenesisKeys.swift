import Coding
import Signing

/// What a genesis file leaves to whoever reads it: arithmetic on keys, and the keys of a demonstration.
public struct GenesisKeys {
  /// Makes a P-256 point whole from the 33 bytes of a `did:key`; nil where there is none.
  public var point: (_ compressed: [UInt8]) -> P256Point?
  /// The key of an agency's n-th officer, from 0, where the file only counts officers. Nil refuses such a file.
  public var officer: ((_ agency: Text, _ index: Int) -> PublicKey)?
  /// The log's C2SP verifier key, where the file names none. Nil refuses such a file.
  public var log: (() -> Text)?

  public init(
    point: @escaping (_ compressed: [UInt8]) -> P256Point?,
    officer: ((_ agency: Text, _ index: Int) -> PublicKey)? = nil, log: (() -> Text)? = nil
  ) {
    self.point = point
    self.officer = officer
    self.log = log
  }
}
