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

let network = NetworkID(genesis: Digest(bytes: [UInt8](repeating: 7, count: 32))!)

let master = VaultTestKeys.master

/// Sealed bytes of many sizes.
func samples(_ count: Int, maximum: Int = 300, random: inout SplitMix64) -> [SealedSlot] {
  (0..<count).map { _ in
    let sealed = Sealed(bytes: random.bytes(17 + Int(random.next() % UInt64(maximum))))!
    return SealedSlot(digest: sealed.digest, content: sealed)
  }
}

func content(_ slot: SealedSlot) -> Vault.Content { slot.content.map { .sealed($0) } ?? .erased }

@Suite struct VaultTests {
  let home = TemporaryDirectory()

  @Test func givesBackWhatItWasGiven() throws {
    var random = SplitMix64(seed: 1)
    let slots = samples(5000, random: &random)
    do {
      let vault = try Vault(home.path, network: network, master: master, fileSize: 100_000, disk: .real)
      try vault.put(slots[..<2000])
      // Before the sync too.
      for slot in slots[..<2000] { #expect(try vault.get(slot.digest) == content(slot)) }
      try vault.synchronise()
      try vault.put(slots[2000...])
      try vault.synchronise()
      #expect(try vault.get(.zero) == .missing)
    }
    let vault = try Vault(home.path, network: network, master: master)
    #expect(vault.count == 5000 && vault.recovery.cut == nil)
    for slot in slots { #expect(try vault.get(slot.digest) == content(slot)) }
    #expect(try vault.slots(slots.map(\.digest)).slots.compactMap(\.content).count == 5000)
    #expect(try vault.slots([slots[0].digest, .zero]).missing == .zero)
    #expect(try Directory.names(in: home.path).filter { $0.hasSuffix(".vault") }.count > 5)
  }

  @Test func keepsTheLargestAndTheSmallest() throws {
    let vault = try Vault(home.path, network: network, master: master, fileSize: 40_000, disk: .real)
    var random = SplitMix64(seed: 2)
    let slots = [17, Sealed.maximumBytes, 18, Sealed.maximumBytes, Sealed.maximumBytes].map { count in
      let sealed = Sealed(bytes: random.bytes(count))!
      return SealedSlot(digest: sealed.digest, content: sealed)
    }
    try vault.put(slots)
    for slot in slots { #expect(try vault.get(slot.digest) == content(slot)) }
  }

  @Test func keepsTheSameBytesOnce() throws {
    let vault = try Vault(home.path, network: network, master: master)
    var random = SplitMix64(seed: 3)
    let slots = samples(10, random: &random)
    try vault.put(slots + slots)
    try vault.synchronise()
    try vault.put(slots)
    #expect(vault.count == 10)
  }

  @Test func erasesForGood() throws {
    var random = SplitMix64(seed: 4)
    let slots = samples(100, random: &random)
    let erased = slots.enumerated().filter { $0.offset % 3 == 0 }.map(\.element)
    do {
      let vault = try Vault(home.path, network: network, master: master, fileSize: 20_000, disk: .real)
      try vault.put(slots)
      try vault.synchronise()
      try vault.erase(erased.map(\.digest))
      try vault.erase([erased[0].digest])
      for slot in erased { #expect(try vault.get(slot.digest) == .erased) }
      // Bringing them again does not bring them back.
      try vault.put(slots)
      for slot in erased { #expect(try vault.get(slot.digest) == .erased) }
    }
    for name in try Directory.names(in: home.path) {
      let bytes = try File.contents(of: "\(home.path)/\(name)")
      for slot in erased {
        #expect(bytes.firstRange(of: slot.content!.bytes.prefix(12)) == nil, "\(name) still has the bytes")
      }
    }
    let vault = try Vault(home.path, network: network, master: master)
    #expect(vault.recovery.finishedErasures == 0)
    for slot in erased { #expect(try vault.get(slot.digest) == .erased) }
    let kept = try vault.slots(slots.map(\.digest)).slots
    for (before, after) in zip(slots, kept) where after.content != nil { #expect(before.content == after.content) }
    #expect(kept.filter { $0.content == nil }.count == erased.count)
  }

  @Test func erasingWhatIsMissingErasesTheRest() throws {
    let vault = try Vault(home.path, network: network, master: master)
    var random = SplitMix64(seed: 5)
    let slots = samples(2, random: &random)
    try vault.put(slots)
    #expect(throws: VaultError.missing(.zero)) { try vault.erase([slots[0].digest, .zero, slots[1].digest]) }
    #expect(try vault.get(slots[1].digest) == .erased)
  }

  @Test func isForOneProcessAndOneNetwork() throws {
    do {
      let vault = try Vault(home.path, network: network, master: master)
      let error = #expect(throws: VaultError.self) { try Vault(home.path, network: network, master: master) }
      guard case .storage(let error) = error else { return }
      #expect(error.kind == .locked)
      withExtendedLifetime(vault) {}
    }
    let error = #expect(throws: VaultError.self) {
      try Vault(home.path, network: NetworkID(genesis: .zero), master: master)
    }
    #expect(error?.description.contains("belongs to the network 0707") == true)
  }
}
