import Records
import TestSupport
import Testing

@Suite struct CRC32CTests {
  /// RFC 3720 §B.4, and the usual check value.
  @Test func matchesPublishedVectors() {
    #expect(CRC32C.checksum([UInt8]("123456789".utf8)) == 0xe306_9283)
    #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(CRC32C.checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(CRC32C.checksum([UInt8](0..<32)) == 0x46dd_794e)
    #expect(CRC32C.checksum([UInt8]((0..<32).reversed())) == 0x113f_db5c)
    #expect(CRC32C.checksum([]) == 0)
  }

  @Test func matchesTheDefinitionAtEveryLengthAndAlignment() {
    var random = SplitMix64(seed: 1)
    let bytes = random.bytes(300)
    for start in 0..<17 {
      for end in start..<bytes.count {
        let slice = [UInt8](bytes[start..<end])
        let inPlace = bytes.withUnsafeBytes { CRC32C.checksum(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
        #expect(inPlace == bitByBit(slice), "\(start)..<\(end), seed \(random.seed)")
      }
    }
  }

  private func bitByBit(_ bytes: [UInt8]) -> UInt32 {
    var crc = UInt32.max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82f6_3b78 : crc >> 1 }
    }
    return ~crc
  }
}
