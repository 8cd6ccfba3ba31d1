// Fixed layouts on disk are little-endian.

extension UnsafeRawPointer {
  func loadLittleEndian<Integer: FixedWidthInteger & BitwiseCopyable>(
    _: Integer.Type = Integer.self, at offset: Int = 0
  ) -> Integer {
    Integer(littleEndian: loadUnaligned(fromByteOffset: offset, as: Integer.self))
  }
}

extension [UInt8] {
  mutating func appendLittleEndian(_ value: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: value.littleEndian) { append(contentsOf: $0) }
  }

  /// Ends a header with the checksum of all its bytes.
  mutating func appendChecksum() { appendLittleEndian(CRC32C.checksum(self)) }
}
