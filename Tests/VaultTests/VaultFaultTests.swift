import Model
import Platform
import Records
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing
import Vault

@Suite struct VaultFaultTests {
  let home = TemporaryDirectory()

  /// A small vault with an erased record, all of it durable, and a record that is not.
  private func write() throws -> (directory: String, slots: [SealedSlot], synced: Int) {
    let directory = "\(home.path)/vault"
    var random = SplitMix64(seed: 10)
    let slots = samples(5, maximum: 60, random: &random)
    do {
      let vault = try Vault(directory, network: network, master: master, fileSize: 20_000, disk: .real)
      try vault.put(slots[..<4])
      try vault.erase([slots[1].digest])
      try vault.put(slots[4...])
    }
    let records = slots[..<4].map {
      VaultFrame.byteCount(length: $0.content!.bytes.count + VaultFrame.tagByteCount)
    }
    let synced = records.reduce(FileHeader.byteCount, +) + VaultFrame.headerByteCount
    return (directory, slots, synced)
  }

  private func open(
    _ directory: String, with bytes: [UInt8], as name: String = "00000001.vault"
  ) throws -> Result<Vault, VaultError> {
    let copy = try home.copy(directory, to: "copy")
    try File.replace("\(copy)/\(name)", with: bytes)
    return Result { () throws(VaultError) in try Vault(copy, network: network, master: master) }
  }

  @Test func everyFlippedByteIsFound() throws {
    let (directory, slots, synced) = try write()
    let bytes = try File.contents(of: "\(directory)/00000001.vault")
    // Of the zeros that are reserved only a few.
    for place in 0..<synced + 400 {
      var flipped = bytes
      flipped[place] ^= 0x20
      switch try open(directory, with: flipped) {
      case .failure(.damage(let damage)):
        #expect(place < synced && damage.file.hasSuffix("/00000001.vault"), "byte \(place): \(damage)")
      case .failure(let error): Issue.record("byte \(place): \(error)")
      case .success(let vault):
        // Cut, if it was not durable; or an erased record's byte, zeroed again.
        let isFinished = vault.recovery.finishedErasures == 1
        #expect(isFinished ? place < synced : vault.recovery.cut != nil && place >= synced, "byte \(place)")
        for slot in slots[..<4] where slot.digest != slots[1].digest {
          #expect(try vault.get(slot.digest) == content(slot))
        }
        #expect(try vault.get(slots[1].digest) == .erased)
      }
    }
  }

