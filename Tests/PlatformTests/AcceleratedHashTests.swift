import CSHA256
import Crypto
import Platform
import Signing
import TestSupport
import Testing

@Suite struct AcceleratedHashTests {
  let text: [UInt8]

  init() {
    var random = SplitMix64(seed: 21)
    text = random.bytes(64 * 1024)
  }

  @Test func agreesWithSwiftCryptoAtEveryLength() {
    for length in 0...300 {
      let message = [UInt8](text[length..<2 * length])
      let expected = [UInt8](Crypto.SHA256.hash(data: message))
      #expect(Signing.SHA256.hash(message).bytes == expected, "length \(length)")
      #expect(Signing.SHA256.acceleratedHash(message).bytes == expected, "length \(length)")
      var portable = [UInt8](repeating: 0, count: 32)
      salur_sha256_portable(message, length, &portable)
      #expect(portable == expected, "length \(length)")
    }
  }

  @Test func hashesManyMessagesAsOneByOne() {
    let machine = PlatformLanes()
    for (length, stride) in [(0, 1), (1, 1), (16, 48), (54, 54), (55, 64), (56, 64), (64, 64), (65, 70), (200, 200)] {
      for count in [0, 1, 2, 3, 7, 8] {
        let expected = (0..<count).flatMap { Signing.SHA256.hash(text[$0 * stride..<$0 * stride + length]).bytes }
        #expect(hash(machine, length: length, stride: stride, count: count) == expected, "\(length) by \(stride)")
        #expect(hash(SingleLane(), length: length, stride: stride, count: count) == expected, "\(length) by \(stride)")
      }
    }
  }

  @Test func hashesNodesAsRFC6962Says() {
    for count in [0, 1, 2, 3, 8, 9] {
      let expected = (0..<count).flatMap { Signing.SHA256.hash([1] + text[64 * $0..<64 * $0 + 64]).bytes }
      #expect(hashNodes(PlatformLanes(), count: count) == expected)
      #expect(hashNodes(SingleLane(), count: count) == expected)
    }
  }

  @Test(arguments: [1, 2, 3, 5])
  func splitsLargeBatchesWithoutChangingThem(lanes count: Int) {
    // Messages that overlap: there are as many as bytes, an odd number for each lane.
    let messages = 50_001
    let lanes = PlatformLanes(count: count)
    #expect(
      hash(lanes, length: 40, stride: 1, count: messages) == hash(SingleLane(), length: 40, stride: 1, count: messages))
    let pairs = text.count / 64
    #expect(hashNodes(lanes, count: pairs) == hashNodes(SingleLane(), count: pairs))
  }

  private func hash(_ lanes: some Lanes, length: Int, stride: Int, count: Int) -> [UInt8] {
    digests(count) { lanes.hash(messages: $0, length: length, stride: stride, count: count, into: $1) }
  }

  private func hashNodes(_ lanes: some Lanes, count: Int) -> [UInt8] {
    digests(count) { lanes.hashNodes(pairs: $0, count: count, into: $1) }
  }

  private func digests(_ count: Int, _ body: (UnsafeRawPointer, UnsafeMutableRawPointer) -> Void) -> [UInt8] {
    var digests = [UInt8](repeating: 0, count: 32 * count + 1)
    digests.withUnsafeMutableBytes { output in
      text.withUnsafeBytes { input in body(input.baseAddress!, output.baseAddress!) }
    }
    #expect(digests.removeLast() == 0, "nothing is written behind the last digest")
    return digests
  }
}
