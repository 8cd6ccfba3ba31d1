import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Lets go of connections that only hold on: those that send a request's head or body a drop at a time, or take nothing of
/// their answer. Answers what is no HTTP with a problem, keeps one address from taking all connections, and where there are
/// enough tells newcomers so.
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
  private var admission: ConnectionCounter.Admission?
  private var phase = Phase.head
  /// Requests whose answer is not finished.
  private var unanswered = 0
  /// What comes after a refusal is not read.
  private var isRefusing = false
  private var deadline: Scheduled<Void>?
  private var stall: Scheduled<Void>?

  private enum Phase {
    /// Before the first request.
    case head
    case body(since: NIODeadline, received: Int)
    /// Between requests: the server's own idle timeout watches.
    case whole
  }

  /// The body of an answer to what is no HTTP, or comes when there are enough connections, and its type.
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
    guard admission == nil else { return }
    let isProxy = context.remoteAddress.map { limits.proxies.contains($0.ipAddress ?? "") } ?? false
    network = isProxy ? nil : ClientNetwork(context.remoteAddress)
    let admission = counter.admit(network)
    self.admission = admission
    switch admission {
    case .admitted: schedule(context, at: .now() + limits.head.amount)
    case .addressFull: context.close(promise: nil)
    case .full: schedule(context, at: .now() + limits.farewell.amount)
    }
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
    if admission == .admitted { counter.remove(network) }
    admission = nil
  }

  // MARK: Requests

  package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefusing { return }
    if admission == .full { return refuse(context, .serviceUnavailable) }
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

  // MARK: Refusing

  package func errorCaught(context: ChannelHandlerContext, error: any Error) {
    guard let status = Self.status(error), unanswered == 0, !isRefusing else {
      return context.fireErrorCaught(error)
    }
    refuse(context, status)
  }

  private func refuse(_ context: ChannelHandlerContext, _ status: HTTPResponse.Status) {
    isRefusing = true
    let (text, type) = refusal(status)
    let body = ByteBuffer(string: text)
    var head = HTTPResponse(
      status: status,
      headerFields: [
        .contentType: type, .contentLength: String(body.readableBytes), .connection: "close",
        .cacheControl: "no-store",
      ])
    if status == .serviceUnavailable { head.headerFields[.retryAfter] = "10" }
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
