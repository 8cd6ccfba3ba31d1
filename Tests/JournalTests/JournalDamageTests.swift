import Journal
import Model
import Platform
import Records
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing

/// What is on the disk is not what was written: cut if nobody was told about it, an error otherwise, never silence.
@Suite struct JournalDamageTests {
  let home = TemporaryDirectory()

  /// A journal of three small blocks in one segment, of which the first `acknowledged` are.
  private func write(acknowledged: Int) throws -> (directory: String, frames: [[UInt8]]) {
    let directory = "\(home.path)/acknowledged-\(acknowledged)"
    var sample = SampleBlocks(seed: 10)
    let records = (0..<3).map { sample.next(entries: $0) }
    var kept: [UInt8] = []
    do {
      let journal = try Journal(directory, network: network, segmentSize: 5 * 4096, disk: .real)
      for (index, record) in records.enumerated() {
        if index == acknowledged { kept = try File.contents(of: "\(directory)/acknowledged") }
        try journal.append(record)
      }
    }
    if !kept.isEmpty { try File.replace("\(directory)/acknowledged", with: kept) }
    return (directory, records.map(BlockFrame.encode))
  }

  /// Opens a copy of the journal with one file changed.
  private func open(
    _ directory: String, replacing file: String, with bytes: [UInt8]
  ) throws -> Result<(contents: [[UInt8]], recovery: JournalRecovery), JournalError> {
    let copy = try home.copy(directory, to: "copy")
    try File.replace("\(copy)/\(file)", with: bytes)
    do throws(JournalError) {
      let journal = try Journal(copy, network: network)
      return .success(((try? journal.contents()) ?? [], journal.recovery))
    } catch {
      return .failure(error)
    }
  }

  @Test func aShortenedJournalLosesOnlyWhatWasNotAcknowledged() throws {
    let file = "00000001.segment"
    for acknowledged in [1, 3] {
      let (directory, frames) = try write(acknowledged: acknowledged)
      let bytes = try File.contents(of: "\(directory)/\(file)")
      let ends = [1, 2, 3].map { 4096 * $0 + frames[$0 - 1].count }
      for end in 2 * 4096...ends[2] {
        let whole = ends.filter { $0 <= end }.count
        switch try open(directory, replacing: file, with: [UInt8](bytes[..<end])) {
        case .success(let opened):
          #expect(whole >= acknowledged && opened.contents == Array(frames[..<whole]), "cut at \(end)")
          let isTorn = end > 4096 * (whole + 1) && whole < 3 && bytes[4096 * (whole + 1)..<end].contains { $0 != 0 }
          #expect((opened.recovery.cut != nil) == isTorn, "cut at \(end)")
        case .failure(let error):
          #expect(whole < acknowledged, "cut at \(end)")
          guard case .damage(let damage) = error else {
            Issue.record("expected damage, not \(error)")
            continue
          }
          #expect(damage.file.hasSuffix(file))
          #expect(damage.offset == 4096 * (whole + 1), "cut at \(end)")
        }
      }
    }
  }

  @Test func everyFlippedByteIsFound() throws {
    for acknowledged in [2, 3] {
      let (directory, frames) = try write(acknowledged: acknowledged)
      let file = "00000001.segment"
      let bytes = try File.contents(of: "\(directory)/\(file)")
      // Zeros are tried only here and there.
      for place in bytes.indices where bytes[place] != 0 || place % 97 == 0 {
        var flipped = bytes
        flipped[place] ^= 0x41
        switch try open(directory, replacing: file, with: flipped) {
        case .success(let opened):
          #expect(opened.recovery.cut != nil, "byte \(place)")
          #expect(place >= 4096 * (acknowledged + 1), "byte \(place)")
          #expect(frames.starts(with: opened.contents) && opened.contents.count >= acknowledged, "byte \(place)")
        case .failure(let error):
          guard case .damage(let damage) = error else {
            Issue.record("expected damage, not \(error)")
            continue
          }
          #expect(damage.file.hasSuffix(file) && place < 4096 * (acknowledged + 1), "byte \(place): \(damage)")
        }
      }
    }
  }

  @Test func everyFlippedByteOfTheAcknowledgementIsFound() throws {
    let (directory, frames) = try write(acknowledged: 3)
    let bytes = try File.contents(of: "\(directory)/acknowledged")
    for place in bytes.indices where bytes[place] != 0 {
      var flipped = bytes
      flipped[place] ^= 0x10
      switch try open(directory, replacing: "acknowledged", with: flipped) {
      case .success(let opened):
        #expect(opened.recovery.tornAcknowledgement, "byte \(place)")
        #expect(opened.contents == frames)
      case .failure(let error): Issue.record("byte \(place): \(error)")
      }
    }
    let error = try open(directory, replacing: "acknowledged", with: [])
    guard case .failure(.damage(let damage)) = error else {
      Issue.record("an empty file acknowledges nothing")
      return
    }
    #expect(damage.reason == .unreadableAcknowledgement)
  }

