import Foundation
import FoundationNetworking
import Synchronization

/// Calls under way, by their task: gathers each answer and hands it over once.
final class Exchanges: NSObject, URLSessionDataDelegate, Sendable {
  typealias Outcome = Result<OutboundAnswer, OutboundError>

  private struct Exchange {
    let done: @Sendable (Outcome) -> Void
    var body: [UInt8] = []
  }

  private let maximumBytes: Int
  private let open = Mutex<[Int: Exchange]>([:])

  init(maximumBytes: Int) { self.maximumBytes = maximumBytes }

  func begin(_ task: URLSessionTask, done: @escaping @Sendable (Outcome) -> Void) {
    open.withLock { $0[task.taskIdentifier] = Exchange(done: done) }
  }

  /// Gives up a call, unless it is over.
  func end(_ task: URLSessionTask, _ error: OutboundError) {
    guard let exchange = open.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    task.cancel()
    exchange.done(.failure(error))
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
  ) {
    completionHandler(nil)
  }

  func urlSession(
    _ session: URLSession, dataTask: URLSessionDataTask, didReceive response: URLResponse,
    completionHandler: @escaping @Sendable (URLSession.ResponseDisposition) -> Void
  ) {
    if response.expectedContentLength > Int64(maximumBytes) {
      end(dataTask, .tooLarge(limit: maximumBytes))
      return completionHandler(.cancel)
    }
    completionHandler(.allow)
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    let isTooLarge = open.withLock { open in
      open[dataTask.taskIdentifier]?.body.append(contentsOf: data)
      return (open[dataTask.taskIdentifier]?.body.count ?? 0) > maximumBytes
    }
    if isTooLarge { end(dataTask, .tooLarge(limit: maximumBytes)) }
  }

  func urlSession(_ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?) {
    guard let exchange = open.withLock({ $0.removeValue(forKey: task.taskIdentifier) }) else { return }
    exchange.done(outcome(of: task, exchange.body, error))
  }

  private func outcome(of task: URLSessionTask, _ body: [UInt8], _ error: (any Error)?) -> Outcome {
    if let error { return .failure(OutboundError(error)) }
    guard let response = task.response as? HTTPURLResponse else { return .failure(.unreachable("no HTTP")) }
    var headers: [String: String] = [:]
    for (name, value) in response.allHeaderFields {
      if let name = name as? String, let value = value as? String { headers[name] = value }
    }
    let type = headers.first { $0.key.lowercased() == "content-type" }?.value
    return .success(
      OutboundAnswer(
        status: response.statusCode, type: type?.split(separator: ";").first.map { $0.lowercased() }, headers: headers,
        body: body))
  }
}
