import EngineSupport
import Model
import Records
import ServiceSupport
import Signing
import Testing
import Transparency

@Suite("The log as tiles")
struct TileRouteTests {
  /// Follows the log to its newest head and compares all of it with what the tree says.
  private func check(_ service: TestService) async throws {
    let node = service.node
    let size = node.replica.logSize
    #expect(try await eventually { try await service.checkpoint().checkpoint.size == size })
    let checkpoint = try await service.checkpoint().checkpoint
    var frontier = Frontier()
    for index in 0...(size - 1) / 256 {
      let leaves = try #require(Tile(.hashes(level: 0), index: index, logSize: size))
      let entries = try #require(Tile(.entries, index: index, logSize: size))
      let hashes = try await service.call("/" + leaves.path).body
      let bundle = try #require(EntryBundle.entries(of: try await service.call("/" + entries.path).body))
      #expect(hashes == bundle.flatMap { MerkleTree.leafHash($0).bytes })
      #expect(bundle.count == leaves.width)
      for bytes in bundle {
        frontier.append(MerkleTree.leafHash(bytes))
        _ = try Entry(encoded: bytes)
      }
    }
    #expect(frontier.root == checkpoint.root && frontier.size == size)
    for tile in LogTree.tiles(from: 0, to: size) {
      let answer = try await service.call("/" + tile.path)
      #expect(answer.status == 200 && answer.body.count == 32 * tile.width, "\(tile.path)")
      #expect(answer.body == node.replica.read { _, log, _ in log.data(of: tile) })
    }
  }

  @Test("every size has the tiles, bundles and root of its tree")
  func sizes() async throws {
    let node = try TestNode()
    let service = try await TestService(node)
    try await check(service)
    for families in [0, 1, 3, 0, 200, 40, 300, 0, 700] as [UInt32] {
      try node.grow(families: families)
      try await check(service)
    }
    // Through 256 and beyond with blocks of one entry: a bundle of many blocks.
    for _ in 0..<300 { try node.grow() }
    try await check(service)
    await service.stop()
  }

  @Test("full tiles may be kept for ever, parts of them and heads for moments, and what is not there is not there")
  func headers() async throws {
    let node = try TestNode()
    let service = try await TestService(node)
    try node.grow(families: 600)
    let size = node.replica.logSize
    #expect(try await eventually { try await service.checkpoint().checkpoint.size == size })
    for path in ["/tile/0/000", "/tile/entries/001"] {
      let answer = try await service.call(path)
      #expect(answer.headers["cache-control"] == "public, max-age=31536000, immutable")
      #expect(answer.type == "application/octet-stream")
      #expect(answer.headers["access-control-allow-origin"] == "*")
    }
    let width = Int(size % 256)
    for path in ["/tile/0/002.p/\(width)", "/tile/entries/002.p/\(width)", "/tile/1/000.p/2", "/tile/0/000.p/7"] {
      let answer = try await service.call(path)
      #expect(answer.status == 200 && answer.headers["cache-control"] == "public, max-age=60", "\(path)")
    }
    let head = try await service.call("/checkpoint")
    #expect(head.type == "text/plain; charset=utf-8")
    #expect(head.headers["cache-control"] == "public, max-age=1, stale-while-revalidate=5")
    let missing = [
      "/tile/0/002", "/tile/0/002.p/\(width + 1)", "/tile/entries/002.p/\(width + 1)", "/tile/entries/002",
      "/tile/0/003",
      "/tile/1/000", "/tile/1/000.p/3", "/tile/2/000.p/1", "/tile/63/000", "/tile/64/000", "/tile/entries/x001/000",
      "/tile/0/0", "/tile/0/000.p/0", "/tile/0/000.p/256", "/tile/", "/tile", "/tile/data/000", "/tile/0/000/",
      "/tile/entries/x999/x999/x999/x999/999",
    ]
    for path in missing {
      let answer = try await service.call(path)
      #expect(answer.status == 404 && answer.headers["cache-control"] == "no-store", "\(path)")
    }
    await service.stop()
  }

  @Test("after a restart it is the same log")
  func restart() async throws {
    let node = try TestNode()
    var bundle: [UInt8] = []
    do {
      let service = try await TestService(node)
      try node.grow(families: 300)
      #expect(try await eventually { try await service.call("/tile/entries/000").status == 200 })
      bundle = try await service.call("/tile/entries/000").body
      await service.stop()
    }
    try node.reopen()
    let service = try await TestService(node)
    #expect(try await service.call("/tile/entries/000").body == bundle)
    try await check(service)
    await service.stop()
  }
}
