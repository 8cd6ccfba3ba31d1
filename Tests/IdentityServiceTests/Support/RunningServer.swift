import Hummingbird
import IdentityService
import Logging
import NIOCore
import ServiceSupport
import Synchronization

/// One of the identity services answering in this process.
final class RunningServer: Sendable {
  let url: String
  private let server: IdentityServer
  private let serving: Task<Void, any Error>

  init(_ routes: some IdentityRoutes) async throws {
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let server = IdentityServer(routes, host: "127.0.0.1", port: 0, logger: .quiet) { announce.yield($0) }
    self.server = server
    serving = Task {
      defer { announce.finish() }
      try await server.run()
    }
    var iterator = ports.makeAsyncIterator()
    url = "http://127.0.0.1:\(await iterator.next() ?? 0)"
  }

  /// Says that so many bytes will come, and sends none: what is too large is refused before it arrives.
  func announce(_ count: Int, to path: String) async throws -> WireAnswer {
    let port = Int(url.split(separator: ":").last ?? "") ?? 0
    return try await onThread {
      let wire = try Wire(port: port)
      wire.send("POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(count)\r\n\r\n")
      return try wire.answer()
    }
  }

  func stop() async {
    await server.stop()
    _ = try? await serving.value
  }
}

/// A registry that answers whatever a test tells it to.
final class TestRegistry: IdentityRoutes {
  static let maximumBytes = 1 << 10
  private let answer = Mutex<(status: Int, body: String)>((404, "{}"))

  func tell(_ body: String, status: Int = 200) { answer.withLock { $0 = (status, body) } }

  func add(to router: Router<BasicRequestContext>) {
    router.get("families/:subject") { _, _ in
      let (status, body) = self.answer.withLock { $0 }
      return Response(status: .init(code: status), body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
  }
}

extension Logger {
  static var quiet: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
