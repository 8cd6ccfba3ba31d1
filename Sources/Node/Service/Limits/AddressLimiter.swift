import Coding
import Connections
import HTTPTypes
import Hummingbird
import NIOCore
import Platform
import Synchronization

/// Counts calls by where they come from.
final class AddressLimiter: Sendable {
  private let rate: ServiceLimits.Rate
  private let proxies: Set<String>
  private let buckets = Mutex(TokenBuckets<ClientNetwork>())

  init(_ limits: ServiceLimits) {
    rate = limits.address
    proxies = limits.proxies
  }

  func check(_ request: Request, from address: String?) throws(Problem) {
    guard let network = network(of: request, from: address) else { return }
    let wait = buckets.withLock { $0.take(network, rate: rate, now: MonotonicClock.nowNanoseconds()) }
    if let wait { throw .tooMany(nanoseconds: wait) }
  }

  /// Where the call began: the nearest address on its way that is not one of our own proxies'. What stands before that in
  /// the header anybody can have written.
  func network(of request: Request, from address: String?) -> ClientNetwork? {
    guard let address else { return nil }
    guard proxies.contains(address), let header = request.headers[.xForwardedFor] else { return ClientNetwork(address) }
    let way = header.split(separator: ",").map { $0.filter { $0 != " " } }
    let origin = way.last { !proxies.contains($0) }
    return origin.flatMap { ClientNetwork($0) } ?? ClientNetwork(address)
  }
}

struct AddressLimitMiddleware: RouterMiddleware {
  typealias Context = CallContext

  let limiter: AddressLimiter

  func handle(
    _ request: Request, context: CallContext, next: (Request, CallContext) async throws -> Response
  ) async throws -> Response {
    try limiter.check(request, from: context.address)
    return try await next(request, context)
  }
}

extension HTTPField.Name {
  static let xForwardedFor = HTTPField.Name("X-Forwarded-For")!
}

extension Problem {
  static func tooMany(nanoseconds: UInt64) -> Problem { tooMany(seconds: Int(nanoseconds / 1_000_000_000) + 1) }

  static func tooMany(seconds: Int) -> Problem {
    Problem(
      status: .tooManyRequests, name: "too-many",
      title: Phrase("Terlalu banyak permintaan; tunggu sebentar", "Too many calls; wait a moment"), canRetry: true,
      wait: seconds)
  }
}
