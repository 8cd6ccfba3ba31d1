import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Lets go of connections that only hold on: those that send a request's head or body a drop at a time, or take nothing of
/// their answer. Answers what is no HTTP with a problem, and keeps one address from taking all connections.
package final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  package typealias InboundIn = HTTPRequestPart
  package typealias InboundOut = HTTPRequestPart
  package typealias OutboundIn = HTTPResponsePart
  package typealias OutboundOut = HTTPResponsePart

  private let limits: ConnectionLimits
  private let maximumBytes: Int
  private let counter: ConnectionCounter
  private let refusal: Refusal
  private var network: ClientNetwork?
  private var phase = Phase.head
  /// Requests whose answer is not finished.
  private var unanswered = 0
  private var isAnsweringGarbage = false
  private var deadline: Scheduled<Void>?
  private var stall: Scheduled<Void>?

  private enum Phase {
    /// Before the first request.
    case head
    case body(since: NIODeadline, received: Int)
    /// Between requests: the server's own idle timeout watches.
    case whole
  }

  /// The body of an answer to what is no HTTP, and its type.
  package typealias Refusal = @Sendable (HTTPResponse.Status) -> (text: String, type: String)

  /// - Parameter maximumBytes: of a body.
  package init(
    _ limits: ConnectionLimits, _ counter: ConnectionCounter, maximumBytes: Int, refusal: @escaping Refusal
  ) {
    self.refusal = refusal
    self.maximumBytes = maximumBytes
    self.limits = limits
    self.counter = counter
  }

  // MARK: Opening and closing

  package func handlerAdded(context: ChannelHandlerContext) {
    // A pipeline without HTTP/1 has no earlier clients either.
    try? EarlierHTTP.add(to: context.pipeline.syncOperations)
    if context.channel.isActive { begin(context) }
  }

  package func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    guard network == nil else { return }
    if let address = context.remoteAddress, !limits.proxies.contains(address.ipAddress ?? ""),
      let network = ClientNetwork(address)
    {
      guard counter.add(network) else { return context.close(promise: nil) }
      self.network = network
    }
    schedule(context, at: .now() + limits.head.amount)
  }

  package func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  package func handlerRemoved(context: ChannelHandlerContext) { end() }

  private func end() {
    deadline?.cancel()
    stall?.cancel()
    (deadline, stall) = (nil, nil)
    if let network { counter.remove(network) }
    network = nil
  }

  // MARK: Requests

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isAnsweringGarbage { return }
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      phase = .body(since: .now(), received: 0)
      deadline?.cancel()
      schedule(context, at: .now() + limits.body.amount)
    case .body(let bytes):
      if case .body(let since, let received) = phase {
        phase = .body(since: since, received: received + bytes.readableBytes)
        // Whoever was refused already may not go on sending for ever.
        guard received <= maximumBytes + (1 << 20) else { return context.close(promise: nil) }
      }
    case .end:
      phase = .whole
      deadline?.cancel()
      deadline = nil
    }
    context.fireChannelRead(data)
  }

  private func schedule(_ context: ChannelHandlerContext, at time: NIODeadline) {
    let bound = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    deadline = context.eventLoop.scheduleTask(deadline: time) {
      let (guardian, context) = bound.value
      guardian.look(context)
    }
  }

  private func look(_ context: ChannelHandlerContext) {
    switch phase {
    case .whole: return
    case .head: context.close(promise: nil)
    case .body(let since, let received):
      let time = since + limits.body.amount + .seconds(Int64(received / max(1, limits.bytesPerSecond)))
      if time > .now() { schedule(context, at: time) } else { context.close(promise: nil) }
    }
  }

  // MARK: Answers

  package func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
    context.write(data, promise: promise)
  }

  package func channelWritabilityChanged(context: ChannelHandlerContext) {
    stall?.cancel()
    stall = nil
    if !context.channel.isWritable {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      stall = context.eventLoop.scheduleTask(in: limits.stalled.amount) { bound.value.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  // MARK: What is no HTTP

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let status = Self.status(error), unanswered == 0, !isAnsweringGarbage else {
      return context.fireErrorCaught(error)
    }
    isAnsweringGarbage = true
    let (text, type) = refusal(status)
    let body = ByteBuffer(string: text)
    let head = HTTPResponse(
      status: status,
      headerFields: [
        .contentType: type, .contentLength: String(body.readableBytes), .connection: "close",
        .cacheControl: "no-store",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.close(promise: nil) }
  }

  private static func status(_ error: any Error) -> HTTPResponse.Status? {
    switch error {
    case HTTPParserError.headerOverflow: .requestHeaderFieldsTooLarge
    case is IOError, is ChannelError: nil
    default: .badRequest
    }
  }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}
