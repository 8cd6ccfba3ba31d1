import Model
import Signing

/// A credential's lane as its state leaf has it (docs/FORMATS.md, lanes).
public struct LaneLeaf: Equatable, Sendable {
  /// The number the next command must have.
  public let next: UInt64
  public let lastCommand: CommandID
  /// The log entry that answered it.
  public let lastEntry: UInt64

  public static let byteCount = 49

  /// - Parameter preimage: what the leaf hashes; nil where it is none of this table.
  public init?(preimage: [UInt8]) {
    guard preimage.count == Self.byteCount, let digest = Digest(bytes: preimage[9..<41]) else { return nil }
    lastCommand = CommandID(digest: digest)
    (next, lastEntry) = preimage.withUnsafeBytes { bytes in
      let p = bytes.baseAddress! + 1
      return (p.loadLittleEndian(), p.loadLittleEndian(at: 40))
    }
  }
}
