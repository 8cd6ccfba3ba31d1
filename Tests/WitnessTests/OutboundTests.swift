import Hummingbird
import Logging
import Outbound
import Testing

@Suite("Calls to other machines")
struct OutboundTests {
  /// A server of odd habits.
  private func withServer(_ body: (String) async throws -> Void) async throws {
    let router = Router()
    router.get("small") { _, _ in "small" }
    router.get("large") { _, _ in String(repeating: "x", count: 100_000) }
    router.get("endless") { _, _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          for _ in 0..<10_000 { try await writer.write(ByteBuffer(repeating: 65, count: 1_000)) }
          try await writer.finish(nil)
        })
    }
    router.get("slow") { _, _ in
      try await Task.sleep(for: .seconds(5))
      return "late"
    }
    router.get("drip") { _, _ in
      Response(
        status: .ok,
        body: ResponseBody { writer in
          for _ in 0..<50 {
            try await writer.write(ByteBuffer(string: "x"))
            try await Task.sleep(for: .milliseconds(100))
          }
          try await writer.finish(nil)
        })
    }
    router.get("elsewhere") { _, _ in
      Response(status: .found, headers: [.location: "/small", .setCookie: "a=b"])
    }
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { announce.yield($0.localAddress?.port ?? 0) }, logger: .quiet)
    let serving = Task { try await application.run() }
    var iterator = ports.makeAsyncIterator()
    try await body("http://127.0.0.1:\(await iterator.next() ?? 0)/")
    serving.cancel()
    _ = try? await serving.value
  }

  @Test("go on as long as something comes, piece by piece, and end when nobody reads on")
  func streams() async throws {
    try await withServer { url in
      let drip = try await OutboundClient.open(url + "drip", silence: 2)
      #expect(drip.status == 200)
      var count = 0
      // Five seconds in all: longer than the silence that is allowed.
      for try await piece in drip.pieces { count += piece.count }
      #expect(count == 50)
      let missing = try await OutboundClient.open(url + "missing", silence: 2)
      #expect(missing.status == 404)
      #expect(try await OutboundClient.open(url + "elsewhere", silence: 2).status == 302)
      await #expect(throws: OutboundError.tookTooLong) { try await OutboundClient.open(url + "slow", silence: 1) }
      await #expect(throws: OutboundError.badAddress("ftp://x/")) {
        try await OutboundClient.open("ftp://x/", silence: 1)
      }
      let waiting = Task { try await OutboundClient.open(url + "slow", silence: 60) }
      try await Task.sleep(for: .milliseconds(100))
      waiting.cancel()
      await #expect(throws: OutboundError.cancelled) { try await waiting.value }
    }
  }

  @Test("are bounded in time and size, follow nobody elsewhere and remember nothing")
  func bounds() async throws {
    try await withServer { url in
      let client = OutboundClient(seconds: 1, maximumBytes: 10_000)
      func error(_ path: String) async -> OutboundError? {
        do throws(OutboundError) {
          _ = try await client.get(url + path)
          return nil
        } catch {
          return error
        }
      }
      let small = try await client.get(url + "small")
      #expect(small.status == 200 && small.body == Array("small".utf8))
      #expect(await error("large") == .tooLarge(limit: 10_000))
      #expect(await error("endless") == .tooLarge(limit: 10_000))
      #expect(await error("slow") == .tookTooLong)
      #expect(await error("drip") == .tookTooLong)
      let elsewhere = try await client.get(url + "elsewhere")
      #expect(elsewhere.status == 302)
      #expect(try await client.get(url + "small").status == 200)
      #expect(try await client.get(url + "none").status == 404)
    }
  }

  @Test("say why there is no answer")
  func failures() async throws {
    let client = OutboundClient(seconds: 2)
    for bad in ["", "file:///etc/passwd", "ftp://example.org", "http:", "nonsense"] {
      await #expect(throws: OutboundError.badAddress(bad)) { try await client.get(bad) }
    }
    await #expect(throws: OutboundError.self) { try await client.get("http://127.0.0.1:1/") }
  }

  @Test("can be called off")
  func cancellation() async throws {
    try await withServer { url in
      let client = OutboundClient(seconds: 4)
      let call = Task { try await client.get(url + "slow") }
      try await Task.sleep(for: .milliseconds(200))
      call.cancel()
      await #expect(throws: OutboundError.cancelled) { try await call.value }
    }
  }
}
