import Engine
import EngineSupport
import Model
import Platform
import Signing
import StorageSupport
import Testing

@Suite("Snapshots of a node")
struct SnapshotTests {
  /// A node with a snapshot in the middle of its history.
  private func saved(lastPayment: Int64 = 1_000) throws -> (TestNode, height: UInt64) {
    let node = try TestNode.paid()
    try node.accept(node.payment(10_000))
    let height = node.replica.newestBlock.height
    try node.replica.writeSnapshot()
    for _ in 0..<4 { try node.accept(node.payment(1_000)) }
    try node.accept(node.payment(lastPayment))
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

  @Test("of a state that its block does not name are passed over, and the older one serves")
  func otherState() throws {
    let (node, height) = try saved()
    try node.replica.writeSnapshot()
    let root = node.stateRoot
    // The same network at the same height, where one payment was another.
    let (other, _) = try saved(lastPayment: 2_000)
    try other.replica.writeSnapshot()
    let (path, wrong) = (try newest(node), try File.contents(of: newest(other)))
    node.close()
    try File.replace(path, with: wrong)
    try node.open()
    #expect(node.report.snapshot == height)
    #expect(
      node.report.passedOver == [
        "the snapshot of block \(node.report.height) was passed over: it is not the state that its block in the journal names"
      ])
    #expect(node.stateRoot == root)
  }

  @Test("of blocks that the journal does not have are passed over, and the older one serves")
  func ahead() throws {
    let (node, height) = try saved()
    let (longer, _) = try saved()
    try longer.accept(longer.payment(1_000))
    try longer.replica.writeSnapshot()
    let path = try newest(longer)
    let name = String(path.split(separator: "/").last!)
    node.close()
    try File.replace(node.directory.snapshots + "/" + name, with: try File.contents(of: path))
    try node.open()
    #expect(node.report.snapshot == height)
    #expect(
      node.report.passedOver == [
        "the snapshot of block \(node.report.height + 1) was passed over: the journal ends with block \(node.report.height)"
      ])
  }

  @Test("that were never finished are removed when the node starts")
  func unfinished() throws {
    let (node, height) = try saved()
    node.close()
    try File.replace(node.directory.snapshots + "/99.snapshot.new", with: [1, 2, 3])
    try node.open()
    #expect(try Directory.names(in: node.directory.snapshots) == ["\(height).snapshot"])
  }

  @Test("from before an erasure go with the next one, which a starting node writes at once")
  func erasure() async throws {
    let (node, height) = try saved()
    try node.accept(node.sign(TestNode.families[0], TestNode.holder(0), .erase(account: TestNode.families[0])))
    let erasedAt = node.replica.newestBlock.height
    try node.reopen()
    #expect(node.report.snapshot == height, "a start must not take for ever")
    let keeper = SnapshotKeeper(node.replica, newest: node.report.snapshot) { Issue.record("\($0)") }
    for _ in 0..<500 where try Directory.names(in: node.directory.snapshots) != ["\(erasedAt).snapshot"] {
      try await Task.sleep(for: .milliseconds(10))
    }
    #expect(try Directory.names(in: node.directory.snapshots) == ["\(erasedAt).snapshot"])
    try node.accept(node.payment(1_000, family: 1))
    await keeper.stop()
    let names = ["\(erasedAt).snapshot", "\(erasedAt + 1).snapshot"]
    #expect(try Directory.names(in: node.directory.snapshots) == names.sorted())
  }

  @Test("from before an erasure go at the next start, where a newer one serves")
  func leftOver() throws {
    let (node, height) = try saved()
    let old = try File.contents(of: newest(node))
    try node.accept(node.sign(TestNode.families[0], TestNode.holder(0), .erase(account: TestNode.families[0])))
    try node.replica.writeSnapshot()
    // As if the node had stopped before it removed the old one.
    try File.replace(node.directory.snapshots + "/\(height).snapshot", with: old)
    try node.reopen()
    #expect(try Directory.names(in: node.directory.snapshots) == ["\(node.report.height).snapshot"])
  }
}
