import Glibc
import Journal
import Model
import Platform
import Records
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing

/// The disk fills up, fails, or loses power.
@Suite struct JournalFaultTests {
  let home = TemporaryDirectory()

  @Test func aFullDiskLosesNothingThatWasAcknowledged() throws {
    for room in stride(from: 0, to: 6000, by: 500) {
      let directory = "\(home.path)/\(room)"
      let faulty = FaultyDisk()
      var sample = SampleBlocks(seed: UInt64(room))
      let records = (0..<3).map { _ in sample.next(entries: 20) }
      do {
        let journal = try Journal(directory, network: network, segmentSize: 12 << 10, disk: faulty.disk)
        try journal.append(records[0])
        faulty.plan(.full(after: room))
        var stored = 1
        let error = #expect(throws: StorageError.self) {
          for record in records[1...] {
            try journal.append(record)
            stored += 1
          }
        }
        #expect(error?.kind == .noSpace)
        #expect(journal.lastHeight == UInt64(stored) && journal.acknowledgement.height == UInt64(stored))
        #expect(try journal.contents() == records[..<stored].map(BlockFrame.encode))
        // There is room again, but it accepts nothing before it has been opened again.
        faulty.plan(nil)
        #expect(throws: StorageError.self) { try journal.append(records[stored]) }
        #expect(throws: StorageError.self) { try journal.publish([], size: 0) }
      }
      let journal = try Journal(directory, network: network)
      let kept = try journal.contents()
      #expect(records.map(BlockFrame.encode).starts(with: kept) && !kept.isEmpty)
      try journal.append(records[kept.count])
    }
  }

  @Test func aRealFullDiskToo() throws {
    let mounted = TemporaryDirectory()
    guard geteuid() == 0, mount("tmpfs", mounted.path, "tmpfs", 0, "size=256k") == 0 else {
      print("skipped: a small file system can only be mounted by root")
      return
    }
    defer { umount2(mounted.path, Int32(MNT_DETACH)) }
    var sample = SampleBlocks(seed: 20)
    var frames: [[UInt8]] = []
    do {
      let journal = try Journal(mounted.path, network: network, segmentSize: 64 << 10, disk: .real)
      let error = #expect(throws: StorageError.self) {
        while frames.count < 100 {
          let record = sample.next(entries: 50)
          try journal.append(record)
          frames.append(BlockFrame.encode(record))
        }
      }
      #expect(error?.kind == .noSpace)
      #expect(error?.description.contains("free space on this disk") == true)
      #expect(frames.count > 5)
    }
    #expect(try Journal(mounted.path, network: network).contents() == frames)
  }

  @Test func aFailingDiskStopsTheJournal() throws {
    let faulty = FaultyDisk()
    var sample = SampleBlocks(seed: 21)
    let journal = try Journal(home.path, network: network, segmentSize: 1 << 20, disk: faulty.disk)
    try journal.append(sample.next(entries: 5))
    faulty.plan(.device(after: 2))
    let next = sample.next(entries: 5)
    let error = #expect(throws: StorageError.self) { try journal.append(next) }
    #expect(error?.kind == .device)
    #expect(journal.lastHeight == 1)
  }

  @Test func aBlockThatFailsInANewSegmentLeavesNoneBehind() throws {
    // The writes of the second block: it begins a segment, then its header and its sections fail one after the other.
    for writes in 1..<6 {
      let directory = "\(home.path)/\(writes)"
      let faulty = FaultyDisk()
      var sample = SampleBlocks(seed: UInt64(writes))
      let first = sample.next(entries: 30)
      let journal = try Journal(directory, network: network, segmentSize: 8 << 10, disk: faulty.disk)
      try journal.append(first)
      faulty.plan(.device(after: writes))
      let next = sample.next(entries: 30)
      #expect(throws: StorageError.self) { try journal.append(next) }
      #expect(try Directory.names(in: directory).filter { $0.hasSuffix(".segment") } == ["00000001.segment"])
      #expect(try journal.contents() == [BlockFrame.encode(first)])
    }
  }

  /// Crashes at random points, half of them with the power; whatever was acknowledged is there afterwards, and
  /// nothing that was not written.
  @Test(arguments: [1 as UInt64, 2, 3, 4]) func outlivesCrashes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    var sample = SampleBlocks(seed: seed)
    let faulty = FaultyDisk()
    var frames: [[UInt8]] = []
    var published: UInt64 = 0
    var acknowledged = 0
    for round in 0..<250 {
      let note: Comment = "seed \(seed), round \(round)"
      let opening = Result { () throws(JournalError) in
        try Journal(home.path, network: network, segmentSize: 24 << 10, disk: faulty.disk)
      }
      guard case .success(let journal) = opening else {
        // The crash came while it was being opened.
        #expect(faulty.isDead, "\(note): \(opening)")
        try crash(faulty, &random)
        continue
      }
      let found = try journal.contents()
      #expect(frames.starts(with: found) && found.count >= acknowledged, note)
      #expect(journal.acknowledgement.checkpointSize >= published, note)
      frames = found
      sample.height = UInt64(found.count) + 1
      sample.firstEntry = journal.logSize
      if !faulty.isDead {
        faulty.plan(
          random.next() % 2 == 0 ? .crash(after: Int(random.next() % 40_000)) : .stop(before: Int(random.next() % 40)))
      }
      do throws(StorageError) {
        for _ in 0..<10 {
          let record = sample.next(entries: Int(random.next() % 60))
          frames.append(BlockFrame.encode(record))
          try record.withContents { (block) throws(StorageError) in try journal.append(block) }
          acknowledged = frames.count
          if random.next() % 3 == 0 {
            try journal.publish(random.bytes(Int(random.next() % 3000)), size: journal.logSize)
            published = journal.logSize
          }
        }
      } catch {
        #expect(faulty.isDead, "\(note): \(error)")
      }
      try crash(faulty, &random)
    }
    #expect(acknowledged > 100)
  }

  private func crash(_ faulty: FaultyDisk, _ random: inout SplitMix64) throws {
    if random.next() % 2 == 0 { try faulty.cutPower(&random) }
    // The next opening may crash too.
    faulty.plan(random.next() % 8 == 0 ? .stop(before: Int(random.next() % 6)) : nil)
  }
}
