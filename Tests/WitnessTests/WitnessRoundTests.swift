import Coding
import Engine
import Foundation
import Model
import Outbound
import Platform
import Service
import Signing
import StorageSupport
import Testing
import Transparency
import Wallet
import Witness

@Suite("A node and its witnesses", .serialized)
struct WitnessRoundTests {
  let folder = TemporaryDirectory()
  let logKey = TestLog.noteKey("salur.test/node", RunningNode.logKey, .ed25519)
  private var data: String { folder.path + "/data" }

  /// The cosigners of the newest note whose signatures hold.
  private func cosigners(_ node: RunningNode, of keys: [NoteKey]) async throws -> (size: UInt64, names: [String]) {
    let note = try await node.checkpoint().note
    let policy = try CheckpointPolicy(log: logKey, witnesses: keys)
    let verified = try VerifiedCheckpoint(discharging: note, policy: policy, verified: SignatureVerifier.verify)
    return (verified.checkpoint.size, verified.cosignatures.map(\.key.name.string).sorted())
  }

  @Test("two witnesses cosign every head, a client believes it, and it outlives restarts")
  func together() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let genesis = try RunningNode.initialise(data, witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let second = try await RunningWitness(directories[1], logs: [logKey])
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url), try WitnessAddress(parsing: "\(keys[1].verifierKey)=\(second.url)/"),
    ]
    var trusted = try TrustedLog(genesis: genesis)
    do {
      let node = try await RunningNode(data, witnesses: addresses)
      for families in [0, 5, 400] as [UInt32] {
        try node.grow(families: families)
        let size = node.replica.logSize
        #expect(
          try await node.wait { try await cosigners(node, of: keys) == (size, ["witness.test/0", "witness.test/1"]) })
        let head = try await node.believe(&trusted)
        #expect(head.size == size && head.cosignedSize == size && head.witnessedAt != nil)
      }
      await node.stop()
    }
    // With nobody to ask, what was kept is still believed, and new entries are proved from there.
    let size = try #require(trusted.last).size
    let node = try await RunningNode(data)
    try node.grow()
    let head = try await node.believe(&trusted)
    #expect(head.size > size && head.cosignedSize == size)
    await node.stop()
    await first.stop()
    await second.stop()
  }

  @Test("one of two is down: a quorum of one goes on without it, and it joins when it comes back")
  func oneDown() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    let genesis = try RunningNode.initialise(data, witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let port = Int(try await Self.unusedPort())
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url), try WitnessAddress(key: keys[1], url: "http://127.0.0.1:\(port)"),
    ]
    let node = try await RunningNode(data, witnesses: addresses, quorum: 1)
    try node.grow()
    var size = node.replica.logSize
    #expect(try await node.wait { try await cosigners(node, of: keys) == (size, ["witness.test/0"]) })
    #expect(
      try await node.wait {
        let standing = String(decoding: try await node.get("/v1/witnesses").body, as: UTF8.self)
        return standing.contains("\"problem\":null") && standing.contains("\"problem\":\"no connection")
      })
    var lenient = try TrustedLog(genesis: genesis, quorum: 1)
    #expect(try await node.believe(&lenient).cosignedSize == size)
    var strict = try TrustedLog(genesis: genesis)
    await #expect(throws: TrustError.self) { try await node.believe(&strict) }
    let second = try await RunningWitness(directories[1], logs: [logKey], port: port)
    try node.grow()
    size = node.replica.logSize
    #expect(try await node.wait(seconds: 30) { try await cosigners(node, of: keys).names.count == 2 })
    #expect(try await node.believe(&strict).cosignedSize == size)
    await node.stop()
    await first.stop()
    await second.stop()
  }

  @Test("all are needed and one is down: the last head both cosigned goes on being shown")
  func allNeeded() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    _ = try RunningNode.initialise(data, witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let second = try await RunningWitness(directories[1], logs: [logKey])
    let addresses = [
      try WitnessAddress(key: keys[0], url: first.url), try WitnessAddress(key: keys[1], url: second.url),
    ]
    let node = try await RunningNode(data, witnesses: addresses)
    let size = node.replica.logSize
    #expect(try await node.wait { try await cosigners(node, of: keys).names.count == 2 })
    await second.stop()
    try node.grow()
    let grown = node.replica.logSize
    #expect(try await node.wait { first.witness.sizes[0].size == grown })
    #expect(try await cosigners(node, of: keys).size == size)
    await node.stop()
    await first.stop()
  }

  @Test("a witness that never answers holds nobody up")
  func silence() async throws {
    let (directories, keys) = try Self.directories(2, in: folder)
    _ = try RunningNode.initialise(data, witnesses: keys)
    let first = try await RunningWitness(directories[0], logs: [logKey])
    let silent = try SilentServer()
    let addresses = [
      try WitnessAddress(key: keys[1], url: "http://127.0.0.1:\(silent.port)"), try WitnessAddress(key: keys[0], url: first.url),
    ]
    let node = try await RunningNode(data, witnesses: addresses, quorum: 1)
    for _ in 0..<2 {
      try node.grow()
      let size = node.replica.logSize
      #expect(try await node.wait(seconds: 8) { try await cosigners(node, of: keys) == (size, ["witness.test/0"]) })
    }
    await node.stop()
    await first.stop()
  }

  @Test("a log that forked is refused, and its head is never shown as cosigned")
  func fork() async throws {
    let (directory, key) = try WitnessDirectory.made(in: folder, "0")
    _ = try RunningNode.initialise(data, witnesses: [key])
    let other = folder.path + "/other"
    _ = try RunningNode.initialise(other, witnesses: [key])
    let witness = try await RunningWitness(directory, logs: [logKey])
    let address = try WitnessAddress(key: key, url: witness.url)
    do {
      let node = try await RunningNode(data, witnesses: [address])
      try node.grow(families: 5)
      let size = node.replica.logSize
      #expect(try await node.wait { try await cosigners(node, of: [key]) == (size, ["witness.test/0"]) })
      await node.stop()
    }
    let cosigned = witness.witness.sizes[0].size
    // The same key signs another history: shorter first, then longer.
    let node = try await RunningNode(other, witnesses: [address])
    try node.grow()
    try await Task.sleep(for: .seconds(2))
    #expect(try await cosigners(node, of: [key]).names.isEmpty)
    try node.grow(families: 20)
    let size = node.replica.logSize
    #expect(size > cosigned)
    #expect(try await node.wait { try await node.checkpoint().checkpoint.size == size })
    try await Task.sleep(for: .seconds(3))
    #expect(try await cosigners(node, of: [key]).names.isEmpty)
    #expect(witness.witness.sizes[0].size == cosigned)
    await node.stop()
    await witness.stop()
  }

  @Test("addresses are a key and a prefix")
  func addresses() throws {
    let (_, key) = try WitnessDirectory.made(in: folder, "a")
    let address = try WitnessAddress(parsing: key.verifierKey + "=https://w.example/x/?a=b")
    #expect(address.key == key && address.url == "https://w.example/x/?a=b")
    for bad in ["", "https://w.example", key.verifierKey, key.verifierKey + "=w.example", logKey.verifierKey + "=http://a"] {
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
