import Model
import Platform
import RecordEncryption
import Records
import Signing
import Storage
import StorageSupport
import TestSupport
import Testing
import Vault

@Suite("What the vault's keys keep closed")
struct VaultKeyTests {
  let home = TemporaryDirectory()
  private var directory: String { home.path + "/vault" }
  private var recordsFile: String { directory + "/00000001.vault" }
  private var keysFile: String { directory + "/keys" }

  private func open(_ master: MasterKey = VaultTestKeys.master, disk: Disk = .real) throws -> Vault {
    try Vault(directory, network: network, master: master, fileSize: 60_000, disk: disk)
  }

  /// So many records, all durable, the vault closed again.
  private func write(_ count: Int = 6, seed: UInt64 = 20) throws -> [SealedSlot] {
    var random = SplitMix64(seed: seed)
    let slots = samples(count, maximum: 100, random: &random)
    let vault = try open()
    try vault.put(slots)
    try vault.synchronise()
    return slots
  }

  private func damage(_ body: () throws -> Void) -> VaultDamage? {
    guard case .damage(let damage) = (#expect(throws: VaultError.self) { try body() }) else { return nil }
    return damage
  }

  private func frames(_ bytes: [UInt8]) throws -> [(start: Int, frame: VaultFrame)] {
    var (frames, offset): ([(Int, VaultFrame)], Int) = ([], FileHeader.byteCount)
    while bytes[offset...].prefix(8).contains(where: { $0 != 0 }) {
      let frame = try bytes[offset...].withUnsafeBytes { try VaultFrame(header: $0) }
      frames.append((offset, frame))
      offset += frame.byteCount
    }
    return frames
  }

  @Test("no file has a word of what is sealed, nor a record's key, nor the master key")
  func closed() throws {
    let secret = [UInt8]("a family's secret".utf8)
    let sealed = Sealed(salt: Salt(high: 1, low: 2), content: secret)
    let vault = try open()
    try vault.put([SealedSlot(digest: sealed.digest, content: sealed)])
    try vault.synchronise()
    for name in try Directory.names(in: directory) {
      let bytes = try File.contents(of: directory + "/" + name)
      #expect(bytes.firstRange(of: secret) == nil, "\(name)")
      #expect(bytes.firstRange(of: sealed.salt.bytes) == nil, "\(name)")
      #expect(bytes.firstRange(of: [UInt8](repeating: 9, count: 16)) == nil, "\(name)")
    }
    #expect(try vault.get(sealed.digest) == .sealed(sealed))
  }

  @Test("the same bytes are encrypted under another key each time")
  func freshKeys() throws {
    _ = try write(1)
    let first = try File.contents(of: recordsFile)
    for name in try Directory.names(in: directory) { try Directory.remove(directory + "/" + name) }
    _ = try write(1)
    let second = try File.contents(of: recordsFile)
    let start = FileHeader.byteCount + VaultFrame.headerByteCount
    #expect(first.count == second.count && first[start..<start + 17] != second[start..<start + 17])
  }

  @Test("another master key is said to be one, and changes nothing")
  func wrongKey() throws {
    let slots = try write()
    #expect(throws: VaultError.masterKey(.wrong(keyFile: keysFile))) { try open(VaultTestKeys.other) }
    #expect(VaultError.masterKey(.wrong(keyFile: keysFile)).description.contains("Nothing is damaged"))
    let vault = try open()
    for slot in slots { #expect(try vault.get(slot.digest) == content(slot)) }
  }

  @Test("a key file that is gone is damage, and says which")
  func missingKeys() throws {
    _ = try write()
    try Directory.remove(keysFile)
    let damage = damage { _ = try open() }
    #expect(damage?.file == keysFile && damage?.reason == .missing)
  }

  @Test("a key file of another network is refused")
  func otherNetwork() throws {
    _ = try write()
    let header = KeyFileHeader(network: NetworkID(genesis: .zero), check: try VaultTestKeys.master.check())
    var bytes = try File.contents(of: keysFile)
    bytes.replaceSubrange(..<KeyFileHeader.byteCount, with: header.encoded)
    try File.replace(keysFile, with: bytes)
    let reason = VaultDamage.Reason.otherNetwork(found: NetworkID(genesis: .zero), expected: network)
    #expect(damage { _ = try open() }?.reason == reason)
  }

  // MARK: Swapping

  @Test("keys that changed places are found, checksums made to fit or not", arguments: [false, true])
  func swappedKeys(isChecksumForged: Bool) throws {
    let slots = try write()
    var bytes = try File.contents(of: keysFile)
    let (first, second) = (KeySlot.offset(1), KeySlot.offset(2))
    let kept = bytes[first..<first + KeySlot.byteCount]
    bytes.replaceSubrange(first..<first + KeySlot.byteCount, with: bytes[second..<second + KeySlot.byteCount])
    bytes.replaceSubrange(second..<second + KeySlot.byteCount, with: kept)
    if isChecksumForged {
      for number in [1, 2] as [UInt64] {
        let start = KeySlot.offset(number) + 4
        let wrapped = try #require(WrappedKey(bytes: bytes[start..<start + WrappedKey.byteCount]))
        bytes.replaceSubrange(start - 4..<start + 44, with: KeySlot.key(wrapped).encoded(number))
      }
    }
    try File.replace(keysFile, with: bytes)
    guard isChecksumForged else {
      #expect(damage { _ = try open() }?.reason == .slot)
      return
    }
    let vault = try open()
    for slot in slots[1...2] { #expect(damage { _ = try vault.get(slot.digest) }?.reason == .encryption) }
    #expect(try vault.get(slots[0].digest) == content(slots[0]))
  }

  @Test("a record that says it is another, or lies elsewhere, does not open")
  func swappedRecords() throws {
    var random = SplitMix64(seed: 21)
    let slots = (0..<3).map { _ in
      let sealed = Sealed(bytes: random.bytes(60))!
      return SealedSlot(digest: sealed.digest, content: sealed)
    }
    do {
      let vault = try open()
      try vault.put(slots)
      try vault.synchronise()
    }
    let bytes = try File.contents(of: recordsFile)
    let found = try frames(bytes)
    func record(_ index: Int) -> ArraySlice<UInt8> {
      bytes[found[index].start..<found[index].start + found[index].frame.byteCount]
    }
    var swapped = bytes
    swapped.replaceSubrange(found[0].start..<found[2].start, with: record(1) + record(0))
    try File.replace(recordsFile, with: swapped)
    #expect(damage { _ = try open() }?.reason == .slotNumber(found: 1, expected: 0))
    // The same with headers that fit their new places.
    var forged = bytes
    for (place, source) in [(0, 1), (1, 0)] {
      let start = found[source].start + VaultFrame.headerByteCount
      var record: [UInt8] = []
      bytes[start..<start + Int(found[source].frame.length)].withUnsafeBytes {
        VaultFrame(found[source].frame.digest, slot: UInt64(place), encrypted: $0).append($0, to: &record)
      }
      forged.replaceSubrange(found[place].start..<found[place].start + record.count, with: record)
    }
    try File.replace(recordsFile, with: forged)
    let vault = try open()
    for slot in slots[..<2] { #expect(damage { _ = try vault.get(slot.digest) }?.reason == .encryption) }
    #expect(try vault.get(slots[2].digest) == content(slots[2]))
  }

  // MARK: Erasing

  @Test("what is erased stays closed, even to an old copy of the records with the keys of today")
  func erasedForGood() throws {
    let slots = try write()
    let old = try File.contents(of: recordsFile)
    let oldKey = try #require(keySlot(0))
    try open().erase([slots[0].digest])
    #expect(keySlot(0) == .gone)
    let keys = try File.contents(of: keysFile)
    guard case .key(let wrapped) = oldKey else { return }
    #expect(keys.firstRange(of: wrapped.bytes.prefix(8)) == nil)
    // The old copy, with `synced` as it is today.
    try File.replace(recordsFile, with: old)
    #expect(damage { _ = try open() } != nil)
    // And by hand: no key opens the old bytes.
    let frame = try frames(old)[0]
    let start = frame.start + VaultFrame.headerByteCount
    let place = RecordPlace(slots[0].digest, file: 1, offset: frame.start, slot: 0)
    let cipher = RecordCipher(network: network)
    let encrypted = old[start..<start + Int(frame.frame.length)]
    let rightKey = try #require(try VaultTestKeys.master.unwrap(wrapped))
    #expect(cipher.decrypt(encrypted, at: place, under: rightKey) == slots[0].content?.bytes)
    for number in 1..<UInt64(slots.count) {
      guard case .key(let wrapped)? = keySlot(number) else { continue }
      let key = try #require(try VaultTestKeys.master.unwrap(wrapped))
      #expect(cipher.decrypt(encrypted, at: place, under: key) == nil)
    }
  }

  private func keySlot(_ number: UInt64) -> KeySlot? {
    guard let bytes = try? File.contents(of: keysFile) else { return nil }
    return bytes.dropFirst(KeySlot.offset(number)).prefix(KeySlot.byteCount).withUnsafeBytes {
      KeySlot(number, decoding: $0)
    }
  }

  @Test("a key that is gone though nobody erased its record is damage")
  func destroyedKey() throws {
    _ = try write()
    var bytes = try File.contents(of: keysFile)
    bytes.replaceSubrange(KeySlot.offset(3)..<KeySlot.offset(4), with: KeySlot.gone.encoded(3))
    try File.replace(keysFile, with: bytes)
    let damage = damage { _ = try open() }
    #expect(damage?.file == keysFile && damage?.offset == KeySlot.offset(3) && damage?.reason == .keyGone)
  }

  // MARK: Another master key

  @Test("after a change of the master key the new one opens everything, and the old one nothing")
  func rekey() throws {
    let slots = try write(3_000)
    do {
      let vault = try open()
      try vault.erase([slots[7].digest])
      try vault.rekey(to: VaultTestKeys.other)
      // And it goes on under the new one.
      #expect(try vault.get(slots[0].digest) == content(slots[0]))
      var random = SplitMix64(seed: 22)
      let more = samples(3, random: &random)
      try vault.put(more)
      for slot in more { #expect(try vault.get(slot.digest) == content(slot)) }
    }
    #expect(throws: VaultError.masterKey(.wrong(keyFile: keysFile))) { try open() }
    let vault = try open(VaultTestKeys.other)
    #expect(vault.count == 3_003)
    for slot in slots where slot.digest != slots[7].digest { #expect(try vault.get(slot.digest) == content(slot)) }
    #expect(try vault.get(slots[7].digest) == .erased)
    #expect(keySlot(7) == .gone)
  }

  @Test("a change of the master key that is killed leaves the old key whole or the new one")
  func killedRekey() throws {
    let slots = try write(40)
    try open().erase([slots[3].digest])
    var (old, new) = (0, 0)
    for changes in 0..<14 {
      let copy = try home.copy(directory, to: "copy")
      let faulty = FaultyDisk()
      let vault = try Vault(copy, network: network, master: VaultTestKeys.master, fileSize: 60_000, disk: faulty.disk)
      faulty.plan(.stop(before: changes))
      let isDone = (try? vault.rekey(to: VaultTestKeys.other)) != nil
      try release(consume vault)
      // What a killed process leaves half made.
      if changes % 2 == 0, !isDone { try File.replace(copy + "/keys.new", with: [1, 2, 3]) }
      var random = SplitMix64(seed: UInt64(changes))
      try faulty.cutPower(&random)
      let opened = [VaultTestKeys.master, VaultTestKeys.other].compactMap {
        try? Vault(copy, network: network, master: $0)
      }
      #expect(opened.count == 1, "stopped before change \(changes)")
      guard let vault = opened.first else { continue }
      for slot in slots where slot.digest != slots[3].digest {
        #expect(try vault.get(slot.digest) == content(slot), "stopped before change \(changes)")
      }
      #expect(try vault.get(slots[3].digest) == .erased)
      #expect(try !Directory.names(in: copy).contains("keys.new"))
      let isNew = (try? VaultTestKeys.other(opens: copy + "/keys")) ?? false
      if isNew { new += 1 } else { old += 1 }
      #expect(!isDone || isNew, "stopped before change \(changes)")
    }
    #expect(old > 2 && new > 2)
  }

  private func release(_ vault: consuming Vault) throws {}
}

enum VaultTestKeys {
  static let master = MasterKey(bytes: [UInt8](repeating: 9, count: 32))!
  static let other = MasterKey(bytes: [UInt8](repeating: 8, count: 32))!

  static func other(opens keys: String) throws -> Bool {
    try other.isKey(of: KeyFileHeader(decoding: try File.contents(of: keys)))
  }
}
