import Model
import Signing

/// Stands in for the identity authority: nullifiers and salts anyone with the seed can compute. For demonstrations and
/// benchmarks only; real ones come from a key that no single machine holds.
public struct MockIdentity: Sendable {
  public let seed: UInt64

  public init(seed: UInt64) {
    self.seed = seed
  }

  /// SHA-256("salur/mock-nullifier" ‖ seed ‖ person), the numbers big-endian.
  public func nullifier(of person: UInt64) -> Nullifier {
    Nullifier(value: digest("salur/mock-nullifier", of: person), keyVersion: 0)
  }

  /// The secret salt of a family's account: 16 bytes of SHA-256("salur/mock-salt" ‖ seed ‖ card).
  public func salt(of card: UInt64) -> Salt {
    digest("salur/mock-salt", of: card).withUnsafeBytes { bytes in
      Salt(
        high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
        low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }
  }

  private func digest(_ purpose: StaticString, of number: UInt64) -> Digest {
    let length = purpose.utf8CodeUnitCount
    return withUnsafeTemporaryAllocation(byteCount: length + 16, alignment: 8) { message in
      message.copyMemory(from: UnsafeRawBufferPointer(start: purpose.utf8Start, count: length))
      message.storeBytes(of: seed.bigEndian, toByteOffset: length, as: UInt64.self)
      message.storeBytes(of: number.bigEndian, toByteOffset: length + 8, as: UInt64.self)
      return SHA256.hash(UnsafeRawBufferPointer(message))
    }
  }
}
