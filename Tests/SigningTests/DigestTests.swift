import Coding
import Signing
import TestSupport
import Testing

@Suite struct DigestTests {
  @Test func ordersAsItsBytesDo() {
    var random = SplitMix64(seed: 11)
    for _ in 0..<1000 {
      var (a, b) = (random.bytes(32), random.bytes(32))
      let shared = Int(random.next() % 33)
      a.replaceSubrange(0..<shared, with: b[0..<shared])
      let digests = (Digest(bytes: a)!, Digest(bytes: b)!)
      #expect((digests.0 < digests.1) == a.lexicographicallyPrecedes(b), "seed \(random.seed)")
      #expect((digests.0 == digests.1) == (a == b), "seed \(random.seed)")
    }
  }

  @Test func isItsBytesInEveryForm() throws {
    var random = SplitMix64(seed: 12)
    let bytes = random.bytes(32)
    let digest = Digest(bytes: bytes)!
    #expect(digest.bytes == bytes)
    #expect(try Digest(hex: digest.description) == digest)
    #expect(try Digest(encoded: digest.encoded) == digest)
    #expect(digest.encoded == [0x58, 32] + bytes)
    var copy = [UInt8](repeating: 0, count: 33)
    copy.withUnsafeMutableBytes { digest.copy(to: $0.baseAddress! + 1) }
    #expect(copy == [0] + bytes)
    #expect(copy.withUnsafeBytes { Digest(loading: $0.baseAddress! + 1) } == digest)
  }

  @Test func refusesEveryOtherLength() {
    #expect(Digest(bytes: [UInt8](repeating: 1, count: 31)) == nil)
    #expect(Digest(bytes: [UInt8](repeating: 1, count: 33)) == nil)
    #expect(throws: CodingError(.invalidLength, at: 62)) { try Digest(hex: String(repeating: "ab", count: 31)) }
    #expect(throws: CodingError(.wrongCount(expected: 32, found: 3), at: 0)) { try Digest(encoded: [0x43, 1, 2, 3]) }
  }
}
