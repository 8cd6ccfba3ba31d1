import NIOCore
import NIOHTTP1

/// One phone: it sends its commands one after the other over one connection, each when its answer to the last has come.
final class LoadConnection: ChannelInboundHandler, @unchecked Sendable {
  // Sendable: everything here happens on its event loop.
  typealias InboundIn = HTTPClientResponsePart
  typealias OutboundOut = HTTPClientRequestPart

  struct Outcome {
    let payment: Payment
    let status: Int
    /// What was said, where it is not the answer that was asked for.
    let problem: String
  }

  private let onAnswer: (LoadConnection, Outcome) -> Void
  let index: Int
  private var context: ChannelHandlerContext?
  private var status = 0
  private var problem = ""
  /// The one under way.
  private(set) var current: Payment?
  /// Signed and not sent yet, first to last.
  var ready: [Payment] = []
  private var nextReady = 0

  init(index: Int, onAnswer: @escaping (LoadConnection, Outcome) -> Void) {
    self.index = index
    self.onAnswer = onAnswer
  }

  var isOpen: Bool { context != nil }
  var left: Int { ready.count - nextReady }

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }
  func channelInactive(context: ChannelHandlerContext) { self.context = nil }
  func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

  /// Sends the next command; false where none is signed, one is under way, or nobody is there.
  func send() -> Bool {
    guard let context, current == nil, nextReady < ready.count else { return false }
    let payment = ready[nextReady]
    nextReady += 1
    if nextReady == 4_096 {
      ready.removeFirst(nextReady)
      nextReady = 0
    }
    send(payment, context)
    return true
  }

  /// Sends one that is signed already, again.
  func resend(_ payment: Payment) {
    guard let context else { return }
    send(payment, context)
  }

  private func send(_ payment: Payment, _ context: ChannelHandlerContext) {
    current = payment
    let head = HTTPRequestHead(
      version: .http1_1, method: .POST, uri: "/v1/commands",
      headers: [
        "host": "localhost", "content-type": "application/cose", "accept": "application/cbor",
        "content-length": String(payment.signed.count),
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: payment.signed)))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    switch unwrapInboundIn(data) {
    case .head(let head): (status, problem) = (Int(head.status.code), "")
    case .body(let bytes): if status != 200 { problem += String(buffer: bytes) }
    case .end:
      guard let payment = current else { return }
      current = nil
      onAnswer(self, Outcome(payment: payment, status: status, problem: problem))
    }
  }
}

/// A signed payment, and which command it is.
struct Payment: Sendable {
  let signed: [UInt8]
  let spender: Int
}
