import HTTPTypes
import Hummingbird
import Logging
import Outbound
import Synchronization

/// Stands between a client and a node: asks the node whatever it is asked, and answers as it was told to.
package final class LyingProxy: Sendable {
  /// What is answered instead of a good answer.
  ///
  /// - Parameters:
  ///   - target: path and query of the call.
  ///   - answer: what the node said.
  package typealias Lie = @Sendable (_ target: String, _ answer: [UInt8]) throws -> [UInt8]

  package let url: String
  private let lie: SharedLie
  private let serving: Task<Void, any Error>

  private final class SharedLie: Sendable {
    let lie = Mutex<Lie>({ $1 })
  }

  /// - Parameter node: the node's address.
  package init(before node: String) async throws {
    let (client, lie) = (OutboundClient(seconds: 20, maximumBytes: 8 << 20), SharedLie())
    let router = Router()
    router.get("**") { request, _ in
      try Self.response(
        try await client.get(node + request.target, headers: request.forwarded), to: request, lie.lie.withLock { $0 })
    }
    router.post("**") { request, _ in
      let body = try await request.body.collect(upTo: 1 << 20)
      let answer = try await client.post(
        Array(buffer: body), type: request.headers[.contentType] ?? "", headers: request.forwarded,
        to: node + request.target)
      return try Self.response(answer, to: request, lie.lie.withLock { $0 })
    }
    let (ports, announce) = AsyncStream.makeStream(of: Int.self)
    let application = Application(
      router: router, configuration: .init(address: .hostname("127.0.0.1", port: 0)),
      onServerRunning: { announce.yield($0.localAddress?.port ?? 0) },
      logger: Logger(label: "proxy") { _ in SwiftLogNoOpLogHandler() })
    serving = Task { try await application.run() }
    var iterator = ports.makeAsyncIterator()
    url = "http://127.0.0.1:\(await iterator.next() ?? 0)"
    self.lie = lie
  }

  deinit { serving.cancel() }

  /// Answers so from now on.
  package func tell(_ lie: @escaping Lie) { self.lie.lie.withLock { $0 = lie } }

  private static func response(_ answer: OutboundAnswer, to request: Request, _ lie: Lie) throws -> Response {
    let body = answer.status == 200 ? try lie(request.target, answer.body) : answer.body
    return Response(
      status: HTTPResponse.Status(code: answer.status), headers: [.contentType: answer.type ?? ""],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}

extension Request {
  fileprivate var target: String { head.path ?? "/" }

  /// What says who asks, and for what.
  fileprivate var forwarded: [String: String] {
    var fields: [String: String] = [:]
    for name in [HTTPField.Name.authorization, .accept] { fields[name.rawName] = headers[name] }
    return fields
  }
}
