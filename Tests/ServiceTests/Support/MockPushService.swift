import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// A push service on a real port that answers as it is told, and remembers what it was given.
final class MockPushService: Sendable {
  struct Received: Sendable {
    let path: String
    let headers: HTTPFields
    let body: [UInt8]
    /// When it came.
    let at: ContinuousClock.Instant
  }

  struct Reply: Sendable {
    var status: HTTPResponse.Status = .created
    var headers: HTTPFields = [:]
    var delay = Duration.zero

    static let created = Reply()
    static let gone = Reply(status: .gone)
    static let broken = Reply(status: .internalServerError)
  }

  let port: Int
  private let state: Mutex<State>
  private let serving: Task<Void, any Error>

  private final class State: Sendable {
    let received = Mutex<[Received]>([])
    /// What is answered next, by path; `created` where nothing is left.
    let replies = Mutex<[String: [Reply]]>([:])
    /// Calls under way, and the most there have been.
    let open = Mutex((now: 0, most: 0))
  }

  init() async throws {
    let state = State()
    self.state = Mutex(state)
    let router = Router()
    router.post("**") { request, _ in
      state.open.withLock { $0 = ($0.now + 1, max($0.most, $0.now + 1)) }
      defer { state.open.withLock { $0.now -= 1 } }
      let path = request.uri.path
      let body = try await request.body.collect(upTo: 8192)
      state.received.withLock {
        $0.append(Received(path: path, headers: request.headers, body: Array(buffer: body), at: .now))
      }
      let reply = state.replies.withLock { replies -> Reply in
        guard replies[path]?.isEmpty == false else { return .created }
        return replies[path]!.removeFirst()
      }
      try await Task.sleep(for: reply.delay)
      return Response(status: reply.status, headers: reply.headers)
    }
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { channel in announce.yield(channel.localAddress?.port ?? 0) },
      logger: Logger(label: "push") { _ in SwiftLogNoOpLogHandler() })
    serving = Task { try await application.run() }
    var iterator = ports.makeAsyncIterator()
    port = await iterator.next() ?? 0
  }

  deinit { serving.cancel() }

  func url(_ name: String) -> String { "http://127.0.0.1:\(port)/\(name)" }

  func answer(_ name: String, _ replies: [Reply]) {
    state.withLock { $0.replies.withLock { $0["/\(name)"] = replies } }
  }

  var received: [Received] { state.withLock { $0.received.withLock { $0 } } }

  func received(_ name: String) -> [Received] { received.filter { $0.path == "/\(name)" } }

  var mostAtOnce: Int { state.withLock { $0.open.withLock { $0.most } } }
}
