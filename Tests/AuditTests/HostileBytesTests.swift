import Audit
import Model
import Platform
import Records
import Signing
import TestSupport
import Testing

@Suite("Bytes made to deceive give findings and nothing worse")
struct HostileBytesTests {
  private let seed: UInt64 = 0x5A1B

  /// Random damage to the parts of random blocks, every checksum made to fit again.
  @Test("in blocks", arguments: 0..<8)
  func blocks(round: UInt64) throws {
    let chain = try TestChain.spent()
    let tampering = Tampering(chain)
    let path = try tampering.segments[0]
    let honest = try File.contents(of: path)
    var random = SplitMix64(seed: seed &+ round)
    for attempt in 0..<24 {
      try File.replace(path, with: honest)
      try tampering.blocks { blocks in
        let height = Int.random(in: 0..<blocks.count, using: &random)
        for _ in 0..<Int.random(in: 1...3, using: &random) { damage(&blocks[height], &random) }
      }
      let result = try tampering.audit()
      #expect(!result.isClean, "seed \(seed &+ round), attempt \(attempt)")
    }
  }

  private func damage(_ block: inout BlockRecord, _ random: inout SplitMix64) {
    func flip(_ bytes: inout [UInt8], _ random: inout SplitMix64) {
      if bytes.isEmpty { return bytes.append(7) }
      bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
    }
    switch Int.random(in: 0..<7, using: &random) {
    case 0: block.time = BlockTime(milliseconds: Int64(bitPattern: random.next()))
    case 1: flip(&block.receipts, &random)
    case 2: flip(&block.commitments, &random)
    case 3: block.decisions += random.bytes(Int.random(in: 1...40, using: &random))
    case 4 where !block.publicEntries.isEmpty:
      let index = Int.random(in: 0..<block.publicEntries.count, using: &random)
      var content = block.publicEntries[index].entry.content
      flip(&content, &random)
      block.publicEntries[index].entry = PublicEntry(block.publicEntries[index].entry.kind, content: content)
    case 5:
      var signed = block.commands.first?.signed ?? random.bytes(100)
      flip(&signed, &random)
      block.commands.insert(CommandRecord(signed: signed, sealed: block.commands.first?.sealed ?? []), at: 0)
    default:
      let sealed = (0..<Int.random(in: 1...3, using: &random)).map { _ in SHA256.hash(random.bytes(8)) }
      guard let first = block.commands.first else { return block.publicEntries = [] }
      block.commands[0] = CommandRecord(signed: first.signed, sealed: sealed)
    }
  }

  /// Random damage anywhere in any file, nothing made to fit.
  @Test("anywhere", arguments: 0..<8)
  func anywhere(round: UInt64) throws {
    let chain = try TestChain.spent()
    try chain.publish()
    let tampering = Tampering(chain)
    var random = SplitMix64(seed: seed &* 31 &+ round)
    let files = [
      "genesis.cbor", "journal/00000001.segment", "journal/acknowledged", "vault/00000001.vault", "vault/keys",
    ]
    for file in files {
      let path = tampering.directory + "/" + file
      let honest = try File.contents(of: path)
      let used = honest.lastIndex { $0 != 0 }! + 1
      for _ in 0..<8 {
        var bytes = honest
        switch random.next() % 3 {
        case 0: bytes[Int.random(in: 0..<used, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
        case 1: bytes.removeLast(bytes.count - Int.random(in: 0..<used, using: &random))
        default:
          let start = Int.random(in: 0..<used, using: &random)
          for index in start..<min(start + 64, used) { bytes[index] = UInt8.random(in: 0...255, using: &random) }
        }
        try File.replace(path, with: bytes)
        _ = try? tampering.audit()
      }
      try File.replace(path, with: honest)
    }
    #expect(try tampering.audit().findings == [])
  }

  @Test("in frames that claim to be far longer than the file")
  func lyingLength() throws {
    let chain = try TestChain.spent()
    let tampering = Tampering(chain)
    let path = try tampering.segments[0]
    var bytes = try File.contents(of: path)
    let start = BlockFrame.alignment
    for index in start + 40..<start + 48 { bytes[index] = index < start + 44 ? 0xf0 : 0 }
    bytes[start + 43] = 0x7f
    let header = CRC32C.checksum(Array(bytes[start..<start + 92]))
    for byte in 0..<4 { bytes[start + 92 + byte] = UInt8(truncatingIfNeeded: header >> UInt32(8 * byte)) }
    try File.replace(path, with: bytes)
    #expect(try tampering.audit().findings.map(\.code) == [.fileDamaged])
  }
}
