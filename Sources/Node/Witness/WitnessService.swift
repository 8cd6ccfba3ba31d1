import Connections
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Transparency

/// A witness over HTTP: `POST /add-checkpoint`, and `GET /HASH/checkpoint` for monitors.
public final class WitnessService: Sendable {
  private let group: ServiceGroup

  /// - Parameters:
  ///   - port: 0 for any free one.
  ///   - onReady: told the port once it is open.
  public init(
    witness: Witness, host: String, port: Int, logger: Logger,
    onReady: @escaping @Sendable (_ port: Int) -> Void = { _ in }
  ) {
    let limits = Self.limits
    let connections = ConnectionCounter(limits)
    let application = Application(
      router: Self.router(witness, logger),
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [
            ConnectionGuard(limits, connections, maximumBytes: CosigningRequest.maximumByteCount) { status in
              (status.reasonPhrase + "\n", "text/plain; charset=utf-8")
            }
          ], idleTimeout: .seconds(120))),
      configuration: .init(
        address: .hostname(host, port: port),
        availableConnectionsDelegate: .maximum(limits.accepted, logger: logger)),
      onServerRunning: { channel in onReady(channel.localAddress?.port ?? 0) },
      logger: logger)
    group = ServiceGroup(configuration: .init(services: [.init(service: application)], logger: logger))
  }

  /// Few nodes call a witness, and nobody else may keep them from it.
  private static var limits: ConnectionLimits {
    var limits = ConnectionLimits()
    limits.connectionsPerAddress = 64
    return limits
  }

  /// Serves until `stop`.
  public func run() async throws { try await group.run() }

  /// Takes no new requests; `run` returns when those under way are answered.
  public func stop() async { await group.triggerGracefulShutdown() }

  private static func router(_ witness: Witness, _ logger: Logger) -> Router<BasicRequestContext> {
    let router = Router(context: BasicRequestContext.self)
    router.get("health") { _, _ in Response(status: .ok, text: "ok\n") }
    router.post("add-checkpoint") { request, _ in
      var buffer: ByteBuffer
      do {
        buffer = try await request.body.collect(upTo: CosigningRequest.maximumByteCount)
      } catch is NIOTooManyBytesError {
        return Response(
          status: .contentTooLarge, text: "a request has at most \(CosigningRequest.maximumByteCount) bytes\n")
      }
      let body = buffer.readBytes(length: buffer.readableBytes) ?? []
      // Cosigning waits for the disk.
      return try await NIOThreadPool.singleton.runIfActive { answer(to: body, witness, logger) }
    }
    router.get(":hash/checkpoint") { _, context in
      guard let hash = context.parameters.get("hash"), let note = witness.checkpoint(ofLog: hash) else {
        return Response(status: .notFound, text: "nothing has been cosigned for such a log\n")
      }
      var response = Response(status: .ok, bytes: note)
      response.headers[.cacheControl] = "public, max-age=5"
      return response
    }
    return router
  }

  private static func answer(to body: [UInt8], _ witness: Witness, _ logger: Logger) -> Response {
    do throws(CosigningRefusal) {
      return Response(status: .ok, bytes: try witness.cosign(body).line + [UInt8(ascii: "\n")])
    } catch {
      switch error {
      case .otherSize(let size):
        return Response(status: .conflict, text: "\(size)\n", type: "text/x.tlog.size")
      case .inconsistent, .storage:
        logger.error("not cosigned", metadata: ["reason": "\(error)"])
      default: break
      }
      return Response(status: .init(code: error.status), text: error.description + "\n")
    }
  }
}

extension Response {
  fileprivate init(status: HTTPResponse.Status, text: String, type: String = "text/plain; charset=utf-8") {
    self.init(status: status, bytes: [UInt8](text.utf8), type: type)
  }

  fileprivate init(status: HTTPResponse.Status, bytes: [UInt8], type: String = "text/plain; charset=utf-8") {
    self.init(
      status: status,
      headers: [.contentType: type, .contentLength: String(bytes.count), .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
