import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import Presentation

/// Lets go of connections that only hold on: those that send a request's head or body a drop at a time, or take nothing of
/// their answer. Answers what is no HTTP with a problem, and keeps one address from taking all connections.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ServiceLimits
  private let maximumBytes: Int
  private let counter: ConnectionCounter
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

  /// - Parameter maximumBytes: of a body.
  init(_ limits: ServiceLimits, _ counter: ConnectionCounter, maximumBytes: Int) {
    self.maximumBytes = maximumBytes
    self.limits = limits
    self.counter = counter
  }

  // MARK: Opening and closing

  func handlerAdded(context: ChannelHandlerContext) {
    // A pipeline without HTTP/1 has no earlier clients either.
    try? EarlierHTTP.add(to: context.pipeline.syncOperations)
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
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

  func channelInactive(context: ChannelHandlerContext) {
    end()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { end() }

  private func end() {
    deadline?.cancel()
    stall?.cancel()
    (deadline, stall) = (nil, nil)
    if let network { counter.remove(network) }
    network = nil
  }

  // MARK: Requests

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
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

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    if case .end = unwrapOutboundIn(data) { unanswered -= 1 }
    context.write(data, promise: promise)
  }

  func channelWritabilityChanged(context: ChannelHandlerContext) {
    stall?.cancel()
    stall = nil
    if !context.channel.isWritable {
      let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
      stall = context.eventLoop.scheduleTask(in: limits.stalled.amount) { bound.value.close(promise: nil) }
    }
    context.fireChannelWritabilityChanged()
  }

  // MARK: What is no HTTP

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let problem = Self.problem(error), unanswered == 0, !isAnsweringGarbage else {
      return context.fireErrorCaught(error)
    }
    isAnsweringGarbage = true
    let body = ByteBuffer(string: problem.json.text + "\n")
    let head = HTTPResponse(
      status: problem.status,
      headerFields: [
        .contentType: BodyType.problem, .contentLength: String(body.readableBytes), .connection: "close",
        .cacheControl: "no-store",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(body)), promise: nil)
    let bound = NIOLoopBound(context, eventLoop: context.eventLoop)
    context.writeAndFlush(wrapOutboundOut(.end(nil))).whenComplete { _ in bound.value.close(promise: nil) }
  }

  private static func problem(_ error: any Error) -> Problem? {
    switch error {
    case HTTPParserError.headerOverflow: .headersTooLarge
    case is IOError, is ChannelError: nil
    default: Problem(.badRequest)
    }
  }
}

@available(*, unavailable)
extension ConnectionGuard: Sendable {}

extension Duration {
  var amount: TimeAmount {
    let (seconds, attoseconds) = components
    return .nanoseconds(seconds * 1_000_000_000 + attoseconds / 1_000_000_000)
  }
}
