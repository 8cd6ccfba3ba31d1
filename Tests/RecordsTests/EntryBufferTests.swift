import Coding
import Model
import Platform
import Records
import Signing
import TestSupport
import Testing

@Suite struct EntryBufferTests {
  private func receipt(_ random: inout SplitMix64) -> Receipt {
    var receipt = Receipt(
      .payment, account: AccountNumber(UInt32(random.next() % 1000)), other: AccountNumber(7),
      amount: Int64(random.next() % 1_000_000), time: BlockTime(milliseconds: 12345),
      digest: Digest(bytes: random.bytes(32))!)
    receipt.mover = .owner
    return receipt
  }

  private static func salt(_ account: AccountNumber) -> Salt {
    Salt(high: UInt64(account.raw) &* 0x9E37_79B9_7F4A_7C15, low: UInt64(account.raw) + 1)
  }

  /// Fills a buffer, seals it on `lanes`, and compares everything with one opening and one entry at a time.
  private func check(_ lanes: some Lanes, count: Int, seed: UInt64, buffer: EntryBuffer) {
    var random = SplitMix64(seed: seed)
    let first = random.next() >> 8
    buffer.reset(firstEntry: first)
    var expected: [Entry] = []
    var receipts: [Receipt?] = []
    for place in 0..<count {
      if random.next() % 50 == 0 || place == count - 1 {
        let entry = PublicEntry(.agency, content: random.bytes(20))
        #expect(buffer.append(entry) == first + UInt64(place))
        expected.append(.open(entry))
        receipts.append(nil)
      } else {
        let receipt = receipt(&random)
        #expect(buffer.append(receipt) == first + UInt64(place))
        let blind = Blind(salt: Self.salt(receipt.account), entry: first + UInt64(place))
        let opening = Opening(blind: blind, receipt: receipt)
        expected.append(.sealed(commitment: opening.commitment))
        #expect(opening.opens(expected[place]))
        receipts.append(receipt)
      }
    }
    buffer.seal(lanes: lanes) { Self.salt($0) }
    #expect(buffer.nextIndex == first + UInt64(count))
    for place in 0..<count {
      let leaf = SHA256.hash([0] + expected[place].encoded)
      #expect([UInt8](buffer.leafHashes[place * 32..<place * 32 + 32]) == leaf.bytes, "place \(place), seed \(seed)")
      var commitment = [UInt8](repeating: 0, count: 32)
      if case .sealed(let digest) = expected[place] { commitment = digest.bytes }
      #expect([UInt8](buffer.commitments[place * 32..<place * 32 + 32]) == commitment)
      #expect(buffer.receipt(at: place) == receipts[place])
    }
  }

  @Test func sealsAsOneEntryAtATimeWould() {
    let buffer = EntryBuffer()
    for (seed, count) in [1, 2, 255, 256, 257, 3000].enumerated() {
      check(SingleLane(), count: count, seed: UInt64(seed), buffer: buffer)
      check(PlatformLanes(count: 3), count: count, seed: UInt64(seed), buffer: buffer)
    }
  }

  @Test func anEmptyBlockSealsToNothing() {
    let buffer = EntryBuffer()
    buffer.seal(lanes: SingleLane()) { Self.salt($0) }
    #expect(buffer.leafHashes.isEmpty && buffer.commitments.isEmpty && buffer.receipts.isEmpty)
  }

  @Test func anOpeningOpensNothingElse() {
    var random = SplitMix64(seed: 9)
    let receipt = receipt(&random)
    let opening = Opening(blind: Blind(salt: Salt(high: 1, low: 2), entry: 3), receipt: receipt)
    let other = Opening(blind: Blind(salt: Salt(high: 1, low: 2), entry: 4), receipt: receipt)
    #expect(!opening.opens(.sealed(commitment: other.commitment)))
    #expect(!opening.opens(.open(PublicEntry(.agency, content: []))))
  }
}
