/// CRC-32C (Castagnoli; RFC 3720 §12.1): finds every burst of errors up to 32 bits, so every flipped byte, and all but
/// one in 2³² of torn writes.
///
/// It guards against the disk, not against people: those are answered by hashes and signatures.
public enum CRC32C {
  public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    guard var source = bytes.baseAddress else { return 0 }
    var left = bytes.count
    return tables.withUnsafeBufferPointer { tables in
      let table = tables.baseAddress!
      var crc = UInt32.max
      // Sixteen bytes at a time ("slicing"): each table moves a byte past those that follow it.
      while left >= 16 {
        let low = source.loadLittleEndian(UInt64.self) ^ UInt64(crc)
        let high = source.loadLittleEndian(UInt64.self, at: 8)
        crc =
          table[15 << 8 | Int(low & 0xff)] ^ table[14 << 8 | Int(low >> 8 & 0xff)]
          ^ table[13 << 8 | Int(low >> 16 & 0xff)] ^ table[12 << 8 | Int(low >> 24 & 0xff)]
          ^ table[11 << 8 | Int(low >> 32 & 0xff)] ^ table[10 << 8 | Int(low >> 40 & 0xff)]
          ^ table[9 << 8 | Int(low >> 48 & 0xff)] ^ table[8 << 8 | Int(low >> 56)]
        crc ^=
          table[7 << 8 | Int(high & 0xff)] ^ table[6 << 8 | Int(high >> 8 & 0xff)]
          ^ table[5 << 8 | Int(high >> 16 & 0xff)] ^ table[4 << 8 | Int(high >> 24 & 0xff)]
        crc ^=
          table[3 << 8 | Int(high >> 32 & 0xff)] ^ table[2 << 8 | Int(high >> 40 & 0xff)]
          ^ table[1 << 8 | Int(high >> 48 & 0xff)] ^ table[Int(high >> 56)]
        source += 16
        left -= 16
      }
      while left > 0 {
        crc = crc >> 8 ^ table[Int((crc ^ UInt32(source.load(as: UInt8.self))) & 0xff)]
        source += 1
        left -= 1
      }
      return ~crc
    }
  }

  public static func checksum(_ bytes: [UInt8]) -> UInt32 {
    bytes.withUnsafeBytes { checksum($0) }
  }

  /// `tables[k << 8 | b]`: the remainder of byte `b` followed by `k` zero bytes.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 16 << 8)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
      tables[byte] = crc
    }
    for index in 256..<tables.count {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 0xff)]
    }
    return tables
  }()
}
