import Coding
import Model
import Records
import Signing
import TestSupport
import Testing

@Suite struct FramingTests {
  private func block(seed: UInt64, entries: Int) -> BlockRecord {
    var random = SplitMix64(seed: seed)
    return BlockRecord(
      height: random.next(), time: BlockTime(milliseconds: -5),
      commands: (0..<3).map { count in
        CommandRecord(signed: random.bytes(30), sealed: (0..<count).map { _ in Digest(bytes: random.bytes(32))! })
      },
      firstEntry: random.next() >> 1, decisions: random.bytes(50), receipts: random.bytes(entries * Receipt.byteCount),
      commitments: random.bytes(entries * Digest.byteCount),
      publicEntries: (0..<UInt32(entries)).map { ($0, PublicEntry(.agency, content: random.bytes(10))) })
  }

  @Test func aBlockComesBackAsItWas() throws {
    for entries in [0, 1, 7] {
      let record = block(seed: 1, entries: entries)
      let bytes = BlockFrame.encode(record)
      let decoded = try BlockFrame.decode(bytes)
      #expect(decoded.height == record.height && decoded.time == record.time)
      #expect(decoded.commands == record.commands && decoded.firstEntry == record.firstEntry)
      #expect(decoded.decisions == record.decisions && decoded.receipts == record.receipts)
      #expect(decoded.commitments == record.commitments)
      #expect(decoded.publicEntries.map(\.place) == record.publicEntries.map(\.place))
      #expect(decoded.publicEntries.map(\.entry) == record.publicEntries.map(\.entry))
      #expect(BlockFrame.encode(decoded) == bytes)
    }
  }

