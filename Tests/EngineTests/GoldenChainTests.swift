import Engine
import EngineSupport
import Foundation
import Journal
import Model
import Platform
import Records
import Signing
import StorageSupport
import Testing

/// A chain of protocol version 1 as it was written once: every later program must read it and come to the same result.
@Suite("The golden chain, version 1")
struct GoldenChainTests {
  static let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Golden/v1")
    .path
  static let height: UInt64 = 103
  static let stateRoot = "c1dcf2b5f161503a768a16f421d3b4dda85394e59549d52c1bcaeafbfa6c06a6"
  static let logRoot = "bbad16ea3a97ac51dbd43d5922daa01296c3418a3cd52e1493814456bf6a9daa"

  private func copy() throws -> (TemporaryDirectory, DataDirectory) {
    let folder = TemporaryDirectory()
    for name in ["genesis.cbor", "log.key", "vault.key"] {
      try File.replace(folder.path + "/" + name, with: try File.contents(of: Self.source + "/" + name))
    }
    for name in ["journal", "vault"] { _ = try folder.copy(Self.source + "/" + name, to: name) }
    return (folder, DataDirectory(folder.path))
  }

  @Test("replays to the state and the log it had")
  func replay() throws {
    let (folder, directory) = try copy()
    let (replica, report) = try Replica.open(directory, lanes: PlatformLanes(count: 2))
    #expect(report.height == Self.height)
    #expect(replica.newestBlock.stateRoot.description == Self.stateRoot)
    #expect(report.adoptedDecisions > 0)
    #expect(replica.read { $0.violations() }.isEmpty)
    _ = folder
  }

  @Test("is audited without a finding")
  func audit() throws {
    let (folder, directory) = try copy()
    let node = try GoldenStory.audit(directory)
    #expect(node.findings == [])
    #expect(node.stateRoot == Self.stateRoot)
    #expect(node.logRoot == Self.logRoot)
    #expect(node.checkpoints == 1)
    _ = folder
  }

  @Test("goes on from where it ended")
  func goesOn() throws {
    let (folder, directory) = try copy()
    let (replica, report) = try Replica.open(directory, lanes: PlatformLanes(count: 2))
    _ = try replica.decide([], at: replica.read { $0.time })
    #expect(replica.newestBlock.height == report.height + 1)
    _ = folder
  }

  @Test("holds every command there is")
  func everyCommand() throws {
    let (folder, directory) = try copy()
    let genesis = try Genesis(encoded: try File.contents(of: folder.path + "/genesis.cbor"))
    let journal = try Journal(directory.journal, network: genesis.network)
    var names: Set<String> = []
    var reader = journal.blocks(from: 0)
    while let block = try reader.next() {
      for command in block.commands {
        let action = try UnverifiedCommand(signed: command.signed).command.action
        names.insert(String("\(action)".prefix { $0 != "(" }))
        if case .propose(let inner) = action { names.insert(String("\(inner)".prefix { $0 != "(" })) }
      }
    }
    #expect(names.count == 57, "\(names.sorted())")
  }

  /// `GOLDEN_UPDATE=1` writes the chain anew, which only a format that was never published may need.
  @Test("is written by a story", .enabled(if: ProcessInfo.processInfo.environment["GOLDEN_UPDATE"] != nil))
  func write() throws {
    let node = try GoldenStory.tell()
    let result = try node.audit()
    #expect(result.findings == [])
    node.close()
    try Frames(node).trim()
    for name in ["genesis.cbor", "log.key", "vault.key"] {
      try Directory.create(Self.source)
      try File.replace(Self.source + "/" + name, with: File.contents(of: node.directory.path + "/" + name))
    }
    for name in ["journal", "vault"] {
      try Directory.create(Self.source + "/" + name)
      for file in try Directory.names(in: node.directory.path + "/" + name) where file != "LOCK" {
        let path = "/" + name + "/" + file
        var bytes = try File.contents(of: node.directory.path + path)
        // Without what is reserved for keys to come.
        if file == "keys" { bytes.removeLast(bytes.count - (bytes.lastIndex { $0 != 0 }! / 48 + 1) * 48) }
        try File.replace(Self.source + path, with: bytes)
      }
    }
    print("height \(result.blocks - 1)\nstateRoot \(result.stateRoot)\nlogRoot \(result.logRoot)")
  }
}
