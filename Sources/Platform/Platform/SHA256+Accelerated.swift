import CSHA256
import Signing

extension SHA256 {
  /// Hashes as `hash` does, with the processor's instructions where it has them.
  public static func acceleratedHash(_ bytes: UnsafeRawBufferPointer) -> Digest {
    withUnsafeTemporaryAllocation(byteCount: Digest.byteCount, alignment: 8) { digest in
      salur_sha256(bytes.baseAddress, bytes.count, digest.baseAddress!)
      return Digest(loading: digest.baseAddress!)
    }
  }

  /// Hashes as `hash` does, with the processor's instructions where it has them.
  public static func acceleratedHash(_ bytes: [UInt8]) -> Digest {
    bytes.withUnsafeBytes { acceleratedHash($0) }
  }

  /// Whether the processor has such instructions.
  public static var isAccelerated: Bool { salur_sha256_is_accelerated() != 0 }
}
