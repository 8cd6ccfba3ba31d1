import Coding
import TestSupport
import Testing

@Suite struct CBORLawTests {
  @Test func decodingWhatWasEncodedGivesItBack() throws {
    var random = SplitMix64(seed: 0x5a1)
    for _ in 0..<2000 {
      let item = DataItem.random(using: &random)
      let bytes = item.encoded
      #expect(try DataItem(encoded: bytes) == item, "seed \(random.seed)")
      var reader = CBORReader(bytes)
      #expect(try Array(reader.item()) == bytes, "seed \(random.seed)")
      #expect(reader.isAtEnd)
    }
  }

  @Test func whateverDecodesReencodesToTheSameBytes() throws {
    var random = SplitMix64(seed: 0x5a2)
    var decoded = 0
    for _ in 0..<2000 {
      // Most changes of one byte are refused; those that are not must have one reading.
      var bytes = DataItem.random(using: &random).encoded
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= UInt8(1) << UInt8.random(in: 0..<8, using: &random)
      guard let item = try? DataItem(encoded: bytes) else { continue }
      decoded += 1
      #expect(item.encoded == bytes, "seed \(random.seed)")
    }
    #expect(decoded > 200)
  }

  @Test func randomBytesNeverTrap() {
    var random = SplitMix64(seed: 0x5a3)
    for _ in 0..<20_000 {
      let bytes = random.bytes(Int.random(in: 0..<24, using: &random))
      if let item = try? DataItem(encoded: bytes) { #expect(item.encoded == bytes, "seed \(random.seed)") }
      _ = try? CBORDiagnostic.describe(bytes)
    }
  }

  @Test func everyTruncationAndAppendedByteIsRefused() {
    var random = SplitMix64(seed: 0x5a4)
    for _ in 0..<200 {
      let bytes = DataItem.random(using: &random).encoded
      for end in bytes.indices {
        #expect(throws: CodingError.self, "seed \(random.seed)") { try DataItem(encoded: bytes[..<end]) }
      }
      #expect(throws: CodingError(.trailingBytes, at: bytes.count)) { try DataItem(encoded: bytes + [0]) }
    }
  }

  @Test func nestingEndsAtTheMaximumDepth() throws {
    func nest(_ levels: Int, in head: [UInt8]) -> [UInt8] {
      Array(repeatElement(head, count: levels).joined()) + [0x00]
    }
    for head: [UInt8] in [[0x81], [0xa1, 0x00], [0xd2]] {
      let deepest = nest(CBORReader.maximumDepth, in: head)
      let tooDeep = nest(CBORReader.maximumDepth + 1, in: head)
      #expect(try DataItem(encoded: deepest).encoded == deepest)
      _ = try CBORDiagnostic.describe(deepest)
      let readers: [([UInt8]) throws -> Void] = [
        { _ = try CBORDiagnostic.describe($0) },
        { _ = try DataItem(encoded: $0) },
        { bytes in
          var reader = CBORReader(bytes)
          _ = try reader.item()
        },
      ]
      for read in readers {
        let error = #expect(throws: CodingError.self) { try read(tooDeep) }
        #expect(error?.kind == .tooDeep)
      }
    }
  }
}
