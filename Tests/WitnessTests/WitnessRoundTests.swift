import Coding
import EngineSupport
import Foundation
import Model
import Platform
import Service
import ServiceSupport
import Signing
import StorageSupport
import Testing
import Transparency
import Wallet
import Witness

@Suite("A node and its witnesses", .serialized)
struct WitnessRoundTests {
  let folder = TemporaryDirectory()
  let logKey = TestNode.noteKey()

  /// The cosigners of the newest note whose signatures hold.
  private func cosigners(_ service: TestService, of keys: [NoteKey]) async throws -> (size: UInt64, names: [String]) {
    let note = try await service.checkpoint().note
    let policy = try CheckpointPolicy(log: logKey, witnesses: keys)
    let verified = try VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify)
    return (verified.checkpoint.size, verified.cosignatures.map(\.key.name.string).sorted())
  }

  @Test("two witnesses cosign every head, a client believes it, and it outlives restarts")
  func together() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let node = try TestNode(witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let second = try await RunningWitness(directories[1], logs: [logKey])
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url),
      try WitnessAddress(parsing: "\(keys[1].verifierKey)=\(second.url)/"),
    ]
    var trusted = try TrustedLog(genesis: node.genesis)
    do {
      let service = try await TestService(node, witnesses: addresses)
      for families in [0, 5, 400] as [UInt32] {
        try node.grow(families: families)
        let size = node.replica.logSize
        #expect(
          try await eventually {
            try await cosigners(service, of: keys) == (size, ["witness.test/0", "witness.test/1"])
          })
        let head = try await service.believe(&trusted)
        #expect(head.size == size && head.cosignedSize == size && head.witnessedAt != nil)
      }
      await service.stop()
    }
    // With nobody to ask, what was kept is still believed, and new entries are proved from there.
    let size = try #require(trusted.last).size
    try node.reopen()
    let service = try await TestService(node)
    try node.grow()
    let head = try await service.believe(&trusted)
    #expect(head.size > size && head.cosignedSize == size)
    await service.stop()
    await first.stop()
    await second.stop()
  }

  @Test("one of two is down: a quorum of one goes on without it, and it joins when it comes back")
  func oneDown() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let node = try TestNode(witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let port = Int(try await Self.unusedPort())
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url),
      try WitnessAddress(key: keys[1], url: "http://127.0.0.1:\(port)"),
    ]
    let service = try await TestService(node, witnesses: addresses, quorum: 1)
    try node.grow()
    var size = node.replica.logSize
    #expect(try await eventually { try await cosigners(service, of: keys) == (size, ["witness.test/0"]) })
    #expect(
      try await eventually {
        let standing = String(decoding: try await service.call("/v1/witnesses").body, as: UTF8.self)
        return standing.contains("\"problem\":null") && standing.contains("\"problem\":\"it does not answer")
      })
    var lenient = try TrustedLog(genesis: node.genesis, quorum: 1)
    #expect(try await service.believe(&lenient).cosignedSize == size)
    var strict = try TrustedLog(genesis: node.genesis)
    await #expect(throws: TrustError.self) { try await service.believe(&strict) }
    let second = try await RunningWitness(directories[1], logs: [logKey], port: port)
    try node.grow()
    size = node.replica.logSize
    #expect(try await eventually(seconds: 30) { try await cosigners(service, of: keys).names.count == 2 })
    #expect(try await service.believe(&strict).cosignedSize == size)
    await service.stop()
    await first.stop()
    await second.stop()
  }

  @Test("all are needed and one is down: the last head both cosigned goes on being shown")
  func allNeeded() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let node = try TestNode(witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let second = try await RunningWitness(directories[1], logs: [logKey])
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url), try WitnessAddress(key: keys[1], url: second.url),
    ]
    let service = try await TestService(node, witnesses: addresses)
    let size = node.replica.logSize
    #expect(try await eventually { try await cosigners(service, of: keys).names.count == 2 })
    let seen = try await lag(service)
    #expect(seen.entries == 0 && (0...60).contains(seen.age ?? -1))
    await second.stop()
    try node.grow()
    let grown = node.replica.logSize
    #expect(try await eventually { first.witness.sizes[0].size == grown })
    #expect(try await cosigners(service, of: keys).size == size)
    let behind = try await lag(service)
    #expect(behind.entries == Int(grown - size) && (0...60).contains(behind.age ?? -1))
    await service.stop()
    await first.stop()
  }

  /// How far the witnesses are behind, as `/ready` says it and as `/metrics` does; no age is none in the one and infinite
  /// in the other.
  private func lag(_ service: TestService) async throws -> (entries: Int, age: Int?) {
    let json = try #require(try await service.call("/ready").json)
    guard case .int(let entries)? = json["uncosignedEntries"], let age = json["cosignedAge"] else {
      throw CocoaError(.coderValueNotFound)
    }
    let metrics = String(decoding: try await service.call("/metrics").body, as: UTF8.self).split(separator: "\n")
    #expect(metrics.contains("salur_uncosigned_entries \(entries)"))
    let line = try #require(metrics.first { $0.hasPrefix("salur_cosigned_age_seconds ") })
    guard case .int(let seconds) = age else {
      #expect(age == .null && line == "salur_cosigned_age_seconds +Inf")
      return (Int(entries), nil)
    }
    let measured = try #require(line.split(separator: " ").last.flatMap { Int64($0) })
    #expect((seconds...seconds + 5).contains(measured))
    return (Int(entries), Int(seconds))
  }

  @Test("before the first cosigned head nothing is cosigned and there is no age; without witnesses neither is said")
  func lagBeforeTheFirst() async throws {
    let (_, keys) = try Self.directories(1, in: folder)
    let node = try TestNode(witnesses: keys)
    let service = try await TestService(node)
    let behind = try await lag(service)
    #expect(behind.entries == Int(node.replica.logSize) && behind.entries > 0 && behind.age == nil)
    await service.stop()
    try await TestService.serving(try TestNode()) { service async throws in
      let ready = try #require(try await service.call("/ready").json)
      #expect(ready["status"] == "ready" && ready["uncosignedEntries"] == nil && ready["cosignedAge"] == nil)
      let metrics = String(decoding: try await service.call("/metrics").body, as: UTF8.self)
      #expect(metrics.contains("salur_log_entries ") && !metrics.contains("cosigned"))
    }
  }

  @Test("a witness that never answers holds nobody up")
  func silence() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let node = try TestNode(witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let silent = try SilentServer()
    let addresses = [
      try WitnessAddress(key: keys[1], url: "http://127.0.0.1:\(silent.port)"),
      try WitnessAddress(key: keys[0], url: first.url),
    ]
    let service = try await TestService(node, witnesses: addresses, quorum: 1)
    for _ in 0..<2 {
      try node.grow()
      let size = node.replica.logSize
      #expect(try await eventually(seconds: 8) { try await cosigners(service, of: keys) == (size, ["witness.test/0"]) })
    }
    await service.stop()
    await first.stop()
  }

  @Test("a log that forked is refused, and its head is never shown as cosigned")
  func fork() async throws {
    let (directory, key) = try WitnessDirectory.made(in: folder, "0")
    let node = try TestNode(witnesses: [key])
    let other = try TestNode(witnesses: [key])
    let witness = try await RunningWitness(directory, logs: [logKey])
    let address = try WitnessAddress(key: key, url: witness.url)
    do {
      let service = try await TestService(node, witnesses: [address])
      try node.grow(families: 5)
      let size = node.replica.logSize
      #expect(try await eventually { try await cosigners(service, of: [key]) == (size, ["witness.test/0"]) })
      await service.stop()
    }
    let cosigned = witness.witness.sizes[0].size
    // The same key signs another history: shorter first, then longer.
    let service = try await TestService(other, witnesses: [address])
    try other.grow()
    try await Task.sleep(for: .seconds(2))
    #expect(try await cosigners(service, of: [key]).names.isEmpty)
    try other.grow(families: 20)
    let size = other.replica.logSize
    #expect(size > cosigned)
    #expect(try await eventually { try await service.checkpoint().checkpoint.size == size })
    try await Task.sleep(for: .seconds(3))
    #expect(try await cosigners(service, of: [key]).names.isEmpty)
    #expect(witness.witness.sizes[0].size == cosigned)
    await service.stop()
    await witness.stop()
  }

  @Test("addresses are a key and a prefix")
  func addresses() throws {
    let (_, key) = try WitnessDirectory.made(in: folder, "a")
    let address = try WitnessAddress(parsing: key.verifierKey + "=https://w.example/x/?a=b")
    #expect(address.key == key && address.url == "https://w.example/x/?a=b")
    for bad in [
      "", "https://w.example", key.verifierKey, key.verifierKey + "=w.example", logKey.verifierKey + "=http://a",
    ] {
      #expect(throws: NoteError.self) { try WitnessAddress(parsing: bad) }
    }
  }

  static func directories(_ count: Int, in folder: TemporaryDirectory) throws -> ([WitnessDirectory], [NoteKey]) {
    let made = try (0..<count).map { try WitnessDirectory.made(in: folder, "\($0)") }
    return (made.map(\.0), made.map(\.1))
  }

  /// A port nobody listens on.
  static func unusedPort() async throws -> UInt16 { try SilentServer().port }
}

/// Takes connections and says nothing.
final class SilentServer: @unchecked Sendable {
  let port: UInt16
  private let descriptor: Int32

  init() throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let descriptor = descriptor
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        bind(descriptor, pointer, length) == 0 && getsockname(descriptor, pointer, &length) == 0
      }
    }
    guard bound, listen(descriptor, 16) == 0 else { throw CocoaError(.fileNoSuchFile) }
    port = UInt16(bigEndian: address.sin_port)
  }

  deinit { close(descriptor) }
}