  @Test func aMissingFileIsDamage() throws {
    let directory = "\(home.path)/journal"
    var sample = SampleBlocks(seed: 11)
    do {
      let journal = try Journal(directory, network: network, segmentSize: 8 << 10, disk: .real)
      for _ in 0..<6 { try journal.append(sample.next(entries: 40)) }
    }
    let names = try Directory.names(in: directory).filter { $0 != "LOCK" }
    #expect(names.count > 3)
    for name in names {
      let copy = try home.copy(directory, to: "copy")
      try Directory.remove("\(copy)/\(name)")
      let error = #expect(throws: JournalError.self) { try Journal(copy, network: network) }
      guard case .damage = error else {
        Issue.record("expected damage, not \(String(describing: error))")
        continue
      }
    }
  }

  @Test func damageInAnOlderSegmentIsFoundWhenItIsRead() throws {
    var sample = SampleBlocks(seed: 12)
    do {
      let journal = try Journal(home.path, network: network, segmentSize: 8 << 10, disk: .real)
      for _ in 0..<3 { try journal.append(sample.next(entries: 40)) }
    }
    let path = "\(home.path)/00000001.segment"
    var bytes = try File.contents(of: path)
    bytes[4096 + 2000] ^= 1
    try File.replace(path, with: bytes)
    let journal = try Journal(home.path, network: network)
    let error = #expect(throws: JournalError.self) { try journal.block(at: 1) }
    guard case .damage(let damage) = error else { return }
    #expect(damage.file == path && damage.offset == 4096 && damage.reason == .frame(.checksum(.receipts)))
    #expect(error?.description.contains("00000001.segment is damaged at byte 4096: the receipts") == true)
    #expect(try journal.block(at: 2)?.height == 2)
  }

  @Test func aJournalThatEndsBelowACheckpointIsDamaged() throws {
    var sample = SampleBlocks(seed: 13)
    let directory = "\(home.path)/journal"
    do {
      let journal = try Journal(directory, network: network)
      for _ in 0..<2 { try journal.append(sample.next(entries: 10)) }
      try journal.publish([9], size: 20)
    }
    // As if the acknowledged height had been kept and the checkpoint were of a longer journal.
    let forged = Acknowledgement(network: network, height: 2, checkpointSize: 21, checkpoint: [9])
    let (slot, offset) = AlternatingSlots.encode(sequence: 1000, value: forged.encoded)
    let file = try File("\(directory)/acknowledged", .update)
    try file.write(slot, at: offset)
    let error = #expect(throws: JournalError.self) { try Journal(directory, network: network) }
    guard case .damage(let damage) = error else { return }
    #expect(damage.reason == .endsBelowCheckpoint(size: 20, published: 21))
    #expect(damage.file.hasSuffix("00000001.segment") && damage.offset == 4096 * 3)
  }

  @Test func aStaleAcknowledgementNeverCutsABlockThatAnotherFollows() throws {
    // After a power cut `acknowledged` may be old: the second block was acknowledged, for there is a third.
    let (directory, _) = try write(acknowledged: 1)
    let file = "00000001.segment"
    let bytes = try File.contents(of: "\(directory)/\(file)")
    for place in 8192..<12288 where bytes[place] != 0 || place % 97 == 0 {
      var flipped = bytes
      flipped[place] ^= 0x41
      guard case .failure(.damage(let damage)) = try open(directory, replacing: file, with: flipped) else {
        Issue.record("byte \(place): acknowledged blocks were cut")
        continue
      }
      #expect(damage.file.hasSuffix(file) && (8192...place).contains(damage.offset), "byte \(place)")
    }
    for lost in [8192..<12288, 8192..<8704] {
      var zeroed = bytes
      zeroed.replaceSubrange(lost, with: [UInt8](repeating: 0, count: lost.count))
      guard case .failure(.damage(let damage)) = try open(directory, replacing: file, with: zeroed) else {
        Issue.record("\(lost): acknowledged blocks were cut")
        continue
      }
      #expect((8192...12288).contains(damage.offset))
    }
  }

  @Test func aBlockMissingBeforeAnIntactOneIsDamage() throws {
    let (directory, _) = try write(acknowledged: 1)
    let file = "00000001.segment"
    var bytes = try File.contents(of: "\(directory)/\(file)")
    bytes.removeSubrange(8192..<12288)
    guard case .failure(.damage(let damage)) = try open(directory, replacing: file, with: bytes) else {
      return #expect(Bool(false), "an acknowledged block was cut")
    }
    #expect(damage.offset == 8192 && damage.reason == .height(found: 3, expected: 2))
  }
}
