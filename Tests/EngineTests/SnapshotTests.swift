import Engine
import Model
import Platform
import Signing
import StorageSupport
import Testing

@Suite("Snapshots of a node")
struct SnapshotTests {
  /// A node with a snapshot in the middle of its history.
  private func saved() throws -> (TestNode, height: UInt64) {
    let node = try TestNode.paid()
    try node.accept(node.payment(10_000))
    let height = node.replica.newestBlock.height
    try node.replica.writeSnapshot()
    for _ in 0..<5 { try node.accept(node.payment(1_000)) }
    return (node, height)
  }

  private func newest(_ node: TestNode) throws -> String {
    let name = try #require(try Directory.names(in: node.directory.snapshots).sorted().last)
    return node.directory.snapshots + "/" + name
  }

  @Test("and the blocks after it give what the whole journal gives")
  func recovery() throws {
    let (node, height) = try saved()
    let root = node.stateRoot
    try node.reopen()
    #expect(node.report.snapshot == height)
    #expect(node.report.replayedBlocks == 5)
    #expect(node.stateRoot == root)
    try node.accept(node.payment(1_000))
    let next = node.stateRoot

    node.close()
    for name in try Directory.names(in: node.directory.snapshots) {
      try Directory.remove(node.directory.snapshots + "/" + name)
    }
    try node.open()
    #expect(node.report.snapshot == nil)
    #expect(node.report.replayedBlocks == node.report.height + 1)
    #expect(node.stateRoot == next)
  }

  @Test("are written while blocks go on, and hold one moment")
  func concurrent() async throws {
    let node = try TestNode.paid()
    try await payWhileWriting(node)
    let root = node.stateRoot
    try node.reopen()
    #expect(node.report.snapshot != nil)
    #expect(node.stateRoot == root)
    #expect(node.vouchers(TestNode.families[0]) == TestNode.amount - 20_000)
  }

  private func payWhileWriting(_ node: TestNode) async throws {
    let replica = node.replica!
    let writing = Task.detached {
      for _ in 0..<20 { try replica.writeSnapshot() }
    }
    for _ in 0..<200 { try node.accept(node.payment(100)) }
    try await writing.value
  }

  @Test("that are damaged are passed over: the journal knows more", arguments: [0, 40, 4096, -1])
  func damaged(place: Int) throws {
    let (node, _) = try saved()
    let root = node.stateRoot
    node.close()
    let path = try newest(node)
    var bytes = try File.contents(of: path)
    let index = place < 0 ? bytes.count - 1 : min(place, bytes.count - 1)
    bytes[index] ^= 1
    try File.replace(path, with: bytes)
    try node.open()
    #expect(node.report.snapshot == nil)
    #expect(node.stateRoot == root)
  }

  @Test("An older snapshot serves where the newest is damaged")
  func older() throws {
    let (node, height) = try saved()
    try node.replica.writeSnapshot()
    let root = node.stateRoot
    node.close()
    let path = try newest(node)
    try File.replace(path, with: Array(try File.contents(of: path).dropLast(1)))
    try node.open()
    #expect(node.report.snapshot == height)
    #expect(node.stateRoot == root)
  }
}
