import Journal
import Model
import Platform
import Records
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing

@Suite struct JournalTests {
  let home = TemporaryDirectory()

  @Test func givesBackItsBlocksInOrderAndByHeight() throws {
    var sample = SampleBlocks(seed: 1)
    let records = [0, 3, 500, 1, 40, 2].map { sample.next(entries: $0) }
    let frames = records.map(BlockFrame.encode)
    do {
      let journal = try Journal(home.path, network: network, segmentSize: 32 << 10, disk: .real)
      #expect(journal.lastHeight == nil)
      for record in records { try journal.append(record) }
      #expect(try journal.contents() == frames)
      #expect(journal.acknowledgement.height == 6)
      #expect(journal.logSize == 546)
    }
    let journal = try Journal(home.path, network: network)
    #expect(journal.recovery.cut == nil && !journal.recovery.tornAcknowledgement)
    #expect(try journal.contents() == frames)
    #expect(journal.firstHeight == 1 && journal.lastHeight == 6 && journal.logSize == 546)
    #expect(try journal.block(at: 3).map(BlockFrame.encode) == frames[2])
    #expect(try journal.block(at: 7) == nil)
    // The block of 500 entries is larger than a segment, so it has one to itself.
    #expect(try Directory.names(in: home.path).filter { $0.hasSuffix(".segment") }.count > 1)
    try journal.append(sample.next(entries: 5))
    #expect(journal.lastHeight == 7)
  }

  @Test func keepsTheNewestCheckpoint() throws {
    var sample = SampleBlocks(seed: 3)
    do {
      let journal = try Journal(home.path, network: network)
      try journal.append(sample.next(entries: 10))
      try journal.publish([1, 2, 3], size: 10)
      try journal.append(sample.next(entries: 2))
    }
    let journal = try Journal(home.path, network: network)
    #expect(
      journal.acknowledgement
        == Acknowledgement(network: network, height: 2, checkpointSize: 10, checkpoint: [1, 2, 3]))
    // Whoever comes late with an older one takes nothing back.
    try journal.publish([4], size: 12)
    try journal.publish([5], size: 11)
    #expect(journal.acknowledgement.checkpointSize == 12 && journal.acknowledgement.checkpoint == [4])
  }

  @Test func isForOneProcessAtATime() throws {
    let journal = try Journal(home.path, network: network)
    let error = #expect(throws: JournalError.self) { try Journal(home.path, network: network) }
    guard case .storage(let error) = error else {
      Issue.record("expected a storage error, not \(String(describing: error))")
      return
    }
    #expect(error.kind == .locked)
    #expect(error.description.contains("is using it"))
    withExtendedLifetime(journal) {}
  }

  @Test func refusesAnotherNetwork() throws {
    var sample = SampleBlocks(seed: 4)
    do {
      let journal = try Journal(home.path, network: network)
      try journal.append(sample.next(entries: 1))
    }
    let other = NetworkID(genesis: .zero)
    let error = #expect(throws: JournalError.self) { try Journal(home.path, network: other) }
    #expect(error?.description.contains("belongs to the network 0707") == true)
    // A segment from elsewhere too.
    let elsewhere = TemporaryDirectory()
    do {
      let journal = try Journal(elsewhere.path, network: other)
      try journal.append(sample.next(entries: 1))
    }
    try File.replace("\(home.path)/acknowledged", with: try File.contents(of: "\(elsewhere.path)/acknowledged"))
    #expect(throws: JournalError.self) { try Journal(home.path, network: other) }
  }

  @Test func refusesAFormatFromTheFuture() throws {
    do {
      let journal = try Journal(home.path, network: network)
      var sample = SampleBlocks(seed: 5)
      try journal.append(sample.next(entries: 1))
    }
    let path = "\(home.path)/00000001.segment"
    var bytes = try File.contents(of: path)
    bytes[4] = 2
    let checksum = CRC32C.checksum([UInt8](bytes[..<60]))
    for index in 0..<4 { bytes[60 + index] = UInt8(truncatingIfNeeded: checksum >> UInt32(8 * index)) }
    try File.replace(path, with: bytes)
    let error = #expect(throws: JournalError.self) { try Journal(home.path, network: network) }
    #expect(error?.description.contains("format version 2") == true)
  }
}