  @Test func everyFlippedByteOfAKeyIsFound() throws {
    let (directory, slots, _) = try write()
    let bytes = try File.contents(of: "\(directory)/keys")
    let synced = KeySlot.offset(4)
    for place in 0..<KeySlot.offset(5) + 100 {
      var flipped = bytes
      flipped[place] ^= 0x20
      switch try open(directory, with: flipped, as: "keys") {
      case .failure(.damage(let damage)):
        #expect(place < synced && damage.file.hasSuffix("/keys"), "byte \(place): \(damage)")
      case .failure(let error): Issue.record("byte \(place): \(error)")
      case .success(let vault):
        // Cut, with its record, if that was not durable; or the erased record's slot, overwritten again.
        let isFinished = vault.recovery.finishedErasures == 1
        #expect(
          isFinished ? place / KeySlot.byteCount == KeySlot.offset(1) / KeySlot.byteCount : place >= synced,
          "byte \(place)")
        #expect(isFinished || vault.recovery.cut != nil, "byte \(place)")
        for slot in slots[..<4] where slot.digest != slots[1].digest {
          #expect(try vault.get(slot.digest) == content(slot))
        }
      }
    }
    for count in 0..<synced {
      guard case .failure(.damage) = try open(directory, with: [UInt8](bytes[..<count]), as: "keys") else {
        Issue.record("\(count) bytes of keys")
        continue
      }
    }
  }

  @Test func everyTruncationIsFound() throws {
    let (directory, slots, synced) = try write()
    let bytes = try File.contents(of: "\(directory)/00000001.vault")
    for count in 0..<synced + 200 {
      switch try open(directory, with: [UInt8](bytes[..<count])) {
      case .failure(.damage): #expect(count < synced, "\(count) bytes")
      case .failure(let error): Issue.record("\(count) bytes: \(error)")
      case .success(let vault):
        #expect(count >= synced, "\(count) bytes")
        #expect(try vault.get(slots[3].digest) == content(slots[3]))
      }
    }
  }

  @Test func whatWasSynchronisedIsNeverCutEvenAfterAPowerCut() throws {
    var random = SplitMix64(seed: 14)
    let slots = samples(20, maximum: 60, random: &random)
    for round in 0..<40 {
      let directory = "\(home.path)/\(round)"
      let faulty = FaultyDisk()
      do {
        let vault = try Vault(directory, network: network, master: master, fileSize: 30_000, disk: faulty.disk)
        for slot in slots {
          try vault.put([slot])
          try vault.synchronise()
        }
      }
      try faulty.cutPower(&random)
      let path = "\(directory)/00000001.vault"
      var bytes = try File.contents(of: path)
      // The last record's seal, which a block of the journal names by now.
      let end = try #require(bytes.lastIndex { $0 != 0 })
      bytes[end] ^= 1
      try File.replace(path, with: bytes)
      let error = #expect(throws: VaultError.self) { try Vault(directory, network: network, master: master) }
      guard case .damage(let damage) = error else {
        Issue.record("round \(round): \(String(describing: error))")
        return
      }
      #expect(damage.file == path && damage.reason == .frame(.checksum(.sealed)), "round \(round)")
    }
  }

  @Test func aMissingFileIsDamage() throws {
    var random = SplitMix64(seed: 11)
    let directory = "\(home.path)/vault"
    do {
      let vault = try Vault(directory, network: network, master: master, fileSize: 20_000, disk: .real)
      try vault.put(samples(300, random: &random))
      try vault.synchronise()
    }
    for name in try Directory.names(in: directory) where name != "LOCK" {
      let copy = try home.copy(directory, to: "copy")
      try Directory.remove("\(copy)/\(name)")
      let error = #expect(throws: VaultError.self) { try Vault(copy, network: network, master: master) }
      guard case .damage = error else {
        Issue.record("\(name): expected damage, not \(String(describing: error))")
        continue
      }
    }
  }

  @Test func aFullDiskIsSaidAndLosesNothing() throws {
    var random = SplitMix64(seed: 12)
    let (first, second) = (samples(50, random: &random), samples(500, random: &random))
    let faulty = FaultyDisk()
    do {
      let vault = try Vault(home.path, network: network, master: master, fileSize: 20_000, disk: faulty.disk)
      try vault.put(first)
      try vault.synchronise()
      faulty.plan(.full(after: 30_000))
      let error = #expect(throws: VaultError.self) {
        try vault.put(second)
        try vault.synchronise()
      }
      guard case .storage(let error) = error else {
        Issue.record("expected a full disk, not \(String(describing: error))")
        return
      }
      #expect(error.kind == .noSpace)
      faulty.plan(nil)
      #expect(throws: VaultError.self) { try vault.put(second) }
      for slot in first { #expect(try vault.get(slot.digest) == content(slot)) }
    }
    let vault = try Vault(home.path, network: network, master: master)
    for slot in first { #expect(try vault.get(slot.digest) == content(slot)) }
    try vault.put(second)
    for slot in second { #expect(try vault.get(slot.digest) == content(slot)) }
  }

  /// Crashes at random points, half of them with the power: what was synchronised is there, what was erased is not.
  @Test(arguments: [1 as UInt64, 2, 3, 4]) func outlivesCrashes(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let faulty = FaultyDisk()
    var kept: [SealedSlot] = []
    var erased: [Digest] = []
    var unsure: Set<Digest> = []
    for round in 0..<80 {
      let note: Comment = "seed \(seed), round \(round)"
      let opening = Result { () throws(VaultError) in
        try Vault(home.path, network: network, master: master, fileSize: 30_000, disk: faulty.disk)
      }
      guard case .success(let vault) = opening else {
        #expect(faulty.isDead, "\(note): \(opening)")
        try crash(faulty, &random)
        continue
      }
      for slot in kept where !unsure.contains(slot.digest) {
        #expect(try vault.get(slot.digest) == content(slot), note)
      }
      for digest in erased { #expect(try vault.get(digest) == .erased, note) }
      for digest in unsure where try vault.get(digest) == .erased {
        erased.append(digest)
        kept.removeAll { $0.digest == digest }
      }
      unsure = []
      if !faulty.isDead {
        faulty.plan(
          random.next() % 2 == 0 ? .crash(after: Int(random.next() % 40_000)) : .stop(before: Int(random.next() % 30)))
      }
      do throws(VaultError) {
        for _ in 0..<10 {
          let slots = samples(Int(random.next() % 30), random: &random)
          try vault.put(slots)
          try vault.synchronise()
          kept += slots
          guard random.next() % 2 == 0, !kept.isEmpty else { continue }
          let victims = (0..<3).map { _ in kept[Int(random.next() % UInt64(kept.count))].digest }
          unsure.formUnion(victims)
          try vault.erase(victims)
          erased += unsure
          kept.removeAll { unsure.contains($0.digest) }
          unsure = []
        }
      } catch {
        #expect(faulty.isDead, "\(note): \(error)")
      }
      try crash(faulty, &random)
    }
    #expect(kept.count > 50 && erased.count > 30)
  }

  private func crash(_ faulty: FaultyDisk, _ random: inout SplitMix64) throws {
    if random.next() % 2 == 0 { try faulty.cutPower(&random) }
    faulty.plan(random.next() % 8 == 0 ? .stop(before: Int(random.next() % 6)) : nil)
  }
}