  @Test func aFrameIsRefusedWhateverIsCutOrFlipped() throws {
    let bytes = BlockFrame.encode(block(seed: 2, entries: 2))
    for count in 0..<bytes.count {
      #expect(throws: FrameError.self, "\(count) bytes") { try BlockFrame.decode([UInt8](bytes[..<count])) }
    }
    #expect(throws: FrameError.trailingBytes) { try BlockFrame.decode(bytes + [0]) }
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 4
      #expect(throws: FrameError.self, "byte \(place)") { try BlockFrame.decode(flipped) }
    }
  }

  @Test func aFrameThatNobodyWouldWriteIsRefused() {
    func decode(_ change: (inout BlockRecord) -> Void) -> FrameError? {
      var record = block(seed: 3, entries: 2)
      change(&record)
      do throws(FrameError) {
        _ = try BlockFrame.decode(BlockFrame.encode(record))
        return nil
      } catch {
        return error
      }
    }
    #expect(decode { _ in } == nil)
    // Places out of order, or past the block's end.
    guard case .malformed(.publicEntries, _) = decode({ $0.publicEntries.swapAt(0, 1) }),
      case .malformed(.publicEntries, _) = decode({ $0.publicEntries[1].place = 2 })
    else {
      Issue.record("public entries must be in order")
      return
    }
    // The log cannot outgrow its index.
    #expect(decode { $0.firstEntry = .max - 1 } == .entryCount)
  }

  @Test func fileHeadersAreExact() throws {
    let network = NetworkID(genesis: Digest(bytes: [UInt8](repeating: 9, count: 32))!)
    for kind in [FileHeader.Kind.journal, .vault] {
      let header = FileHeader(kind, network: network, number: 3, first: 77)
      let bytes = header.encoded
      #expect(bytes.count == FileHeader.byteCount)
      #expect(try FileHeader(kind, decoding: bytes) == header)
      for count in 0..<bytes.count {
        #expect(throws: FrameError.self) { try FileHeader(kind, decoding: [UInt8](bytes[..<count])) }
      }
      for place in bytes.indices {
        var flipped = bytes
        flipped[place] ^= 1
        #expect(throws: FrameError.self, "byte \(place)") { try FileHeader(kind, decoding: flipped) }
      }
    }
    let header = FileHeader(.journal, network: network, number: 1, first: 1)
    #expect(throws: FrameError.wrongKind) { try FileHeader(.vault, decoding: header.encoded) }
  }

  @Test func ofTwoSlotsTheNewestReadableCounts() throws {
    var file = [UInt8](repeating: 0, count: 2 * AlternatingSlots.slotByteCount)
    #expect(AlternatingSlots.newest(in: file) == nil)
    func write(_ sequence: UInt64, _ value: [UInt8]) {
      let (bytes, offset) = AlternatingSlots.encode(sequence: sequence, value: value)
      file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    write(1, [1, 1, 1])
    #expect(AlternatingSlots.newest(in: file)?.value == [1, 1, 1])
    #expect(AlternatingSlots.newest(in: file)?.isOtherTorn == false)
    write(2, [2])
    write(3, [3, 3])
    let contents = AlternatingSlots.newest(in: file)
    #expect(contents?.value == [3, 3] && contents?.sequence == 3 && contents?.isOtherTorn == false)
    for place in 0..<26 {
      var torn = file
      torn[AlternatingSlots.slotByteCount + place] ^= 8
      let contents = AlternatingSlots.newest(in: torn)
      #expect(contents?.value == [2] && contents?.isOtherTorn == true, "byte \(place)")
    }
  }

  @Test func vaultRecordsAreExact() throws {
    var random = SplitMix64(seed: 4)
    let (encrypted, digest) = (random.bytes(77), SHA256.hash([1]))
    var bytes: [UInt8] = []
    let frame = encrypted.withUnsafeBytes { encrypted in
      let frame = VaultFrame(digest, slot: 1 << 33, encrypted: encrypted)
      frame.append(encrypted, to: &bytes)
      return frame
    }
    #expect(bytes.count == frame.byteCount && frame.byteCount == 56 + 80)
    let header = try bytes.withUnsafeBytes { try VaultFrame(header: $0) }
    #expect(header == frame && header.slot == 1 << 33)
    encrypted.withUnsafeBytes { #expect(header.holds($0)) }
    for place in 0..<VaultFrame.headerByteCount {
      var flipped = bytes
      flipped[place] ^= 2
      #expect(throws: FrameError.self, "byte \(place)") { try flipped.withUnsafeBytes { try VaultFrame(header: $0) } }
    }
    for count in 0..<VaultFrame.headerByteCount {
      #expect(throws: FrameError.self) { try bytes[..<count].withUnsafeBytes { try VaultFrame(header: $0) } }
    }
    var erasure: [UInt8] = []
    VaultFrame(erasing: digest, slot: 7).append(to: &erasure)
    #expect(try erasure.withUnsafeBytes { try VaultFrame(header: $0) } == VaultFrame(erasing: digest, slot: 7))
  }

  @Test func keySlotsAreExactAndKnowTheirNumber() throws {
    var random = SplitMix64(seed: 5)
    for slot in [KeySlot.key(WrappedKey(bytes: random.bytes(40))!), .gone] {
      let bytes = slot.encoded(6)
      #expect(bytes.count == KeySlot.byteCount)
      func read(_ number: UInt64, _ bytes: [UInt8]) -> KeySlot? {
        bytes.withUnsafeBytes { KeySlot(number, decoding: $0) }
      }
      #expect(read(6, bytes) == slot)
      #expect(read(5, bytes) == nil)
      for place in bytes.indices {
        var flipped = bytes
        flipped[place] ^= 4
        #expect(read(6, flipped) == nil, "byte \(place)")
        #expect(read(6, Array(bytes[..<place])) == nil)
      }
    }
  }

  @Test func keyFileHeadersAreExact() throws {
    var random = SplitMix64(seed: 6)
    let header = KeyFileHeader(
      network: NetworkID(genesis: SHA256.hash([2])), check: WrappedKey(bytes: random.bytes(40))!)
    let bytes = header.encoded
    #expect(bytes.count == KeyFileHeader.byteCount)
    #expect(try KeyFileHeader(decoding: bytes + [1]) == header)
    for place in bytes.indices {
      var flipped = bytes
      flipped[place] ^= 1
      #expect(throws: FrameError.self, "byte \(place)") { try KeyFileHeader(decoding: flipped) }
      #expect(throws: FrameError.self) { try KeyFileHeader(decoding: Array(bytes[..<place])) }
    }
  }
}
