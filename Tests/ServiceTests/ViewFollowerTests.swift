import Coding
import Engine
import EngineSupport
import Foundation
import Ledger
import Model
import Platform
import Records
import Service
import Testing
import Transparency
import Views

@Suite("The read model of a node")
struct ViewFollowerTests {
  private func caughtUp(_ node: TestNode) throws -> ViewStore {
    let views = try ViewFollower.open(node.replica)
    try ViewFollower(node.replica, views).catchUp { _ in true }
    return views
  }

  private func dump(_ node: TestNode, _ views: ViewStore) throws -> ViewDump {
    try ViewDump(views, accounts: node.replica.read { $0.accounts.count })
  }

  @Test("says what a reading of the whole journal says")
  func naive() throws {
    let node = try GoldenStory.tell()
    let views = try caughtUp(node)
    let naive = try NaiveViews(node.replica)
    #expect(try views.mark()?.entries == node.replica.logSize)
    for account in 0..<UInt32(node.replica.read { $0.accounts.count }) {
      let page = try views.history(of: AccountNumber(account), limit: 10_000)
      #expect(page.entries == naive.entries[account]?.reversed() ?? [], "account \(account)")
    }
    for cycle in try views.cycles(limit: 100) {
      let last = naive.notices.last { $0.notice.series == cycle.notice.series && $0.notice.cycle == cycle.notice.cycle }
      #expect(last?.entry == cycle.entry)
      #expect(last?.notice == cycle.notice)
    }
  }

  @Test("gives receipts read one by one, each opened and proved")
  func openings() throws {
    let node = try GoldenStory.tell()
    let views = try caughtUp(node)
    let size = node.replica.logSize
    let root = node.replica.read { _, log, _ in log.root }
    for account in TestNode.families + [TestNode.shop] {
      let page = try views.history(of: account, limit: 200)
      let items = try node.replica.openings(of: page.entries, size: size)
      #expect(items.map(\.inclusion.index) == page.entries)
      for (opening, inclusion) in items {
        #expect(opening.receipt.account == account || opening.receipt.other == account)
        let entry = Entry.sealed(commitment: opening.commitment)
        #expect(inclusion.root(leafHash: MerkleTree.leafHash(entry.encoded)) == root)
      }
    }
  }

  @Test("a receipt that was changed on the disk is not believed")
  func changedReceipt() throws {
    let node = try TestNode.paid()
    let entry = try node.accept(node.payment(1_000))
    let path = node.directory.journal + "/" + FileHeader.Kind.journal.fileName(1)
    let bytes = try File.contents(of: path)
    let receipt = try #require(try node.replica.openings(of: [entry], size: node.replica.logSize).first).opening.receipt
    let place = try #require(Data(bytes).firstRange(of: Data(receipt.bytes))).lowerBound
    try File(path, .update).write([bytes[place + 24] ^ 1], at: place + 24)
    #expect(throws: EngineError.self) { try node.replica.openings(of: [entry], size: node.replica.logSize) }
  }

  @Test("comes out the same block by block, at once, and after stops in the middle")
  func incremental() throws {
    let node = try GoldenStory.tell()
    let atOnce = try dump(node, try caughtUp(node))
    try ViewStore.remove(node.directory.views)
    let views = try ViewFollower.open(node.replica)
    for height in 0...node.replica.newestBlock.height {
      var batch = ViewBatch(after: try views.mark())
      let record = try #require(try block(node, height))
      try batch.add(record) { notice in
        let closed = try node.replica.closedCycle(notice.series, notice.cycle) ?? again(node, notice)
        return try #require(closed).regions
      }
      try views.write(batch)
      if height % 7 == 3 { #expect(try ViewFollower.open(node.replica).mark()?.height == height) }
    }
    #expect(try dump(node, views) == atOnce)
  }

  private func block(_ node: TestNode, _ height: UInt64) throws -> BlockRecord? {
    var reader = node.replica.blocks(from: height)
    return try reader.next()
  }

  private func again(_ node: TestNode, _ notice: CycleNotice) throws -> ClosedCycle? {
    var found: ClosedCycle?
    try node.replica.runAgain(after: nil) { _, closed in
      found = found ?? closed.first { $0.series == notice.series && $0.cycle == notice.cycle }
      return true
    }
    return found
  }

  @Test("finds a closed cycle's regions again after the ledger has forgotten them")
  func forgotten() throws {
    let node = try GoldenStory.tell()
    let before = try dump(node, try caughtUp(node))
    #expect(before.cycles.contains { $0.contains("closed") })
    #expect(!before.regions.isEmpty)
    try node.replica.writeSnapshot()
    try node.reopen()
    try ViewStore.remove(node.directory.views)
    #expect(node.report.snapshot == node.report.height)
    let closed = try NaiveViews(node.replica).notices.filter { $0.notice.stage == .closed }
    #expect(closed.contains { node.replica.closedCycle($0.notice.series, $0.notice.cycle) == nil })
    #expect(try dump(node, try caughtUp(node)) == before)
  }

  @Test("of another history, or further than the journal, is made again")
  func otherHistory() throws {
    let node = try TestNode.paid()
    let views = try caughtUp(node)
    let right = try dump(node, views)
    try views.close()
    let longer = try TestNode.paid()
    for _ in 0..<3 { try longer.accept(longer.payment(1_000)) }
    let ahead = try caughtUp(longer)
    try ahead.close()
    try ViewStore.remove(node.directory.views)
    try FileManager.default.copyItem(atPath: longer.directory.views, toPath: node.directory.views)
    #expect(try dump(node, try caughtUp(node)) == right)

    let other = try TestNode(origin: "salur.test/other")
    let foreign = try caughtUp(other)
    try foreign.close()
    try ViewStore.remove(node.directory.views)
    try FileManager.default.copyItem(atPath: other.directory.views, toPath: node.directory.views)
    #expect(try dump(node, try caughtUp(node)) == right)

    try ViewStore.remove(node.directory.views)
    try File.replace(node.directory.views, with: [UInt8](repeating: 0x41, count: 10_000))
    #expect(try dump(node, try caughtUp(node)) == right)
  }

  @Test("follows the node block by block")
  func keeper() async throws {
    let node = try TestNode.paid()
    let keeper = try ViewKeeper(node.replica)
    for _ in 0..<5 { try node.accept(node.payment(1_000)) }
    for _ in 0..<500 where keeper.mark?.height != node.replica.newestBlock.height {
      try await Task.sleep(for: .milliseconds(20))
    }
    await keeper.stop()
    #expect(keeper.failure == nil)
    #expect(keeper.mark?.height == node.replica.newestBlock.height)
    let followed = try dump(node, keeper.views)
    try ViewStore.remove(node.directory.views)
    #expect(try dump(node, try caughtUp(node)) == followed)
  }

  @Test("holds nothing of what was erased, and forgets no place of it")
  func erasure() throws {
    let node = try TestNode.paid()
    let account = TestNode.families[2]
    try node.advance(to: "2026-08-01")
    try node.accept(node.command(.identity, .erase(account: account)))
    let naive = try NaiveViews(node.replica)
    let page = try caughtUp(node).history(of: account, limit: 100)
    #expect(page.entries == naive.entries[account.raw]?.reversed())
  }
}
