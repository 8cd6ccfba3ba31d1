import Signing

/// Fixed-width integers and digests at byte offsets, least significant byte first, at any alignment.
public enum LittleEndian {
  @inlinable public static func store<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ value: Integer, to bytes: UnsafeMutableRawPointer, at offset: Int = 0
  ) {
    bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: Integer.self)
  }

  @inlinable public static func load<Integer: FixedWidthInteger & BitwiseCopyable>(
    _ type: Integer.Type = Integer.self, from bytes: UnsafeRawPointer, at offset: Int = 0
  ) -> Integer {
    Integer(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Integer.self))
  }

  /// A digest is its 32 bytes in order.
  @inlinable public static func store(_ digest: Digest, to bytes: UnsafeMutableRawPointer, at offset: Int = 0) {
    digest.copy(to: bytes + offset)
  }

  @inlinable public static func load(
    _ type: Digest.Type = Digest.self, from bytes: UnsafeRawPointer, at offset: Int = 0
  ) -> Digest {
    Digest(loading: bytes + offset)
  }
}
