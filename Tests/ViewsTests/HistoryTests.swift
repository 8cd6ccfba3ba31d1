import Foundation
import Model
import Records
import Signing
import TestSupport
import Testing
import Views

@Suite("Histories")
struct HistoryTests {
  /// Reads blocks into a view, a random few at a time.
  private func read(
    _ blocks: some Sequence<BlockRecord>, into views: ViewStore, _ random: inout SplitMix64
  ) throws {
    var batch = ViewBatch(after: try views.mark())
    for block in blocks {
      try batch.add(block) { _ -> [RegionSum] in [] }
      guard Int.random(in: 0..<3, using: &random) == 0 else { continue }
      try views.write(batch)
      batch = ViewBatch(after: batch.mark)
    }
    try views.write(batch)
  }

  private func pages(
    _ views: ViewStore, _ account: AccountNumber, _ random: inout SplitMix64
  ) throws -> [UInt64] {
    var entries: [UInt64] = []
    var before: UInt64?
    repeat {
      let limit = Int.random(in: 1...9, using: &random)
      let page = try views.history(of: account, before: before, limit: limit)
      #expect(page.entries.count <= limit)
      entries += page.entries
      before = page.next
    } while before != nil
    return entries
  }

  @Test("are what a naive scan finds, page by page, however the blocks were cut and wherever it stopped", arguments: 1...6 as ClosedRange<UInt64>)
  func naive(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let folder = try Folder()
    let chain = Chain(seed: seed, blocks: 25)
    let path = folder.file("views.sqlite")
    let stop = Int.random(in: 0..<chain.blocks.count, using: &random)
    do {
      let views = try ViewStore(path, network: Chain.network)
      try read(chain.blocks[..<stop], into: views, &random)
    }
    let views = try ViewStore(path, network: Chain.network)
    #expect(try views.mark()?.height == (stop == 0 ? nil : UInt64(stop - 1)))
    try read(chain.blocks[stop...], into: views, &random)
    #expect(try views.mark()?.entries == chain.size)
    let again = try ViewStore(folder.file("again.sqlite"), network: Chain.network)
    try read(chain.blocks, into: again, &random)
    let accounts = (0..<50) + (0..<400).map { _ in UInt32.random(in: 0..<Chain.accounts, using: &random) }
    for account in accounts {
      let number = AccountNumber(account)
      let expected = chain.expected[account]?.reversed() ?? []
      #expect(try pages(views, number, &random) == Array(expected), "account \(account), seed \(seed)")
      #expect(
        try again.history(of: number, limit: 10_000) == views.history(of: number, limit: 10_000), "built at once")
    }
  }

  @Test("are whole after a kill in the middle of the work", arguments: 1...3 as ClosedRange<UInt64>)
  func killed(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let folder = try Folder()
    let chain = Chain(seed: seed, blocks: 16)
    let views = try ViewStore(folder.file("views.sqlite"), network: Chain.network)
    for stop in [3, 8, 13] {
      try read(chain.blocks[Int(views.mark().map { $0.height + 1 } ?? 0)..<stop], into: views, &random)
      // What a process leaves behind that never closes its files; once more with the last bytes it wrote torn.
      for torn in [0, 1_000] {
        let copy = folder.file("copy-\(stop)-\(torn).sqlite")
        for suffix in ["", "-wal"] {
          var bytes = try Data(contentsOf: URL(fileURLWithPath: folder.file("views.sqlite") + suffix))
          if suffix == "-wal" { bytes.removeLast(min(torn, bytes.count)) }
          try bytes.write(to: URL(fileURLWithPath: copy + suffix))
        }
        let left = try ViewStore(copy, network: Chain.network)
        let next = Int(try left.mark().map { $0.height + 1 } ?? 0)
        #expect(torn > 0 ? next <= stop : next == stop)
        try read(chain.blocks[next...], into: left, &random)
        for account in 0..<200 as Range<UInt32> {
          let page = try left.history(of: AccountNumber(account), limit: 10_000)
          #expect(page.entries == chain.expected[account]?.reversed() ?? [])
        }
      }
    }
  }

  @Test("are never read twice, nor with a gap")
  func order() throws {
    let folder = try Folder()
    let chain = Chain(seed: 1, blocks: 4)
    let views = try ViewStore(folder.file("views.sqlite"), network: Chain.network)
    var batch = ViewBatch(after: nil)
    #expect(throws: ViewError.self) { try batch.add(chain.blocks[1]) { _ -> [RegionSum] in [] } }
    try batch.add(chain.blocks[0]) { _ -> [RegionSum] in [] }
    try views.write(batch)
    #expect(throws: ViewError.self) { try views.write(batch) }
    #expect(try views.mark()?.height == 0)
  }

  @Test("of another network, or a file that is something else, are refused")
  func otherView() throws {
    let folder = try Folder()
    let path = folder.file("views.sqlite")
    #expect(throws: ViewError.self) { try ViewStore(reading: path, network: Chain.network) }
    _ = try ViewStore(path, network: Chain.network)
    #expect(throws: ViewError.self) {
      try ViewStore(path, network: NetworkID(genesis: .zero))
    }
    try ViewStore.remove(path)
    _ = try ViewStore(path, network: NetworkID(genesis: .zero))
  }

  @Test("in runs: rank and repetition, whatever the form", arguments: 1...40 as ClosedRange<UInt64>)
  func runs(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let share = Int.random(in: 1...100, using: &random)
    var accounts: [UInt32] = []
    for account in 0..<4096 as Range<UInt32> where Int.random(in: 0..<100, using: &random) < share {
      let times = seed % 2 == 0 ? 1 : Int.random(in: 1...3, using: &random)
      accounts += [UInt32](repeating: 7 << 12 | account, count: times)
    }
    if accounts.isEmpty { accounts = [7 << 12 | 4095] }
    let run = AccountRun(accounts, first: 1_000)
    for account in 0..<4096 as Range<UInt32> {
      let expected = accounts.indices.filter { accounts[$0] == 7 << 12 | account }.map { 1_000 + UInt64($0) }
      #expect(run.entries(of: 7 << 12 | account) == expected)
    }
  }
}
