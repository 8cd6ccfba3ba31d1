import NIOCore
import NIOHTTP1

/// Gives HTTP/1.0 what it expects: the connection ends with the answer, unless the client asked to keep it and is told that
/// it is kept. Behind this handler everything is HTTP/1.1, and who wants the connection to end says so in one spelling.
final class EarlierHTTP: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPServerRequestPart
  typealias InboundOut = HTTPServerRequestPart
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// Requests whose answer is not finished, oldest first.
  private var requests = CircularBuffer<Call>()

  private struct Call {
    let isEarlier: Bool
    let keepsOpen: Bool
    /// Only the end of the connection ends its body.
    var isEndless = false
  }

  /// Puts one where a connection's bytes have just become HTTP.
  static func add(to pipeline: ChannelPipeline.SynchronousOperations) throws {
    let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
    try pipeline.addHandler(EarlierHTTP(), position: .after(decoder))
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    guard case .head(var head) = unwrapInboundIn(data) else { return context.fireChannelRead(data) }
    requests.append(Call(isEarlier: head.version == .http1_0, keepsOpen: head.isKeepAlive))
    // The server closes where it reads this very word.
    if !head.isKeepAlive { head.headers.replaceOrAdd(name: "connection", value: "close") }
    context.fireChannelRead(wrapInboundOut(.head(head)))
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    guard let call = requests.first else { return context.write(data, promise: promise) }
    switch unwrapOutboundIn(data) {
    case .head(var head) where call.isEarlier:
      let isEndless = !head.headers.contains(name: "content-length")
      requests[requests.startIndex].isEndless = isEndless
      head.version = .http1_0
      head.headers.replaceOrAdd(name: "connection", value: call.keepsOpen && !isEndless ? "keep-alive" : "close")
      context.write(wrapOutboundOut(.head(head)), promise: promise)
    case .end:
      requests.removeFirst()
      context.write(data, promise: promise)
      guard call.isEndless else { return }
      context.flush()
      context.close(mode: .output, promise: nil)
    default: context.write(data, promise: promise)
    }
  }
}

@available(*, unavailable)
extension EarlierHTTP: Sendable {}
