import Journal
import Model
import Platform
import Records
import Signing
import Storage
import StorageSupport
import TestSupport

/// A chain of random blocks, each following the one before.
struct SampleBlocks {
  var random: SplitMix64
  var height: UInt64 = 1
  var firstEntry: UInt64 = 0

  init(seed: UInt64) { random = SplitMix64(seed: seed) }

  mutating func next(entries: Int, commandBytes: Int = 40) -> BlockRecord {
    defer {
      height += 1
      firstEntry += UInt64(entries)
    }
    var receipts = random.bytes(entries * Receipt.byteCount)
    var commitments = random.bytes(entries * Digest.byteCount)
    var publicEntries: [(place: UInt32, entry: PublicEntry)] = []
    if entries > 0 {
      let last = entries - 1
      receipts.replaceSubrange((last * Receipt.byteCount)..., with: [UInt8](repeating: 0, count: Receipt.byteCount))
      commitments.replaceSubrange((last * Digest.byteCount)..., with: [UInt8](repeating: 0, count: Digest.byteCount))
      publicEntries = [(UInt32(last), PublicEntry(.block, content: random.bytes(30)))]
    }
    return BlockRecord(
      height: height, time: BlockTime(milliseconds: Int64(height) * 1000),
      commands: [
        CommandRecord(signed: random.bytes(commandBytes), sealed: [Digest(bytes: random.bytes(32))!]),
        CommandRecord(signed: random.bytes(commandBytes / 2), sealed: []),
      ],
      firstEntry: firstEntry, decisions: random.bytes(entries * 8), receipts: receipts, commitments: commitments,
      publicEntries: publicEntries)
  }
}

let network = NetworkID(genesis: Digest(bytes: [UInt8](repeating: 7, count: 32))!)

extension Journal {
  func append(_ record: BlockRecord) throws {
    try record.withContents { contents throws(StorageError) in try append(contents) }
  }

  /// All blocks, framed: what two journals are compared by.
  func contents() throws -> [[UInt8]] {
    var frames: [[UInt8]] = []
    guard let first = firstHeight else { return [] }
    var reader = blocks(from: first)
    while let record = try reader.next() { frames.append(BlockFrame.encode(record)) }
    return frames
  }
}
